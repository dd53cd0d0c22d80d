"""Absences: who is out of a session or on dates, and who covers."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_
from sqlalchemy import select as core_select
from sqlmodel import col, select

from storage import tables
from storage.queries.group import Group


class Mark(NamedTuple):
    """That somebody is out of a session, and who was asked to cover: it stays as it was read."""

    absence_id: str
    session_id: str
    person_id: str
    said_by: str
    cover_id: str | None
    answer: str | None


class Away(NamedTuple):
    """Dates on which somebody is out, both included; minutes where it is a part of each."""

    person_id: str
    first: date
    last: date
    start: int | None
    end: int | None

    def covers(self, on: date, span: tuple[int, int]) -> bool:
        """Tell whether a stretch of a date (minutes) falls into it, at least in part."""
        part = (self.start or 0, self.end or _DAY_END)
        return self.first <= on <= self.last and span[0] < part[1] and part[0] < span[1]


_DAY_END = 24 * 60
_ABSENCE = tables.Absence
# Whatever shows a session asks who is out of it: built once.
_OF_SESSIONS = (
    core_select(
        col(_ABSENCE.id),
        col(_ABSENCE.session_id),
        col(_ABSENCE.person_id),
        col(_ABSENCE.said_by),
        col(_ABSENCE.cover_id),
        col(_ABSENCE.cover_answer),
    )
    .where(
        col(_ABSENCE.workspace_id) == bindparam("workspace"),
        col(_ABSENCE.session_id).in_(bindparam("ids", expanding=True)),
        col(_ABSENCE.ended_at).is_(None),
    )
    .order_by(col(_ABSENCE.at), col(_ABSENCE.id))
)
_OF_PEOPLE = (
    core_select(
        col(_ABSENCE.person_id),
        col(_ABSENCE.first_date),
        col(_ABSENCE.last_date),
        col(_ABSENCE.start_minute),
        col(_ABSENCE.end_minute),
    )
    .where(
        col(_ABSENCE.workspace_id) == bindparam("workspace"),
        col(_ABSENCE.person_id).in_(bindparam("people", expanding=True)),
        col(_ABSENCE.last_date) >= bindparam("first"),
        col(_ABSENCE.first_date) <= bindparam("last"),
        col(_ABSENCE.ended_at).is_(None),
    )
    .order_by(col(_ABSENCE.first_date))
)
# In the order of `session_id`, SQLite would read that index from end to end.
_COVERED = (
    core_select(col(_ABSENCE.session_id))
    .where(
        col(_ABSENCE.workspace_id) == bindparam("workspace"),
        col(_ABSENCE.cover_id) == bindparam("person"),
        col(_ABSENCE.ended_at).is_(None),
        or_(col(_ABSENCE.cover_answer).is_(None), col(_ABSENCE.cover_answer) == "in"),
    )
    .order_by(col(_ABSENCE.at))
)
_OUT_OF = (
    core_select(col(_ABSENCE.session_id))
    .join(
        tables.Session,
        (col(tables.Session.workspace_id) == col(_ABSENCE.workspace_id))
        & (col(tables.Session.id) == col(_ABSENCE.session_id)),
    )
    .where(
        col(_ABSENCE.workspace_id) == bindparam("workspace"),
        col(_ABSENCE.person_id) == bindparam("person"),
        col(_ABSENCE.ended_at).is_(None),
        col(tables.Session.ends_at) > bindparam("at"),
    )
    .order_by(col(_ABSENCE.at))
)


class Absences(Group):
    """Absences that were not taken back, by session, person or who covers."""

    def get(self, absence_id: str) -> tables.Absence | None:
        """Return an absence, taken back or not."""
        return self._one(tables.Absence, id=absence_id)

    def marks(self, session_ids: Collection[str]) -> dict[str, tuple[Mark, ...]]:
        """Return who is out of these sessions, by session; only sessions of which somebody is."""
        if not session_ids:
            return {}
        keys = {"workspace": self.workspace_id, "ids": sorted(session_ids)}
        found: dict[str, tuple[Mark, ...]] = {}
        for row in self.session.execute(_OF_SESSIONS, keys):
            found[row[1]] = (*found.get(row[1], ()), Mark._make(row))
        return found

    def away(self, people: Collection[str], first: date, last: date) -> list[Away]:
        """Return on which dates between two of them these people are out."""
        keys = {
            "workspace": self.workspace_id,
            "people": sorted(people),
            "first": first,
            "last": last,
        }
        return [Away._make(row) for row in self.session.execute(_OF_PEOPLE, keys)]

    def covered(self, person_id: str) -> Sequence[str]:
        """Return the sessions that somebody covers, or is asked to."""
        keys = {"workspace": self.workspace_id, "person": person_id}
        return self.session.execute(_COVERED, keys).scalars().all()

    def out_of(self, person_id: str, at: datetime) -> frozenset[str]:
        """Return the sessions, not over at an instant, that somebody is out of."""
        keys = {"workspace": self.workspace_id, "person": person_id, "at": at}
        return frozenset(self.session.execute(_OUT_OF, keys).scalars())

    def of_ids(self, ids: Collection[str]) -> Sequence[tables.Absence]:
        """Return absences by their ids, in order, taken back or not."""
        found = select(tables.Absence).where(
            tables.Absence.workspace_id == self.workspace_id, col(tables.Absence.id).in_(ids)
        )
        return self.session.exec(found.order_by(col(tables.Absence.id))).all()

    def said_with(self, row: tables.Absence) -> Sequence[tables.Absence]:
        """Return what was said of a person in one breath with an absence, and still holds."""
        found = select(tables.Absence).where(
            tables.Absence.workspace_id == self.workspace_id,
            tables.Absence.person_id == row.person_id,
            tables.Absence.said_by == row.said_by,
            tables.Absence.at == row.at,
            col(tables.Absence.ended_at).is_(None),
        )
        return self.session.exec(found.order_by(col(tables.Absence.id))).all()

    def on_dates(self, person_id: str, first: date, last: date) -> Sequence[tables.Absence]:
        """Return a person's absences of whole dates, or parts of them, between two dates."""
        found = select(tables.Absence).where(
            tables.Absence.workspace_id == self.workspace_id,
            tables.Absence.person_id == person_id,
            col(tables.Absence.last_date) >= first,
            col(tables.Absence.first_date) <= last,
            col(tables.Absence.ended_at).is_(None),
        )
        return self.session.exec(found.order_by(col(tables.Absence.first_date))).all()

    def next_covered(self, person_id: str, at: datetime) -> tables.Session | None:
        """Return the next session, not over at an instant, that somebody said to cover."""
        found = (
            select(tables.Session)
            .join(
                tables.Absence,
                (col(tables.Absence.workspace_id) == col(tables.Session.workspace_id))
                & (col(tables.Absence.session_id) == col(tables.Session.id)),
            )
            .where(
                tables.Session.workspace_id == self.workspace_id,
                tables.Absence.workspace_id == self.workspace_id,
                tables.Absence.cover_id == person_id,
                tables.Absence.cover_answer == "in",
                col(tables.Absence.ended_at).is_(None),
                col(tables.Session.ends_at) > at,
                tables.Session.status == "planned",
                col(tables.Session.obstacle).is_(None),
            )
            .order_by(col(tables.Session.starts_at))
            .limit(1)
        )
        return self.session.exec(found).first()
