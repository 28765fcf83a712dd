"""Tables between the stages have classes: a table without one, a missing column or a wrong type is an error that says what to do."""

import dataframely as dy
import polars as pl
import pytest

from clippings.flow import checks, stages, step
from clippings.schema.frames import ColumnError, schema_of
from clippings.schema.working import WORKING, UnknownTableError, checked, table_class

OF_ANY_TABLE = "rows"
"""What the check of the schema rules calls the table that its argument names."""

PIECES = "pieces"
"""Files, not rows."""


def declared_tables() -> set[str]:
    """Every table that a stage, a step or a check reads or writes."""
    assert checks
    of_stages = {name for stage in stages.STAGES for name in (*stage.reads, *stage.writes)}
    ours = [declared for function, declared in step._DECLARED.items() if function.__module__.startswith("clippings.")]
    of_steps = {name for declared in ours for name in (*declared.reads, *declared.writes)}
    return (of_stages | of_steps) - {OF_ANY_TABLE, PIECES}


def test_every_table_of_the_flow_has_a_class_and_every_class_a_table() -> None:
    names = declared_tables()
    assert all(issubclass(table_class(name), dy.Schema) for name in names)
    assert set(WORKING) <= names
    with pytest.raises(UnknownTableError, match=r"`photographs` has no schema class. Write one in schema/working"):
        table_class("photographs")


@pytest.mark.parametrize("name", WORKING)
def test_a_column_that_a_working_table_lacks_is_named(name: str) -> None:
    whole = pl.DataFrame(schema=schema_of(table_class(name)))
    assert checked(name, whole) is whole
    for column in whole.columns:
        with pytest.raises(ColumnError, match=rf"{table_class(name).__name__} has no value for `{column}`"):
            checked(name, whole.drop(column))


def test_a_column_of_another_type_or_without_a_definition_is_named() -> None:
    whole = pl.DataFrame(schema=schema_of(table_class("withheld")))
    with pytest.raises(ColumnError, match=r"`line_no` of WithheldLines is String, and Int64 in the class"):
        checked("withheld", whole.cast({"line_no": pl.String}))
    with pytest.raises(ColumnError, match=r"WithheldLines has no column `colour` of type Int32"):
        checked("withheld", whole.with_columns(colour=pl.lit(1)))


def test_a_column_of_articles_reaches_them_without_a_line_in_the_classes_of_posts() -> None:
    posts = pl.DataFrame(schema=schema_of(table_class("cut_posts"))).with_columns(contributor=pl.lit(None, pl.String))
    assert "contributor" in checked("cut_posts", posts).columns
