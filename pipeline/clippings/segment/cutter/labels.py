"""The labels of lines, and the kinds of pages, that the model gives."""

OUTSIDE, TITLE, TEXT, DATE, BYLINE = range(5)
"""A line of no post; a post's title; its text; the line with its day; the line that names its author, and perhaps its day."""
LABEL_COUNT = 5
ARTICLE, POSTS, THREAD, ITEMS = range(4)
"""A page of one post; of several; of what several people wrote below one title; of entries that are not posts, such as goods."""
KIND_COUNT = 4
