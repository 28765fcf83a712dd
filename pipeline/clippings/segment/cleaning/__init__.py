"""Removal of text that is glued into a post: captions, names, links."""
