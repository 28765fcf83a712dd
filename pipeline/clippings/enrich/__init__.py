"""Values read from articles: credits, dates, names, and passages that articles share."""
