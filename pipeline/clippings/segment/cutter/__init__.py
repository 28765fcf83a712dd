"""Cuts text dumps of sites without a closing line: facts of each line, the labels that a model gives each line, posts.

The steps in order: `line_facts` (one line), `page_facts` (its neighbours and its page), `trees` (how likely each label is,
in integers), `posts_of_labels` (labels to posts), `cut_pages` (posts to the rows the segmenter uses). Nothing here looks at another
page: adding a page never moves a boundary. The weights are made by `bench/train_cutter`.
"""
