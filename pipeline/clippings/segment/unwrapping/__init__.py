"""Text pages as a reader sees them: wrapped lines joined, without page numbers and marks of Markdown."""
