"""Helpers for any data, not only pages and posts: Parquet parts, external sort, transient errors."""
