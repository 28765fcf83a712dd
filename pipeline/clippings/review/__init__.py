"""The stage `review`: tables to problems. Finds what a person should look at, whichever segmenter made the tables.

Rules over published tables belong here, beside what the reader says of a line's markup. Nothing here changes an article.
"""
