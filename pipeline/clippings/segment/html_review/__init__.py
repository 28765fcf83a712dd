"""The second look at HTML pages: a learned judge of each line, which mends the text that the rules cut out."""
