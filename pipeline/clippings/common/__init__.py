"""Helpers that know nothing of pages or posts: Parquet parts, external sort, transient errors."""
