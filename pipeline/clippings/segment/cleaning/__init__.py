"""What is taken out of a post's text: glued captions, names and seams."""
