"""The text-free edition of a package, made from the one with texts. What each edition has is said in `tables.editions`."""
