"""Trains the cutter of text dumps: pages with gold to labelled lines, labelled lines to weights, weights to figures.

Development only: it needs catboost and scikit-learn (the dependency group `train`), the package itself needs neither.
"""
