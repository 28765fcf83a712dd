"""Declaration of a setting: its default, a description in one sentence, and its command-line option."""

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
