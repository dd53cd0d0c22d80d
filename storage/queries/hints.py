"""Keeps SQLite from beginning with the wrong index: it has no statistics of our tables."""

from typing import Any, TypeVar

from sqlalchemy import func
from sqlalchemy.sql.functions import ReturnTypeFromArgs
from sqlmodel import col

T = TypeVar("T")


def unindexed(column: T) -> ReturnTypeFromArgs[Any]:
    """Return a column's value as no index has it, where another index finds far fewer rows."""
    return func.coalesce(col(column), col(column))
