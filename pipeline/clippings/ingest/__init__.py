"""Bytes to lines: finds the dumps of an archive and reads each into a table of lines. Articles do not belong here."""
