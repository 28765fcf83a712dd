"""What a package is made from, as names and hashes: the pages, this program with its curated data, and what is installed.

By content alone: no clock, no file times, no names of folders outside the archive.
"""

import hashlib
from pathlib import Path

from clippings.common.code_versions import hash_of, installed, program
from clippings.ingest.sources import find_files
from clippings.project import Settings, additions


def of(raw: Path, settings: Settings) -> dict[str, str]:
    """The hash of each thing that a package of the dumps in `raw` depends on.

    Args:
        raw: The folder of dumps; if the settings name an address, the folder with the fetched files.
        settings: Metadata of the archive, its profiles and names, and its withdrawal list.
    """
    withdrawn = settings.withdrawn
    listed = hashlib.sha256(withdrawn.read_bytes() if withdrawn else b"").hexdigest()
    sections = [settings.dataset.model_dump_json(), settings.package.model_dump_json()]
    project = hash_of([settings.name, *sections, additions.of(settings).digest])
    hashes = {"raw": find_files.content_hash(raw), "program": program(), "installed": installed()}
    return hashes | {"withdrawn": listed, "project": project}


def version(inputs: dict[str, str]) -> str:
    """One hash of all inputs: the data version of the package."""
    return hash_of(f"{name} {value}" for name, value in sorted(inputs.items()))
