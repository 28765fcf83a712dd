"""The Dagster rim: one module a stage, each a few decorated functions that call the stage below."""
