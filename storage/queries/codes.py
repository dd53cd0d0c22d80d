"""Where a student's code stands, and how another word takes its place everywhere."""

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Text, cast, func, select, update

from storage.queries.group import Group
from storage.tables.base import metadata

_AS_CODE = ("planstudent", "logstudent", "makeup", "mandate")
"""Tables with a column of its own for a code."""
_IN_JSON = (
    ("draft", "content"),
    ("proposal", "content"),
    ("undo", "before"),
    ("undo", "after"),
)
_IN_WORDS = (
    ("log", "note"),
    ("expectation", "text"),
    ("session", "doing"),
    ("role", "part"),
    ("agreement", "activity"),
    ("agreement", "materials"),
    ("agreement", "fallback"),
    ("touchbase", "worked"),
    ("touchbase", "change"),
    ("touchbase", "try_next"),
    ("review", "words"),
)
"""Words that people wrote: a code may stand there though it was asked not to."""


class Codes(Group):
    """A student's code in all tables of the workspace."""

    def is_known(self, code: str) -> bool:
        """Tell whether a code has, or had, a plan, a logged session or a mandate here."""
        return any(self._count(table, code) for table in _AS_CODE)

    def running_plans(self, code: str) -> Sequence[str]:
        """Return the ids of the active plans that have this code now or later."""
        of_plan, plan = metadata.tables["planstudent"], metadata.tables["plan"]
        found = (
            select(plan.c.id)
            .join(
                of_plan,
                (of_plan.c.workspace_id == plan.c.workspace_id) & (of_plan.c.plan_id == plan.c.id),
            )
            .where(
                plan.c.workspace_id == self.workspace_id,
                of_plan.c.code == code,
                of_plan.c.until_date.is_(None),
                plan.c.state == "active",
            )
        )
        return self.session.execute(found).scalars().all()

    def replace(self, code: str, other: str) -> dict[str, int]:
        """Put another word in a code's place everywhere; return how many rows had it, by table."""
        done: dict[str, int] = {}
        for table in _AS_CODE:
            done[table] = self._replace_column(table, code, other)
        as_word = _Word(code, other)
        for table, column in _IN_JSON + _IN_WORDS:
            done[table] = done.get(table, 0) + self._replace_inside(table, column, as_word)
        return {table: count for table, count in done.items() if count}

    def _count(self, table: str, code: str) -> int:
        rows = metadata.tables[table]
        found = (
            select(func.count())
            .select_from(rows)
            .where(rows.c.workspace_id == self.workspace_id, rows.c.code == code)
        )
        return int(self.session.execute(found).scalar_one())

    def _replace_column(self, table: str, code: str, other: str) -> int:
        rows = metadata.tables[table]
        mine = (rows.c.workspace_id == self.workspace_id) & (rows.c.code == code)
        count = self._count(table, code)
        self.session.execute(update(rows).where(mine).values(code=other))
        return count

    def _replace_inside(self, table: str, column: str, as_word: "_Word") -> int:
        rows = metadata.tables[table]
        where = func.upper(cast(rows.c[column], Text)).like(f"%{as_word.code}%")
        keys = [rows.c[name] for name in rows.primary_key.columns.keys()]  # noqa: SIM118  no dict
        found = select(*keys, rows.c[column]).where(rows.c.workspace_id == self.workspace_id, where)
        count = 0
        for *key, value in self.session.execute(found).all():
            mended = as_word.replaced(value)
            if mended != value:
                count += 1
                own = [one == part for one, part in zip(keys, key, strict=True)]
                changed = update(rows).where(rows.c.workspace_id == self.workspace_id, *own)
                self.session.execute(changed.values({column: mended}))
        return count


class _Word:
    """A code as a word of its own, in any letter case, in text or inside JSON."""

    def __init__(self, code: str, other: str) -> None:
        self.code = code
        self._other = other
        self._word = re.compile(rf"(?<![\w-]){re.escape(code)}(?![\w-])", re.IGNORECASE)

    def replaced(self, value: Any) -> Any:  # noqa: ANN401  JSON
        if isinstance(value, str):
            return self._word.sub(self._other, value)
        if isinstance(value, list):
            return [self.replaced(one) for one in value]
        if isinstance(value, dict):
            return {self.replaced(key): self.replaced(one) for key, one in value.items()}
        return value
