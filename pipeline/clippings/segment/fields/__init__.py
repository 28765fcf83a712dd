"""Values read off the lines of one post: its date, comment count, header fields."""
