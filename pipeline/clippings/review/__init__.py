"""The stage `review`: tables to problems. Finds what a person should look at. It reads tables only, so it works for every segmenter.

Rules over published tables belong here, beside what the reader says of a line's markup. Nothing here changes an article.
"""
