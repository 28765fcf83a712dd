"""Drafts for a person to correct: site profiles and entities."""
