"""How a setting is declared: its value, one sentence that describes it, and the option and variable that set it too."""

from __future__ import annotations

from typing import Any

from pydantic import Field
from pydantic.fields import FieldInfo


def described(
    description: str,
    shown_default: str,
    *,
    option: str = "",
    default: Any = None,  # noqa: ANN401
    **rules: Any,  # noqa: ANN401
) -> Any:  # noqa: ANN401 - pydantic's own
    """A setting.

    Args:
        description: One sentence that says what it sets.
        shown_default: The default in words.
        option: The command-line option that sets it too.
        default: The value where nothing sets it; None is filled in later.
        rules: Constraints as pydantic takes them.
    """
    return Field(
        default, description=description, json_schema_extra={"default": shown_default, "option": option}, **rules
    )


def shown_default(field: FieldInfo) -> str:
    """The default of a setting in words."""
    return _extra(field, "default")


def option(field: FieldInfo) -> str:
    """The command-line option of a setting; empty where there is none."""
    return _extra(field, "option")


def _extra(field: FieldInfo, name: str) -> str:
    extra = field.json_schema_extra
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""
