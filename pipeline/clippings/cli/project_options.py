"""Options that commands share: the project and its locations. Each shows its environment variable in `--help`."""

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from clippings.cli.exit_status import CouldNotRunError
from clippings.common.addresses import S3, is_s3
from clippings.distribute.s3.address import Address, AddressError, parse
from clippings.project import variables


class LocationParam(click.ParamType):  # type: ignore[type-arg]  # it takes no argument in older versions
    """A folder, or an s3:// address if the command accepts one. A Path would lose one of the address's slashes."""

    name = "path"

    def __init__(self, *, takes_addresses: bool) -> None:
        self._takes_addresses = takes_addresses

    def convert(
        self, value: str | Path | Address, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | Address:
        """Return the typed path or address."""
        if isinstance(value, Address):
            return value
        if not is_s3(str(value)):
            return Path(value)
        if not self._takes_addresses:
            self.fail(
                f"{value} is an address, but this needs a folder. Only build, release and verify take addresses.",
                param,
                ctx,
            )
        try:
            return parse(str(value))
        except AddressError as error:
            self.fail(str(error), param, ctx)


FOLDER = LocationParam(takes_addresses=False)
FOLDER_OR_ADDRESS = LocationParam(takes_addresses=True)


if TYPE_CHECKING:
    from clippings.project.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def place(name: str, variable: str, description: str, *, default: str | None = None) -> Callable[[Command], Command]:
    """Return an option for a location: the option, else the variable, else the project file, else `default`.

    It takes addresses if its description names them.
    """
    kind = FOLDER_OR_ADDRESS if S3 in description else FOLDER
    return click.option(name, type=kind, envvar=variable, show_envvar=True, show_default=default, help=description)


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


def settings(project: Path | None, **places: object) -> "Settings":
    """Load the settings of the project, with the locations from options.

    Raises:
        CouldNotRunError: The project file, a variable or a location cannot be used.
    """
    from clippings.project import load

    return load(project, **{name: None if value is None else str(value) for name, value in places.items()})


def location(place: str) -> Path | Address:
    """Return a location of the settings: a folder or an address."""
    return FOLDER_OR_ADDRESS.convert(place, None, None)


def folder(place: str) -> Path:
    """Return a location of the settings for a command that needs a folder; refuse an address."""
    return Path(str(FOLDER.convert(place, None, None)))


def refuse_other_package(settings: "Settings") -> None:
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


def package(*, has_argument: bool = True, takes_addresses: bool = False) -> Callable[[Command], Command]:
    """Return the options by which every command finds its package: `--out`, else the package of `--project`.

    The command gets the location as `out`. If it has no other argument, the package can be its argument too.
    """
    kind = FOLDER_OR_ADDRESS if takes_addresses else FOLDER
    note = " The argument PACKAGE means the same." if has_argument else ""
    options = [
        _project_option(callback=_remembered, expose_value=False, is_eager=True),
        click.option(
            "--out", type=kind, envvar=variables.OUT, show_envvar=True, show_default="dist of the project",
            help=f"Folder of the package.{note}", callback=_located,
        ),
    ]  # fmt: skip
    if has_argument:
        further: dict[str, Any] = {"callback": _remembered, "expose_value": False, "is_eager": True}
        options.append(click.argument("package", type=kind, required=False, **further))
    return lambda command: reduce(lambda wrapped, option: option(wrapped), reversed(options), command)


def named_project() -> Path | None:
    """Return the project that `--project` names, for a command that reads a package."""
    return _meta(click.get_current_context()).get("project")


def _meta(context: click.Context) -> dict[str, Any]:
    return context.meta.setdefault("clippings.package", {})  # type: ignore[no-any-return]


def _remembered(context: click.Context, parameter: click.Parameter, value: object) -> None:
    _meta(context)[str(parameter.name)] = value


def _located(context: click.Context, parameter: click.Parameter, value: Path | Address | None) -> Path | Address:
    """Return the location of the package; one of another version is refused by name."""
    from clippings.publish import gate, package_layout

    argument = _meta(context).get("package")
    is_typed = context.get_parameter_source("out") == click.core.ParameterSource.COMMANDLINE
    if argument and is_typed and argument != value:
        raise click.UsageError(f"Two packages are named: {argument} and {value}. Name one.")
    folder = argument or value or parameter.type.convert(settings(named_project()).paths.out, parameter, context)
    if isinstance(folder, Address):
        return folder
    folder = folder.relative_to(Path.cwd()) if folder.is_relative_to(Path.cwd()) else folder
    if (folder / package_layout.DESCRIPTOR).is_file():
        gate.findings(folder)
    return Path(folder)
