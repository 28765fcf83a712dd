"""Text-free edition of a package, made from the edition with texts. `schema.editions` lists the columns of each edition."""
