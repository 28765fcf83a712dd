"""Names of the files and folders of releases."""

import re

RECORD = "release.json"
"""The file that marks a folder as a version."""
INDEX = "index.json"
CHANGELOG = "CHANGELOG.md"
CHANGELOG_START = "# Changelog\n\nThe releases, newest first."
"""First lines of every `CHANGELOG.md` of releases."""
VERSION_NAME = re.compile(r"\d{4}\.\d{2}\.\d{2}-[0-9a-f]{8}(\.\d+)?")
"""Pattern of version names: 2026.11.24-1a2b3c4d, optionally with a number."""
