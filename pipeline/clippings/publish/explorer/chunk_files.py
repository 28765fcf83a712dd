"""Files of the explorer's chunks: written, or copied from an earlier package where their rows are the same."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from clippings.common.code_versions import version_of
from clippings.publish.explorer.columnar import columnar, to_json
from clippings.publish.explorer.page_tables import Chunk
from clippings.publish.write_tables import FileFacts, file_facts

CHUNK_FOLDER = "explorer"


@dataclass
class ChunkFiles:
    """The chunks of one package and of the one before it.

    Attributes:
        earlier: Folder of the package before, if there is one.
        known: Name of a chunk of that package to the hash of its rows and the hash of its file.
        written: The same of this package.
    """

    earlier: Path | None = None
    known: Mapping[str, Any] = field(default_factory=dict)
    written: dict[str, tuple[str, str]] = field(default_factory=dict)

    def write(self, root: Path, name: str, chunk: Chunk) -> FileFacts:
        """Write a chunk as a script, which a page opened from a disk may load too."""
        path = root / CHUNK_FOLDER / f"{name}.js"
        path.parent.mkdir(exist_ok=True)
        key = f"{version_of(__name__)[:16]} {chunk.key}"
        facts = self._copied(root, path, name, key) if chunk.key else None
        if facts is None:
            tables = {table: columnar(frame) for table, frame in chunk.tables().items()}
            path.write_text(f"clippingsChunk({to_json(name)},{to_json(tables)});\n", "utf-8", newline="\n")
            facts = file_facts(root, path)
        self.written[name] = key, facts.sha256
        return facts

    def _copied(self, root: Path, path: Path, name: str, key: str) -> FileFacts | None:
        """Copy the file of the earlier package; None if that has other rows or is not whole."""
        match self.known.get(name):
            case [str(known_key), str(sha256)] if known_key == key and self.earlier is not None:
                try:
                    shutil.copyfile(self.earlier / CHUNK_FOLDER / path.name, path)
                except OSError:
                    return None
                facts = file_facts(root, path)
                return facts if facts.sha256 == sha256 else None
        return None
