"""Frames follow their schema; a column that nothing fills is an error that says where to fill it."""

from pathlib import Path

import polars as pl
import pytest

from clippings.enrich.credits import choose
from clippings.schema import TABLES
from clippings.schema.articles import CREDITS
from clippings.schema.frames import ColumnError, cast_to_schema, frame_from_rows, schema_of, sort_by_primary_key


@pytest.mark.parametrize("name", TABLES)
def test_a_column_that_a_frame_lacks_is_named(name: str) -> None:
    table = TABLES[name]
    whole = pl.DataFrame(schema=schema_of(table))
    assert cast_to_schema(table, whole).columns == list(table.columns())
    for column in table.columns():
        with pytest.raises(ColumnError, match=rf"{table.__name__} has no value for `{column}`"):
            cast_to_schema(table, whole.drop(column))


def test_a_row_may_leave_out_what_may_be_null_only() -> None:
    rows = [{"article_id": "0" * 16, "reason": "asked for", "is_listed": True}]
    assert frame_from_rows(TABLES["withdrawals"], rows).rows() == [("0" * 16, "asked for", None, True)]
    with pytest.raises(ColumnError, match="`reason`"):
        frame_from_rows(TABLES["withdrawals"], [{"article_id": "0" * 16, "is_listed": True}])


def test_rows_are_sorted_by_their_key_and_other_columns_dropped() -> None:
    row = {"reason": "asked for", "withdrawn_on": None, "is_listed": False, "extra": 1}
    frame = pl.DataFrame([{"article_id": "2" * 16, **row}, {"article_id": "1" * 16, **row}])
    result = sort_by_primary_key(TABLES["withdrawals"], frame)
    assert result["article_id"].to_list() == ["1" * 16, "2" * 16]
    assert "extra" not in result.columns


@pytest.mark.parametrize("column", CREDITS)
def test_a_rule_fills_every_credit_column_of_articles(column: str) -> None:
    rules = "".join(path.read_text("utf-8") for path in Path(choose.__file__).parent.glob("*.py"))
    assert f'"{column}"' in rules, (
        f"No rule fills articles.{column}. Yield a CreditValue of that field in enrich/credits (docs/add-a-column.md)."
    )
