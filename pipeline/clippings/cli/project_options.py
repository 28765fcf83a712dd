"""Options that commands share: the project and its locations. Each shows its environment variable in `--help`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clippings.cli.exit_status import CouldNotRunError
from clippings.cli.location_param import FOLDER, FOLDER_OR_ADDRESS
from clippings.distribute.s3.address import Address
from clippings.project import variables

if TYPE_CHECKING:
    from clippings.project.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def place(
    name: str, variable: str, description: str, *, takes_addresses: bool = False, default: str = ""
) -> Callable[[Command], Command]:
    """Return an option for a location: the option, else the variable, else the project file, else `default`."""
    kind = FOLDER_OR_ADDRESS if takes_addresses else FOLDER
    shown = default or None
    return click.option(name, type=kind, envvar=variable, show_envvar=True, show_default=shown, help=description)


def _project_option(**further: Any) -> Callable[[Command], Command]:  # noqa: ANN401 - click's signature
    return click.option(
        "--project",
        type=click.Path(path_type=Path),
        envvar=variables.PROJECT,
        show_envvar=True,
        show_default="clippings.toml in the raw folder or beside it",
        help="Project file, or its folder.",
        **further,
    )


PROJECT = _project_option()


def settings(project: Path | None, **places: object) -> Settings:
    """Load the settings of the project, with the locations from options.

    Raises:
        CouldNotRunError: The project file, a variable or a location cannot be used.
    """
    from clippings.project import ProjectError, load

    try:
        return load(project, **{name: None if value is None else str(value) for name, value in places.items()})
    except ProjectError as error:
        raise CouldNotRunError(str(error)) from None


def location(place: str) -> Path | Address:
    """Return a location of the settings: a folder or an address."""
    return FOLDER_OR_ADDRESS.convert(place, None, None)


def folder(place: str) -> Path:
    """Return a location of the settings for a command that needs a folder; refuse an address."""
    return Path(str(FOLDER.convert(place, None, None)))


def refuse_other_package(settings: Settings) -> None:
    """Refuse the default location of the package if the package of another archive is there.

    Raises:
        CouldNotRunError: The package there has another name.
    """
    from clippings.publish.package_metadata import name_of

    raw = settings.paths.raw
    is_missing = "://" not in str(raw) and not Path(str(raw)).is_dir()  # the build says so
    there = None if settings.file or is_missing else name_of(Path(settings.paths.out))
    if there and there != settings.name:
        raise CouldNotRunError(
            f"{settings.paths.out} holds the package {there}, but these pages belong to another archive ({settings.name}). "
            "Choose a location with --out, or name the project with --project."
        )


def package_of(package: Path | None, project: Path | None) -> Path:
    """Return the folder of the package for a command: the named one, else the package of the project."""
    chosen = package or folder(settings(project).paths.out)
    return chosen.relative_to(Path.cwd()) if chosen.is_relative_to(Path.cwd()) else chosen


def _out(context: click.Context, _: click.Parameter, value: Path | None) -> Path:
    from clippings.publish import gate

    package = package_of(value, context.meta.get(_NAMED_PROJECT))
    if (package / gate.NAME).is_file():
        gate.findings(package)  # a package of another version is refused by name
    return package


def _remember(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    context.meta[_NAMED_PROJECT] = value


_NAMED_PROJECT = "clippings.project"


def OUT(command: Command) -> Command:  # noqa: N802 - used like the other options
    """Add the options of a command that reads a package; `out` is the named folder, or the project's package."""
    with_out = click.option(
        "--out",
        type=FOLDER,
        envvar=variables.OUT,
        show_envvar=True,
        show_default="dist of the project",
        help="Folder of the package.",
        callback=_out,
    )(command)
    return _project_option(callback=_remember, expose_value=False, is_eager=True)(with_out)
