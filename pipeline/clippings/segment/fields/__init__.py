"""Values read from the lines of one post: date, comment count, header fields."""
