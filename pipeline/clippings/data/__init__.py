"""What a non-programmer edits: site profiles, entities, outlets, calendars, word lists. Files only, no code."""

from pathlib import Path

FOLDER = Path(__file__).parent
