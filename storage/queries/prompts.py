"""Prompts and the people whom they notify."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Update, and_, bindparam
from sqlalchemy import select as select_columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert
from sqlmodel import col, func, or_, select

from storage import tables
from storage.queries import subjects, upsert
from storage.queries.group import Group
from storage.queries.hints import unindexed
from storage.tables.base import metadata

_ONE = ("workspace_id", "kind", "subject", "conversation_id", "revision")
_PLANNED = ("due_at", "worthless_at", "urgency", "why")

_OF_PERSON = {"ask": "day", "change": "change", "digest": "week", "review": "review"}
"""How the subject of each kind begins that is about one person and a date."""

_prompt = metadata.tables["prompt"]

# Saving a plan plans more than a hundred prompts: these statements are built once.


@lru_cache(maxsize=2)
def _put(dialect: str) -> ReturningInsert[str]:
    return _put_quietly(dialect).returning(_prompt.c.id)


@lru_cache(maxsize=2)
def _put_quietly(dialect: str) -> postgresql.Insert | sqlite.Insert:
    insert = postgresql.insert(_prompt) if dialect == "postgresql" else sqlite.insert(_prompt)
    return insert.on_conflict_do_update(
        index_elements=_ONE,
        set_={name: insert.excluded[name] for name in _PLANNED},
        where=_prompt.c.state == "planned",
    )


@lru_cache(maxsize=16)
def _cancel(given: frozenset[str]) -> Update:
    """Return the statement with those of its four conditions that are given."""
    narrower = {
        "kind_": _prompt.c.kind == bindparam("kind_"),
        "but": _prompt.c.revision != bindparam("but"),
        "but_in": _prompt.c.conversation_id != bindparam("but_in"),
        "due_after": _prompt.c.due_at > bindparam("due_after"),
    }
    return (
        _prompt.update()
        .where(
            _prompt.c.workspace_id == bindparam("workspace"),
            _prompt.c.subject == bindparam("subject_"),
            # By its subject: by its state, SQLite would look at all that is planned.
            unindexed(_prompt.c.state) == "planned",
            *(narrower[name] for name in sorted(given)),
        )
        .values(state="cancelled", why=bindparam("why"), settled_at=bindparam("settled_at"))
    )


_SENT_AT = select_columns(func.coalesce(_prompt.c.settled_at, _prompt.c.due_at)).where(
    _prompt.c.workspace_id == bindparam("workspace"),
    _prompt.c.kind == bindparam("kind_"),
    _prompt.c.subject == bindparam("subject_"),
    _prompt.c.id != bindparam("but"),
    _prompt.c.state == "sent",
)


class Outline(NamedTuple):
    """A prompt in short."""

    subject: str
    revision: int
    state: str


class Prompts(Group):
    """Prompts, by id or subject, and the budget's ledger."""

    def get(self, prompt_id: str) -> tables.Prompt | None:
        """Return a prompt."""
        return self._one(tables.Prompt, id=prompt_id)

    def uncertain_since(self, since: datetime) -> Sequence[tables.Prompt]:
        """Return the prompts that fell due since an instant, may stand or not, and nobody settled.

        The newest first.
        """
        found = select(tables.Prompt).where(
            tables.Prompt.workspace_id == self.workspace_id,
            tables.Prompt.state == "uncertain",
            tables.Prompt.due_at >= since,
            col(tables.Prompt.told_at).is_(None),
        )
        order = (col(tables.Prompt.due_at).desc(), col(tables.Prompt.id))
        return self.session.exec(found.order_by(*order)).all()

    def put(self, row: tables.Prompt) -> bool:
        """Insert a planned prompt, or set when the same one is due while it is still planned.

        False where the same one has ended, or is on its way: nothing was changed.
        """
        self.session.flush()
        connection = self.session.connection()
        # PostgreSQL's driver counts no rows of an INSERT: the row itself tells that it was put.
        done = connection.execute(_put(connection.dialect.name), row.model_dump())
        return done.first() is not None

    def put_all(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Do what `put` does with many rows in one step, without telling what came of each."""
        self.session.flush()
        connection = self.session.connection()
        connection.execute(_put_quietly(connection.dialect.name), list(rows))

    def cancel_others(self, rows: Sequence[Mapping[str, Any]], *, at: datetime, why: str) -> None:
        """Cancel what is planned about the subjects of rows in other revisions than theirs."""
        keys = [
            {
                "workspace": self.workspace_id,
                "subject_": row["subject"],
                "kind_": row["kind"],
                "but": row["revision"],
                "why": why,
                "settled_at": at,
            }
            for row in rows
        ]
        self.session.connection().execute(_cancel(frozenset({"kind_", "but"})), keys)

    def outlines(self, kind: str, subjects: Collection[str]) -> dict[str, list[Outline]]:
        """Return the prompts of a kind about subjects in short, by subject."""
        columns = [getattr(tables.Prompt, name) for name in Outline._fields]
        asked = select_columns(*columns).where(
            col(tables.Prompt.workspace_id) == self.workspace_id,
            col(tables.Prompt.kind) == kind,
            col(tables.Prompt.subject).in_(list(subjects)),
        )
        found: dict[str, list[Outline]] = {}
        for row in self.session.execute(asked):
            found.setdefault(row[0], []).append(Outline._make(row))
        return found

    def cancel(
        self,
        subject: str,
        *,
        at: datetime,
        why: str,
        kind: str | None = None,
        but: int | None = None,
        but_in: str | None = None,
        due_after: datetime | None = None,
    ) -> int:
        """Cancel what is planned about a subject and return how many prompts that were.

        All `but` one revision, or all `but_in` one conversation, or what is `due_after` an instant.
        """
        self.session.flush()
        wanted = {"kind_": kind, "but": but, "but_in": but_in, "due_after": due_after}
        given = {name: value for name, value in wanted.items() if value is not None}
        key = {"workspace": self.workspace_id, "subject_": subject}
        done = self.session.connection().execute(
            _cancel(frozenset(given)), {**key, **given, "why": why, "settled_at": at}
        )
        return done.rowcount

    def sent_at(self, kind: str, subject: str, *, but: str = "") -> Sequence[datetime]:
        """Return when prompts of a kind about a subject were posted, all `but` one prompt."""
        key = {"workspace": self.workspace_id, "kind_": kind, "subject_": subject, "but": but}
        found = self.session.connection().execute(_SENT_AT, key)
        return [row[0] for row in found]

    def on_its_way(self, place: str) -> tables.Prompt | None:
        """Return the prompt that somebody holds for a conversation (its Slack id): one at most."""
        found = (
            select(tables.Prompt)
            .join(
                tables.Conversation,
                and_(
                    col(tables.Conversation.workspace_id) == col(tables.Prompt.workspace_id),
                    col(tables.Conversation.id) == col(tables.Prompt.conversation_id),
                ),
            )
            .where(
                tables.Prompt.workspace_id == self.workspace_id,
                tables.Conversation.workspace_id == self.workspace_id,
                tables.Conversation.slack_id == place,
                tables.Prompt.state == "claimed",
            )
        )
        return self.session.exec(found.execution_options(populate_existing=True)).first()

    def last_settled(self, conversation_id: str, *, but: str) -> tables.Prompt | None:
        """Return what was last posted in a conversation or kept back there, all `but` one."""
        found = (
            select(tables.Prompt)
            .where(
                tables.Prompt.workspace_id == self.workspace_id,
                tables.Prompt.conversation_id == conversation_id,
                tables.Prompt.id != but,
                col(tables.Prompt.state).in_(("sent", "expired")),
                col(tables.Prompt.settled_at).is_not(None),
            )
            .order_by(col(tables.Prompt.settled_at).desc())
            .limit(1)
        )
        return self.session.exec(found).first()

    def newest(self, kind: str, subject: str, conversation_id: str) -> tables.Prompt | None:
        """Return the prompt of the highest revision, in whatever state."""
        found = (
            select(tables.Prompt)
            .where(
                tables.Prompt.workspace_id == self.workspace_id,
                tables.Prompt.kind == kind,
                tables.Prompt.subject == subject,
                tables.Prompt.conversation_id == conversation_id,
            )
            .order_by(col(tables.Prompt.revision).desc())
            .limit(1)
        )
        return self.session.exec(found.execution_options(populate_existing=True)).first()

    def of_subject(self, subject: str, kind: str | None = None) -> Sequence[tables.Prompt]:
        """Return the prompts about a subject, in whatever state, in the order they fall due."""
        found = select(tables.Prompt).where(
            tables.Prompt.workspace_id == self.workspace_id, tables.Prompt.subject == subject
        )
        if kind is not None:
            found = found.where(tables.Prompt.kind == kind)
        fresh = found.execution_options(populate_existing=True)
        return self.session.exec(fresh.order_by(col(tables.Prompt.due_at))).all()

    def planned_of(self, kind: str, person_id: str) -> Sequence[tables.Prompt]:
        """Return the ask cards, digests or changed days that are planned for a person, in order."""
        found = select(tables.Prompt).where(
            self._of_person(kind, person_id), tables.Prompt.state == "planned"
        )
        fresh = found.execution_options(populate_existing=True)
        return self.session.exec(fresh.order_by(col(tables.Prompt.due_at))).all()

    def is_coming(self, kind: str, person_id: str) -> bool:
        """Tell whether a person's next ask card or digest is planned or on its way."""
        found = select(tables.Prompt.id).where(
            self._of_person(kind, person_id),
            col(tables.Prompt.state).in_(("planned", "claimed")),
        )
        return self.session.exec(found.limit(1)).first() is not None

    def _of_person(self, kind: str, person_id: str) -> ColumnElement[bool]:
        """Return the condition that a prompt of a kind is a person's own, by index."""
        return and_(
            col(tables.Prompt.workspace_id) == self.workspace_id,
            col(tables.Prompt.kind) == kind,
            subjects.within(col(tables.Prompt.subject), f"{_OF_PERSON[kind]}:{person_id}:"),
        )

    def due_between(
        self, states: Collection[str], first: datetime, last: datetime
    ) -> Sequence[tables.Prompt]:
        """Return the prompts in some states that were due between two instants, in order."""
        found = select(tables.Prompt).where(
            tables.Prompt.workspace_id == self.workspace_id,
            col(tables.Prompt.state).in_(states),
            tables.Prompt.due_at >= first,
            tables.Prompt.due_at < last,
        )
        return self.session.exec(found.order_by(col(tables.Prompt.due_at))).all()

    def held(self, person_id: str, at: datetime) -> Sequence[tables.Prompt]:
        """Return the messages about changed days that a person will get after an instant."""
        return [one for one in self.planned_of("change", person_id) if one.due_at > at]

    def is_settled(self, subject: str) -> bool:
        """Tell whether a prompt about a subject was posted, or came to an end but a withdrawal."""
        found = select(tables.Prompt.id).where(
            tables.Prompt.workspace_id == self.workspace_id,
            tables.Prompt.subject == subject,
            col(tables.Prompt.state).not_in(("planned", "cancelled")),
        )
        return self.session.exec(found.limit(1)).first() is not None

    def ask_days(self, person_id: str) -> frozenset[date]:
        """Return the dates whose ask card was posted, is on its way, or will not be posted."""
        found = select(tables.Prompt.subject).where(
            self._of_person("ask", person_id),
            col(tables.Prompt.state).not_in(("planned", "cancelled")),
        )
        days = (subject.rpartition(":")[2] for subject in self.session.exec(found))
        return frozenset(map(date.fromisoformat, days))

    def days_asked_since(self, person_id: str, since: datetime) -> Sequence[date]:
        """Return the dates of the ask cards that a person got after an instant."""
        found = select(tables.Prompt.subject).where(
            self._of_person("ask", person_id),
            tables.Prompt.state == "sent",
            col(tables.Prompt.settled_at) > since,
        )
        days = (subject.rpartition(":")[2] for subject in self.session.exec(found))
        return sorted(map(date.fromisoformat, days))

    def was_asked_for(self, why: str, person_id: str, since: date) -> bool:
        """Tell whether a person got an ask card for a reason on a date or later."""
        found = select(tables.Prompt.subject).where(
            self._of_person("ask", person_id),
            tables.Prompt.state == "sent",
            tables.Prompt.why == why,
        )
        days = (subject.rpartition(":")[2] for subject in self.session.exec(found))
        return any(date.fromisoformat(day) >= since for day in days)

    def last_sent_ask(self, person_id: str) -> tables.Prompt | None:
        """Return the last ask card that a person got."""
        found = (
            select(tables.Prompt)
            .join(tables.PromptPerson, _notified_by())
            .where(
                tables.PromptPerson.workspace_id == self.workspace_id,
                tables.PromptPerson.person_id == person_id,
                tables.Prompt.kind == "ask",
                tables.Prompt.state == "sent",
            )
            .order_by(col(tables.PromptPerson.school_day).desc())
            .limit(1)
        )
        return self.session.exec(found).first()

    def untold(self, provider_id: str, told_since: datetime) -> Sequence[tables.Prompt]:
        """Return the expired prompts of a provider's plans that were not told before an instant.

        And those of any person's own changed days.
        """
        # Not joined: by index to the provider's plans, and from these to their sessions.
        plan_ids = select(tables.Plan.id).where(
            tables.Plan.workspace_id == self.workspace_id,
            tables.Plan.provider_id == provider_id,
        )
        of_sessions = select("session:" + col(tables.Session.id)).where(
            tables.Session.workspace_id == self.workspace_id,
            col(tables.Session.plan_id).in_(plan_ids),
        )
        of_plans = select("plan:" + col(tables.Plan.id)).where(
            tables.Plan.workspace_id == self.workspace_id,
            tables.Plan.provider_id == provider_id,
        )
        of_pairs = select("pair:" + col(tables.TouchBase.id)).where(
            tables.TouchBase.workspace_id == self.workspace_id,
            tables.TouchBase.provider_id == provider_id,
        )
        told = col(tables.Prompt.told_at)
        found = select(tables.Prompt).where(
            tables.Prompt.workspace_id == self.workspace_id,
            tables.Prompt.state == "expired",
            or_(told.is_(None), told >= told_since),
            or_(
                col(tables.Prompt.subject).in_(of_plans),
                col(tables.Prompt.subject).in_(of_sessions),
                col(tables.Prompt.subject).in_(of_pairs),
                subjects.within(col(tables.Prompt.subject), f"change:{provider_id}:"),
            ),
        )
        return self.session.exec(found.order_by(col(tables.Prompt.due_at))).all()

    def notify(self, prompt_id: str, person_id: str, school_day: date) -> None:
        """Write a person into the ledger of a school day, once for each prompt."""
        row = tables.PromptPerson(
            workspace_id=self.workspace_id,
            prompt_id=prompt_id,
            person_id=person_id,
            school_day=school_day,
        )
        statement = upsert.insert(self.session, tables.PromptPerson, row)
        self.session.exec(
            statement.on_conflict_do_update(
                index_elements=("workspace_id", "prompt_id", "person_id"),
                set_={"school_day": school_day},
            )
        )

    def notified(self, person_id: str, school_day: date, *, but: str = "") -> int:
        """Return how many prompts notify a person on a school day, all `but` one prompt.

        One that is on its way (claimed) or may have arrived (uncertain) counts as well; the
        message that this very day has changed does not.
        """
        found = (
            select(func.count())
            .select_from(tables.PromptPerson)
            .join(tables.Prompt, _notified_by())
            .where(
                tables.PromptPerson.workspace_id == self.workspace_id,
                tables.PromptPerson.person_id == person_id,
                tables.PromptPerson.school_day == school_day,
                tables.Prompt.id != but,
                tables.Prompt.subject != f"change:{person_id}:{school_day.isoformat()}",
                col(tables.Prompt.state).in_(("sent", "claimed", "uncertain")),
            )
        )
        return self.session.exec(found).one()


def _notified_by() -> ColumnElement[bool]:
    return (col(tables.Prompt.workspace_id) == col(tables.PromptPerson.workspace_id)) & (
        col(tables.Prompt.id) == col(tables.PromptPerson.prompt_id)
    )
