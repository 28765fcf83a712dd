"""Deduplication, from appearances to articles: finds appearances of one article, compares texts, records the evidence."""
