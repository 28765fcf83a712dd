"""The tables of a project file: their keys, with a description, a default and an option each."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo


def described(
    description: str,
    shown_default: str,
    *,
    option: str = "",
    default: Any = None,  # noqa: ANN401
    **rules: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 - pydantic's own
    """Declare a setting.

    Args:
        description: One sentence on what it sets.
        shown_default: The default in words.
        option: The command-line option that also sets it.
        default: The default value; None is filled in later.
        rules: Constraints for pydantic.
    """
    return Field(
        default, description=description, json_schema_extra={"default": shown_default, "option": option}, **rules
    )


def shown_default(field: FieldInfo) -> str:
    """Return the default of a setting in words."""
    return _extra(field, "default")


def option(field: FieldInfo) -> str:
    """Return the command-line option of a setting; empty if it has none."""
    return _extra(field, "option")


def _extra(field: FieldInfo, name: str) -> str:
    extra = field.json_schema_extra
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""


_ADDRESS = r"^https?://\S+$"


class Section(BaseModel):
    """A table of the project file. Unknown keys and wrong types are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Contributor(Section):
    """A person or an organisation that made the dataset."""

    title: str = Field(min_length=1)
    path: str | None = Field(None, pattern=_ADDRESS)
    email: str | None = None
    roles: tuple[str, ...] | None = Field(None, strict=False)
    organization: str | None = None


class License(Section):
    """Terms of use of the dataset or of a part of it."""

    title: str = Field(min_length=1)
    name: str | None = Field(None, pattern=r"^[-a-zA-Z0-9._]+$")
    path: str | None = Field(None, pattern=_ADDRESS)

    @model_validator(mode="after")
    def _has_name_or_path(self) -> "License":
        if not (self.name or self.path):
            raise ValueError("a table with `name` (such as CC-BY-4.0 or other-closed) or `path`")
        return self


class Source(Section):
    """A site or an archive that the pages come from."""

    title: str = Field(min_length=1)
    path: str | None = Field(None, pattern=_ADDRESS)


Texts = Annotated[tuple[str, ...], Field(strict=False)]


class Dataset(Section):
    """Description of the dataset. A missing value is computed or left out."""

    name: str | None = described(
        "Name of the package: lower-case letters, digits, hyphens, dots and underscores.",
        "the name of the project's folder", pattern=r"^[a-z0-9][a-z0-9._-]*$",
    )  # fmt: skip
    title: str | None = described("Title of the dataset.", "computed from sites and years", min_length=1)
    description: str | None = described(
        "What the dataset is, in a few sentences.", "computed from the tables", min_length=1
    )
    version: str | None = described("Version of the data, not of the program.", "none", min_length=1)
    released_on: dt.date | None = described("Day of this version, as 2026-01-31.", "none")
    homepage: str | None = described("Address of a page about the dataset.", "none", pattern=_ADDRESS)
    doi: str | None = described("DOI of the dataset, such as 10.1234/abcd.", "none", pattern=r"^10\.\d{4,9}/\S+$")
    keywords: Texts = described("Subject words.", "none", default=())
    notes: Texts = described("Sentences for the section “Limits” of the data card.", "none", default=())
    contributors: Annotated[tuple[Contributor, ...], Field(strict=False)] = described(
        "Who made the dataset: tables with `title`, and `path`, `email`, `roles`, `organization`.", "none", default=()
    )
    licenses: Annotated[tuple[License, ...], Field(strict=False)] = described(
        "Terms of use: tables with `title`, and `name` or `path`.", "none", default=()
    )
    sources: Annotated[tuple[Source, ...], Field(strict=False)] = described(
        "Where the pages come from: tables with `title`, and `path`.", "the sites of the pages", default=()
    )

    def plain(self, name: str) -> list[dict[str, Any]]:
        """Return the tables of `contributors`, `licenses` or `sources` as plain data, without missing values."""
        return [
            {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
            for row in (item.model_dump(exclude_none=True) for item in getattr(self, name))
        ]


class Paths(Section):
    """Locations. Paths in the project file are relative to the file; paths in options and variables, to the working directory."""

    raw: str = described("Folder of saved pages, or its `s3://` address.", "`raw`", option="--raw", default="raw")
    out: str = described("Folder of the package, or its `s3://` address.", "`dist`", option="--out", default="dist")
    text_free: str = described(
        "Folder or `s3://` address of the text-free edition; empty: none is made.", "none", option="--text-free", default=""
    )  # fmt: skip
    releases: str = described(
        "Folder of the releases, or their `s3://` address.", "`releases`", option="--to", default="releases"
    )
    withdrawn: str = described(
        "List of articles that must not be published.",
        "`withdrawn.toml` beside the project file, else beside the raw folder, if it exists",
        option="--withdrawn", default="withdrawn.toml",
    )  # fmt: skip
    sites: str = described("Folder of site profiles.", "`sites` beside the project file, if it exists", default="sites")
    authority: str = described(
        "Folder of entities, outlets and word lists.", "`authority` beside the project file, if it exists",
        default="authority",
    )  # fmt: skip
    cache: str = described(
        "Folder of the Dagster instance, of the step cache and of copies of object storage.",
        "`.clippings` beside the project file, else beside the package", default=".clippings",
    )  # fmt: skip


class Package(Section):
    """Optional content of the package."""

    sqlite: bool = described(
        "Whether the package also holds all tables in one SQLite database.", "`false`", option="--sqlite", default=False
    )

    @property
    def databases(self) -> list[str]:
        """Return the names of the databases in the package."""
        return ["sqlite"] if self.sqlite else []


class Schedule(Section):
    """When the daemon builds."""

    cron: str = described(
        "When the schedule `daily` builds: five fields of cron, in UTC.", "`30 3 * * *`", default="30 3 * * *",
        pattern=r"^\s*\S+(\s+\S+){4}\s*$",
    )  # fmt: skip


class Run(Section):
    """Where the steps of a run execute."""

    executor: Literal["local", "ray"] = described(
        "Where steps run: processes of this machine, or tasks of a Ray cluster.", "`local`", default="local"
    )
    store: str = described(
        "Address in object storage for the working tables, so that the workers of a Ray cluster need no shared folder.",
        "none", default="", pattern=r"^(s3://\S+)?$",
    )  # fmt: skip


class Alert(Section):
    """Recipients of the alerts that the sensor `alert_on_failure` sends after a failed run."""

    file: str = described("File to which a line is appended for each failed run.", "none", default="")
    url: str = described("Address to which the same line is posted.", "none", default="", pattern=r"^(https?://\S+)?$")


SECTIONS: dict[str, type[Section]] = {
    "dataset": Dataset, "paths": Paths, "package": Package, "schedule": Schedule, "run": Run, "alert": Alert,
}  # fmt: skip
