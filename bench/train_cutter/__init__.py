"""Trains the cutter of text dumps: from pages with gold to labelled lines, to weights, to figures.

For development only: it needs catboost (the dependency group `train`), which the package itself does not need.
"""
