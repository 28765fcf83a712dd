"""Threads of forums and comments: who wrote each post, and where comments begin."""
