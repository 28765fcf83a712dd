"""Clippings: saved archive pages in, a dataset a researcher can trust out."""

__version__ = "0.2.0"
