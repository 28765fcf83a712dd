"""The settings of an archive: one typed model with one order of precedence.

Command-line option, environment variable, project file, default. The command line, the Dagster definitions, the schedule,
the sensors and the Python API all call `load`.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from clippings.common.addresses import is_s3
from clippings.project import lookup, toml_file
from clippings.project.lookup import absolute
from clippings.project.project_error import ProjectError
from clippings.project.sections import SECTIONS, Alert, Dataset, Package, Paths, Run, Schedule, Section
from clippings.project.variables import variable

FILE_NAME = lookup.FILE_NAME


class Settings(Section):
    """Settings of one archive. Locations are absolute paths or addresses; an empty location is not used.

    Attributes:
        file: The project file; None without one.
        root: The folder of the project; without a project file, the folder of saved pages.
    """

    dataset: Dataset = Dataset()
    paths: Paths = Paths()
    package: Package = Package()
    schedule: Schedule = Schedule()
    run: Run = Run()
    alert: Alert = Alert()
    file: Path | None = None
    root: Path = Path()

    @property
    def name(self) -> str:
        """Return the name of the package: the setting, or the name of the folder."""
        return self.dataset.name or lookup.folder_name(self.root, self.file)

    @property
    def withdrawn(self) -> Path | None:
        """Return the list of withdrawn articles, if there is one."""
        return Path(self.paths.withdrawn) if self.paths.withdrawn else None

    @property
    def cache(self) -> Path:
        """Return the folder of the files that a run leaves for the next run."""
        return Path(self.paths.cache)


_OPTIONAL = ("withdrawn", "sites", "authority")
"""Locations that a project uses only if they exist, unless a setting names them."""


_chosen: ContextVar[Settings | None] = ContextVar("chosen settings", default=None)


def in_force() -> Settings:
    """Return the settings that the caller put in force, else those of the environment.

    Raises:
        ProjectError: As `load`.
    """
    return _chosen.get() or load()


def chosen() -> Settings | None:
    """Settings that the caller put in force."""
    return _chosen.get()


@contextmanager
def choosing(settings: Settings) -> Iterator[None]:
    """Put `settings` in force for the calls inside the block."""
    token = _chosen.set(settings)
    try:
        yield
    finally:
        _chosen.reset(token)


def load(project: str | Path | None = None, **places: str | Path | None) -> Settings:
    """Load the settings of an archive.

    Args:
        project: The project file or its folder; None: CLIPPINGS_PROJECT, else the file beside the raw folder.
        places: Values of the options `raw`, `out`, `text_free`, `releases` and `withdrawn`; None for a missing option.

    Raises:
        ProjectError: The file, a variable or a named location cannot be used.
    """
    options = {key: str(value) for key, value in places.items() if value is not None}
    variables = _from_environment()
    raw = options.get("raw") or variables.get("paths", {}).get("raw")
    file = lookup.project_file(project, raw)
    tables = _from_file(file) if file else {}
    given = {section: {**tables.get(section, {}), **variables.get(section, {})} for section in SECTIONS}
    named = {*given["paths"], *options}
    given["paths"] |= options
    root = file.parent if file else Path(absolute(given["paths"].get("raw", "raw"), Path.cwd()))
    settings = _validated(given, variables, file)
    beside = {key for key in given["paths"] if key not in options and key not in variables.get("paths", {})}
    paths = _resolved(settings.paths, named, beside, file)
    return settings.model_copy(update={"paths": paths, "file": file, "root": root})


def _from_file(file: Path) -> dict[str, dict[str, Any]]:
    tables = toml_file.read(file)
    for section, table in tables.items():
        if section not in SECTIONS:
            raise ProjectError.at(
                file,
                toml_file.line_of(file, [section]),
                f"unknown key `{section}`. Known tables: {', '.join(SECTIONS)}.",
            )
        if not isinstance(table, dict):
            raise ProjectError.at(
                file, toml_file.line_of(file, [section]), f"`{section}` must be a table, [{section}]."
            )
    return tables


def _from_environment() -> dict[str, dict[str, Any]]:
    """Return the values of environment variables; an empty variable sets nothing."""
    values: dict[str, dict[str, Any]] = {}
    for section, model in SECTIONS.items():
        for key, field in model.model_fields.items():
            value = os.environ.get(variable(section, key))
            if value and is_scalar(field.annotation):
                values.setdefault(section, {})[key] = value
    return values


def is_scalar(annotation: Any) -> bool:  # noqa: ANN401 - a type
    """Return whether a setting is a single value, which a variable can hold."""
    return "tuple" not in str(annotation)


def _validated(given: Mapping[str, Any], variables: Mapping[str, Any], file: Path | None) -> Settings:
    sections: dict[str, Any] = {}
    for section, model in SECTIONS.items():
        table = dict(given[section])
        try:
            sections[section] = model.model_validate(table, strict=None if not variables.get(section) else False)
        except ValidationError as error:
            raise _refused(error, section, table, variables.get(section, {}), file) from None
    return Settings(**sections)


def _refused(
    error: ValidationError, section: str, table: Mapping[str, Any], variables: Mapping[str, Any], file: Path | None
) -> ProjectError:
    first = error.errors()[0]
    where = [str(part) if isinstance(part, str) else part for part in first["loc"]]
    key = str(where[0])
    problem = _problem(first, section, where)
    if key in variables:
        return ProjectError(f"{variable(section, key)}={table[key]!r}: {problem}")
    if file is None or key not in table:
        return ProjectError(f"{section}.{key}: {problem}")
    return ProjectError.at(file, toml_file.line_of(file, [section, *where]), problem)


def _problem(error: Any, section: str, where: list[str | int]) -> str:  # noqa: ANN401 - pydantic's details
    dotted = ".".join([section, *(str(part) for part in where)])
    if error["type"] == "extra_forbidden":
        model: Any = SECTIONS[section]
        fields = model.model_fields if len(where) == 1 else {}
        near = get_close_matches(str(where[-1]), list(fields), n=1)
        meant = f" Did you mean `{near[0]}`?" if near else ""
        listed = f" Known keys of [{section}]: {', '.join(fields)}." if fields else ""
        return f"unknown key `{dotted}`.{meant}{listed}"
    if error["type"] == "missing":
        return f"`{'.'.join(dotted.split('.')[:-1])}` has no `{where[-1]}`. Add it."
    if error["type"] == "string_pattern_mismatch":
        field = SECTIONS[section].model_fields.get(str(where[-1]))
        form = (field.description if field else None) or f"It must match {error['ctx']['pattern']}"
        return f"`{dotted}` has an invalid form: {error['input']!r}. {form}"
    expected = str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")
    return f"`{dotted}` must be {expected}, not {error['input']!r}."


def _resolved(paths: Paths, named: set[str], beside: set[str], file: Path | None) -> Paths:
    """Return the locations as absolute paths or addresses.

    Args:
        paths: The values as given.
        named: Keys that an option, a variable or the project file sets.
        beside: Keys that the project file sets.
        file: The project file, if there is one.
    """
    here = Path.cwd()
    resolved: dict[str, str] = {}
    for key, value in paths.model_dump().items():
        base = file.parent if file and (key in beside or key not in named) else here
        if key == "withdrawn" and key not in named and file is None and resolved["raw"] and not is_s3(resolved["raw"]):
            above = Path(resolved["raw"]).parent
            is_there = os.path.lexists(above / value) and not (above / FILE_NAME).exists()
            resolved[key] = str(above / value) if is_there else ""
            continue
        if not value or (key in _OPTIONAL and key not in named and (file is None or not os.path.lexists(base / value))):
            resolved[key] = ""
        elif key == "cache" and key not in named and file is None:
            continue
        else:
            resolved[key] = absolute(value, base)
    if "cache" not in resolved:  # no project: the folder that holds the package
        out = resolved["out"]
        resolved["cache"] = str((here if is_s3(out) else Path(out).parent) / paths.cache)
    for key in _OPTIONAL:
        if key in named and resolved[key] and not os.path.lexists(resolved[key]):
            raise ProjectError(f"{resolved[key]} does not exist. Create it, or correct the setting `paths.{key}`.")
    return Paths(**resolved)
