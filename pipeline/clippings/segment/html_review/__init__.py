"""The second look at HTML pages: a model judges each line and corrects the text that the rules cut out."""
