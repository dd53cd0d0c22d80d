"""Posted things that are kept true."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, bindparam, func, literal_column, or_
from sqlmodel import col, delete, select, update

from storage import tables
from storage.queries import subjects, upsert
from storage.queries.group import Group
from storage.tables.base import metadata

LIVE = ("plan_card", "checklist", "list", "ask", "touch_base", "change", "home")
"""Kinds that follow their subject (a `list` is a checklist in a modal).

Those that end in `_closed` stand as they are.
"""


def _about(kind: str) -> ColumnElement[str]:
    """Return the id in a subject: few cards are open, and what they are about is sought by key."""
    return func.substr(col(tables.MessageRef.subject), len(kind) + 2)


def _open(kind: str) -> ColumnElement[bool]:
    # A word of the text itself: a plan made for any parameter cannot use the index of one kind.
    return col(tables.MessageRef.kind) == literal_column(f"'{kind}'")


_ref = metadata.tables["messageref"]
_RAISE = (
    _ref.update()
    .where(
        _ref.c.workspace_id == bindparam("workspace"),
        or_(*(_ref.c.kind == kind for kind in LIVE)),  # an IN cannot be run for many at once
    )
    .values(wanted_revision=_ref.c.wanted_revision + 1)
)
# Made once: to put a statement together and look it up takes longer than the database with it.
_RAISE_NAMED = _RAISE.where(_ref.c.subject.in_(bindparam("named", expanding=True)))
_RAISE_WITHIN = _RAISE.where(
    _ref.c.subject > bindparam("prefix"),
    _ref.c.subject < bindparam("last"),
    func.substr(_ref.c.subject, 1, func.length(bindparam("prefix"))) == bindparam("prefix"),
)


class Messages(Group):
    """References to posted messages, opened Homes and open modals."""

    def get(self, ref_id: str) -> tables.MessageRef | None:
        """Return a reference."""
        return self._one(tables.MessageRef, id=ref_id)

    def at_place(self, place: str, message_ts: str = "") -> tables.MessageRef | None:
        """Return what stands at a place (a conversation's Slack id, `home:USER` or `view:ID`)."""
        found = select(tables.MessageRef).where(
            tables.MessageRef.workspace_id == self.workspace_id,
            tables.MessageRef.place == place,
            tables.MessageRef.message_ts == message_ts,
        )
        return self.session.exec(found).first()

    def of_subject(self, subject: str) -> Sequence[tables.MessageRef]:
        """Return what was posted about a subject and still stands."""
        found = select(tables.MessageRef).where(
            tables.MessageRef.workspace_id == self.workspace_id,
            tables.MessageRef.subject == subject,
            col(tables.MessageRef.gone).is_(False),
        )
        return self.session.exec(found.order_by(col(tables.MessageRef.id))).all()

    def put(self, row: tables.MessageRef) -> int:
        """Keep a reference from now on, the one at its place if there is one.

        Returns the revision that is wanted of it.
        """
        self.session.flush()
        statement = upsert.insert(self.session, tables.MessageRef, row).on_conflict_do_update(
            index_elements=["workspace_id", "place", "message_ts"],
            set_={"subject": row.subject, "person_id": row.person_id, "gone": False},
        )
        wanted = self.session.exec(statement.returning(col(tables.MessageRef.wanted_revision)))
        return int(wanted.scalar_one())

    def leave_views(self, person_id: str) -> None:
        """Forget what a person opened before: one modal of ours is open at a time."""
        self.session.flush()
        opened = delete(tables.MessageRef).where(
            col(tables.MessageRef.workspace_id) == self.workspace_id,
            col(tables.MessageRef.kind) == "list",
            col(tables.MessageRef.person_id) == person_id,
        )
        self.session.exec(opened)

    def raise_wanted(self, exact: Collection[str], prefixes: Collection[str]) -> int:
        """Raise the wanted revision of all live copies of subjects; return how many there are."""
        self.session.flush()
        connection = self.session.connection()
        here = {"workspace": self.workspace_id}
        starts = tuple(prefixes)
        raised = 0
        if named := [one for one in exact if not one.startswith(starts)]:
            raised += connection.execute(_RAISE_NAMED, {**here, "named": named}).rowcount
        if starts:
            keys = [{**here, "prefix": one, "last": one + subjects.LAST} for one in starts]
            raised += connection.execute(_RAISE_WITHIN, keys).rowcount
        if raised:
            self._read_anew("wanted_revision")
        return raised

    def close_asks(self, person_id: str, *, but: str) -> int:
        """Show a person's older ask cards a last time, as replaced, all `but` one reference."""
        return self._close(
            "ask",
            col(tables.MessageRef.id) != but,
            subjects.within(col(tables.MessageRef.subject), f"day:{person_id}:"),
        )

    def close_changes(self, subject: str, *, but: str) -> int:
        """Show the older messages about a changed day a last time, all `but` one reference."""
        older = col(tables.MessageRef.id) != but
        return self._close("change", older, col(tables.MessageRef.subject) == subject)

    def rest_changes(self, person_id: str, *, before: date) -> None:
        """Leave a person's messages about changed days `before` a date as they stand."""
        subject = col(tables.MessageRef.subject)
        self.session.flush()
        past = update(tables.MessageRef).where(
            col(tables.MessageRef.workspace_id) == self.workspace_id,
            col(tables.MessageRef.kind) == "change",
            subjects.within(subject, f"change:{person_id}:"),
            subject < f"change:{person_id}:{before.isoformat()}",
        )
        self.session.exec(past.values(gone=True))

    def close_checklists(self, session_ids: Collection[str]) -> int:
        """Show the checklists of sessions a last time, as closed."""
        named = [f"session:{one}" for one in session_ids]
        return self._close("checklist", col(tables.MessageRef.subject).in_(named))

    def close_touch_bases(self, touch_base_ids: Collection[str]) -> int:
        """Show the cards of touch-bases a last time, as over."""
        named = [f"pair:{one}" for one in touch_base_ids]
        return self._close("touch_base", col(tables.MessageRef.subject).in_(named))

    def move_plan_cards(self, plan_ids: Collection[str], place: str) -> None:
        """Close the cards of plans that stand elsewhere, and let live those that stand at `place`.

        Each is shown once more.
        """
        named = col(tables.MessageRef.subject).in_([f"plan:{one}" for one in plan_ids])
        self._close("plan_card", named, col(tables.MessageRef.place) != place)
        here = (named, col(tables.MessageRef.place) == place)
        self._become("plan_card", "plan_card_closed", *here)

    def ended_touch_bases(self, since: date, week: date) -> Sequence[str]:
        """Return the touch-bases of the weeks between two Mondays whose card is open."""
        found = (
            select(tables.TouchBase.id)
            .join(
                tables.MessageRef,
                (col(tables.MessageRef.workspace_id) == col(tables.TouchBase.workspace_id))
                & (col(tables.TouchBase.id) == _about("pair")),
            )
            .where(
                tables.TouchBase.workspace_id == self.workspace_id,
                tables.TouchBase.week >= since,
                tables.TouchBase.week < week,
                _open("touch_base"),
            )
        )
        return self.session.exec(found).all()

    def ended_checklists(self, since: datetime, at: datetime) -> Sequence[str]:
        """Return the sessions that ended between two instants while their checklist is open."""
        found = (
            select(tables.Session.id)
            .join(
                tables.MessageRef,
                (col(tables.MessageRef.workspace_id) == col(tables.Session.workspace_id))
                & (col(tables.Session.id) == _about("session")),
            )
            .where(
                tables.Session.workspace_id == self.workspace_id,
                tables.Session.ends_at > since,
                tables.Session.ends_at <= at,
                _open("checklist"),
            )
        )
        return self.session.exec(found).all()

    def _read_anew(self, *columns: str) -> None:
        """Let references that were read before tell what a statement made of them."""
        for row in self.session.identity_map.values():
            if isinstance(row, tables.MessageRef):
                self.session.expire(row, columns)

    def _close(self, kind: str, *conditions: ColumnElement[bool]) -> int:
        return self._become(f"{kind}_closed", kind, *conditions)

    def _become(self, kind: str, before: str, *conditions: ColumnElement[bool]) -> int:
        """Give copies another kind, and have them shown once more."""
        self.session.flush()
        changed = (
            update(tables.MessageRef)
            .where(
                col(tables.MessageRef.workspace_id) == self.workspace_id,
                col(tables.MessageRef.kind) == before,
                *conditions,
            )
            .values(kind=kind, wanted_revision=col(tables.MessageRef.wanted_revision) + 1)
        )
        return self.session.exec(changed).rowcount
