"""The invariants of the tables, as functions from frames to the rows that break them.

The Dagster asset checks, `clippings validate` and the property tests call the same functions. Each function returns the
rows that break its rule, so an empty frame means that the check passed.
"""
