"""Due prompts and the simplest practice: what the benchmarks of delivery deliver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot import demo
from bot.bench.district import NOW, WORKSPACE
from bot.clocks import SchoolClock, real_time
from bot.delivery import Delivery
from bot.practice import Observe, Practice, observe_nothing
from pushin.results import Content, Home, Postpone, Withhold
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who, fresh_id

TEXT = "Room 12, 9:10-9:50 AM: who does what, and what to bring."
WHO = Who(WORKSPACE)
_HOME = Home(None, None, (), (), (), "UTC")


@dataclass(frozen=True, slots=True)
class Note:
    """A rendered message: one section, as long as a short checklist."""

    text: str = TEXT
    blocks: tuple[Mapping[str, Any], ...] = (
        {"type": "section", "text": {"type": "mrkdwn", "text": TEXT}},
    )


@dataclass(frozen=True, slots=True)
class StandingClock:
    """A school clock that stands still, beyond what is due: nothing is paced."""

    at: datetime = NOW + timedelta(hours=1)
    rate: float = 0.0

    def now(self) -> datetime:
        """Return the instant at which it stands."""
        return self.at


def channels(count: int) -> list[str]:
    """Return the ids of as many channels."""
    return [f"C0MAIL{number:05}" for number in range(count)]


def workspace(of: Sequence[str]) -> dict[str, Any]:
    """Return the sandbox's seed with the demo's people in these private channels."""
    seed = demo.workspace_seed(NOW)
    everybody = [*(user["id"] for user in seed["users"]), demo.BOT_USER]
    seed["channels"] = [
        {"id": one, "name": one.lower(), "is_private": True, "members": everybody} for one in of
    ]
    return seed


def add(database: Database, of: Sequence[str], each: int, *, due: datetime, run: int = 0) -> None:
    """Write `each` prompts for each channel that all fall due at one instant.

    `run` tells the prompts of several runs in one database apart.
    """
    database.write_now(_add, WHO, of, each, due, run)


def _add(scope: Scope, of: Sequence[str], each: int, due: datetime, run: int) -> None:
    session = scope.session
    if session.get(tables.Workspace, WORKSPACE) is None:
        session.add(tables.Workspace(id=WORKSPACE, name="Bench", created_at=NOW))
        session.flush()
    for channel in of:
        if scope.conversations.get(f"channel:{channel}") is None:
            scope.conversations.channel(channel)
    session.add_all(
        tables.Prompt(
            workspace_id=WORKSPACE,
            id=f"{run}-{channel}-{number}",
            kind="checklist",
            subject=f"session:{run}-{channel}-{number}",
            conversation_id=f"channel:{channel}",
            due_at=due,
            key=fresh_id() + fresh_id(),
        )
        for number in range(each)
        for channel in of
    )


def delivery(
    database: Database,
    client: AsyncWebClient,
    clock: SchoolClock,
    *,
    observe: Observe = observe_nothing,
) -> Delivery:
    """Return the program's own delivery, with a practice that always says the same."""
    return Delivery(
        database,
        lambda _: client,
        Practice(_content, _sent, _render),
        clock=clock,
        real=real_time(),
        observe=observe,
    )


def _content(scope: Scope, prompt_id: str, *, at: datetime) -> Content | Withhold | Postpone:
    del scope, prompt_id, at
    return _HOME


def _sent(scope: Scope, prompt_id: str, *, place: str, message_ts: str, at: datetime) -> None:
    del scope, prompt_id, place, message_ts, at


_render: Callable[[Any], Note] = lambda _content: Note()  # noqa: E731  one line says it
