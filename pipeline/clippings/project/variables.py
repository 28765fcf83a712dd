"""Names of the environment variables of settings. Imports nothing slow, as `--help` loads this file."""

PROJECT = "CLIPPINGS_PROJECT"
"""The project file, or its folder."""


def variable(section: str, key: str) -> str:
    """Return the variable of a setting: CLIPPINGS_RAW for `paths.raw`, CLIPPINGS_DATASET_NAME for `dataset.name`."""
    if section in ("dataset", "alert"):
        return f"CLIPPINGS_{section}_{key}".upper()
    return f"CLIPPINGS_{key}".upper()


RAW = variable("paths", "raw")
OUT = variable("paths", "out")
TEXT_FREE = variable("paths", "text_free")
SQLITE = variable("package", "sqlite")
RELEASES = variable("paths", "releases")
WITHDRAWN = variable("paths", "withdrawn")
