"""One edition of a package from the other: text-free from the one with texts, and back from the saved pages.

What each edition has is said in `tables.editions`; here is how the one is made of the other.
"""
