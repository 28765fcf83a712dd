"""Bytes to lines: finds the dumps of an archive and reads each into a table of lines. Knows nothing of articles."""
