"""The page of all settings, docs/project-file.md: its table is made from the settings themselves."""

import re
from pathlib import Path

from clippings.project import variables
from clippings.project.sections import SECTIONS, option, shown_default
from clippings.project.settings import is_scalar
from clippings.publish.markdown import markdown_table

PAGE = Path(__file__).parents[2] / "docs" / "project-file.md"


def page() -> str:
    """Return the expected text of the page."""
    rows = [
        (
            f"`{section}.{key}`",
            field.description or "",
            shown_default(field),
            f"`{option(field)}`" if option(field) else "",
            f"`{variables.variable(section, key)}`" if is_scalar(field.annotation) else "",
        )
        for section, model in SECTIONS.items()
        for key, field in model.model_fields.items()
    ]
    table = markdown_table(["Setting", "What it sets", "Default", "Option", "Variable"], rows)
    written = PAGE.read_text("utf-8")
    return re.sub(
        r"(<!-- settings: [^\n]*-->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{table}\n{m[2]}", written, flags=re.S
    )
