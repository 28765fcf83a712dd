"""Appearances to articles: finds the appearances of one article, compares their texts, and keeps the evidence."""
