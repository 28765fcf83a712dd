"""What an exporter is: a title, a file name, a media type, and a function that writes."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, ClassVar, Protocol

import dataframely as dy
import polars as pl


class Output(Protocol):
    """Where a file is written to."""

    def write(self, data: bytes | memoryview, /) -> int:
        """Write bytes, and return their number."""
        ...


class TableExporter(ABC):
    """Writes one file for each table.

    Attributes:
        title: Name of the format.
        suffix: End of the file name.
        media_type: Media type of the file.
        format: The `format` of the resource in the descriptor. In capitals where frictionless must not open the file: it
            then checks size and hash alone.
        has_rows: Whether frictionless reads the rows of the file.
        properties: What else the descriptor says of the file.
        is_joined: Whether `join` puts files of the format together: then unchanged rows of a table are not written again.
    """

    title: ClassVar[str]
    suffix: ClassVar[str]
    media_type: ClassVar[str]
    format: ClassVar[str]
    has_rows: ClassVar[bool] = False
    properties: ClassVar[Mapping[str, Any]] = {}
    is_joined: ClassVar[bool] = False

    def file_name(self, table: str) -> str:
        """Path of the file of a table below the package."""
        return f"data/{table}.{self.suffix}"

    def resource(self, table: str, description: str) -> dict[str, Any]:
        """The resource of the descriptor, without size, hash and schema."""
        title = table.replace("_", " ").capitalize()
        named = (
            {"name": table, "type": "table", "title": title, "description": description}
            if self.has_rows
            else {
                "name": f"{table}-{self.suffix}",
                "title": f"{title} ({self.title})",
                "description": f"The rows of {table}, in the same order.",
            }
        )
        return named | {
            "path": self.file_name(table),
            "format": self.format,
            "mediatype": self.media_type,
            **self.properties,
        }

    @abstractmethod
    def write(self, rows: pl.LazyFrame, path: Path | BytesIO, table: type[dy.Schema]) -> None:
        """Write the rows of a table, in order, to a file or into memory. The same rows give the same bytes."""

    def join(self, pieces: Iterable[bytes], file: Output) -> None:
        """Write the rows of files of one table, at least one, as one file."""
        raise NotImplementedError


class Database(ABC):
    """Writes one file that holds all tables.

    Attributes:
        name: Name of the setting and of the resource.
        title: Name of the format.
        file_name: Path of the file below the package.
        media_type: Media type of the file.
        format: The `format` of the resource, in capitals: frictionless checks size and hash alone.
        description: What the file is, for the descriptor.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    file_name: ClassVar[str]
    media_type: ClassVar[str]
    format: ClassVar[str]
    description: ClassVar[str]

    def resource(self) -> dict[str, Any]:
        """The resource of the descriptor, without size and hash."""
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "path": self.file_name,
            "format": self.format,
            "mediatype": self.media_type,
        }

    @abstractmethod
    def write(self, root: Path, definitions: Mapping[str, type[dy.Schema]]) -> None:
        """Write the file below `root` from the Parquet files there. The same tables give the same bytes."""

    def companions(self, about: Mapping[str, Any], definitions: Mapping[str, type[dy.Schema]]) -> Mapping[str, str]:
        """Further files of the package for those who open the database: path and text."""
        return {}
