"""The steps of a build over batches of pages and slices of articles, their cache and their processes."""
