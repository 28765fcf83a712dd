"""Trains the cutter of text dumps: pages with gold to labelled lines, labelled lines to weights, weights to figures.

Development only: it needs catboost (the dependency group `train`), which the package itself does not.
"""
