"""From the bytes of one dump (text, HTML, feed, JSON) to its lines."""
