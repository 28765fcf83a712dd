"""Names of the files and folders that releases consist of."""

from __future__ import annotations

import re

RECORD = "release.json"
"""The file that makes a folder a version."""
INDEX = "index.json"
CHANGELOG = "CHANGELOG.md"
CHANGELOG_START = "# Changelog\n\nThe releases, newest first."
"""How every `CHANGELOG.md` of releases begins."""
VERSION_NAME = re.compile(r"\d{4}\.\d{2}\.\d{2}-[0-9a-f]{8}(\.\d+)?")
"""Names of versions: 2026.11.24-1a2b3c4d, or the same with a number."""
