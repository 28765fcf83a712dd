"""Runs the command line as `python -m clippings.cli`."""

from clippings.cli import main

main()
