"""What the reading commands ask a published package: its articles by date, words and entity, and its problems."""
