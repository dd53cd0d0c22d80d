"""Delivers what is due as the delivery engine does, without Slack: claim, read anew, mark."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlmodel import Session
from unit.pushin.lived_teams import WORKSPACE, Lived

from handlers.slack import render
from pushin import prompts
from pushin.results import Content, Postpone, Withhold
from storage import due, tables
from storage.queries.conversations import recipients
from storage.scope import Scope, Who

_LEASE = timedelta(seconds=60)
_MOST = 16


@dataclass(frozen=True)
class Posted:
    """What stands: a prompt, whom it notifies, what it is about, and what all of it says."""

    kind: str
    subject: str
    conversation: str
    at: datetime
    said: str

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of those whom it notifies; a channel notifies nobody."""
        return tuple(recipients(self.conversation))


@dataclass
class Postman:
    """Brings what is due; some channels refuse him."""

    lived: Lived
    look: Callable[[Posted], None]
    """Called just before something is posted."""
    closed: set[str] = field(default_factory=set)
    posted: list[Posted] = field(default_factory=list)

    def round(self, at: datetime) -> None:
        """Bring everything that is due at an instant to its end."""
        database = self.lived.database
        for _ in range(200):
            claims = database.system_now(
                due.claim,
                now=at,
                wall_now=at,
                lease=_LEASE,
                pacing=timedelta(),
                limit=_MOST,
            )
            for mine in claims:
                self._deliver(mine, at)
            unopened = database.system_now(due.unopened, now=at, limit=_MOST)
            for where in unopened:
                self._open(where)
            if not claims and not unopened:
                return
        raise AssertionError(f"delivery does not come to an end at {at}")

    def _open(self, where: due.Unopened) -> None:
        database = self.lived.database
        if where.users:
            slack_id = f"D{abs(hash(where.conversation_id)):x}"[:20]
            database.system_now(due.opened, where, slack_id)
        else:
            told = (where.workspace_id, where.conversation_id)
            database.system_now(due.set_closed, *told, why="no_account")

    def _deliver(self, mine: due.Claim, at: datetime) -> None:
        database = self.lived.database
        where = (mine.workspace_id, mine.conversation_id)
        closed = mine.closed
        if mine.slack_id is not None:
            closed = "is_archived" if mine.conversation_id in self.closed else None
        if closed != mine.closed:
            database.system_now(due.set_closed, *where, why=closed)
        found = self.lived.do(None, prompts.content, mine.prompt_id, at=at)
        if isinstance(found, Postpone):
            assert found.until > at, f"postponed into the past: {mine.kind}"
            told = {"until": found.until, "why": found.why}
            kept = database.system_now(due.postpone, mine, **told, at=at)
        elif isinstance(found, Withhold):
            kept = database.system_now(due.mark_state, mine, found.state, why=found.why, at=at)
        elif closed is not None or mine.slack_id is None:
            why = closed or "not_opened"
            kept = database.system_now(due.mark_state, mine, "expired", why=why, at=at)
        else:
            kept = self._post(mine, found, at)
        assert kept, f"lost: {mine.kind}"
        if mine.slack_id is None:
            database.system_now(due.set_closed, *where, why=None)

    def _post(self, mine: due.Claim, content: Content, at: datetime) -> bool:
        (row,) = self.lived.rows(tables.Prompt, id=mine.prompt_id)
        message = render.message(content)
        said = f"{message} {row.kind} {row.subject} {row.key} {row.why}"
        one = Posted(row.kind, row.subject, row.conversation_id, at, said)
        self.look(one)
        self.posted.append(one)
        stamp = f"{at.timestamp():.0f}.{len(self.posted):06d}"
        return self.lived.database.system_now(_mark, mine, message_ts=stamp, at=at)


def _mark(session: Session, mine: due.Claim, *, message_ts: str, at: datetime) -> bool:
    """Mark a prompt as sent, with what the practice notes of it, in one transaction."""
    if not due.mark_sent(session, mine, message_ts=message_ts, at=at):
        return False
    scope = Scope.of(session, Who(WORKSPACE))
    prompts.sent(scope, mine.prompt_id, place=mine.slack_id or "", message_ts=message_ts, at=at)
    return True
