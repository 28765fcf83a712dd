"""The invariants of the tables, as functions from frames to the rows that break them.

The Dagster asset checks, `clippings validate` and the property tests call the same functions. Each returns the rows that
break its rule; no rows, no breach.
"""
