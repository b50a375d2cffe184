"""Rows of every table as plain JSON and back, the same on SQLite and PostgreSQL."""

import base64
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, LargeBinary, Table, bindparam, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from corpus import tables
from corpus.database import Base

assert tables  # importing it registers every table

Row = dict[str, Any]
#: rows that are fetched or written at a time
AT_ONCE = 200
_NOTHING_IS_NULL = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


def every_table() -> dict[str, Table]:
    """All tables by name, each after the ones it points to."""
    return {table.name: table for table in Base.metadata.sorted_tables}


def stored(session: Session, table: Table) -> Iterator[Row]:
    """Every row of a table as JSON values, in order of its key; read piece by piece."""
    query = select(table).order_by(*table.primary_key.columns)
    for row in session.execute(query, execution_options={"yield_per": AT_ONCE}).mappings():
        yield {name: to_json(value) for name, value in row.items()}


def to_json(value: Any) -> Any:
    """A stored value as JSON: days and moments as ISO 8601 (moments in UTC), bytes as base64."""
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def from_json(column: Column[Any], value: Any) -> Any:
    """The stored value again. Raises ValueError or TypeError for what was not written by ``to_json``."""
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return base64.b64decode(value, validate=True) if isinstance(column.type, LargeBinary) else value


def put(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add rows of JSON values to a table; returns how many. All rows have the same columns.

    Raises KeyError for a column that the table does not have.
    """
    values = [{f"_{name}": from_json(table.columns[name], value) for name, value in row.items()} for row in rows]
    if values:
        names = [name.removeprefix("_") for name in values[0]]
        bound = {name: bindparam(f"_{name}", type_=_bound_type(table.columns[name])) for name in names}
        session.execute(insert(table).values(bound), values)
    return len(values)


def _bound_type(column: Column[Any]) -> Any:
    return _NOTHING_IS_NULL if isinstance(column.type, JSON) else column.type


def number_on(session: Session) -> None:
    """Let PostgreSQL number new rows after those that were put in with their own number; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in every_table().values():
        column = table.autoincrement_column
        if column is not None:
            highest = session.scalar(select(func.max(column)))
            sequence = session.scalar(
                text("SELECT pg_get_serial_sequence(:t, :c)"), {"t": table.name, "c": column.name}
            )
            if highest is not None and sequence is not None:
                session.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
