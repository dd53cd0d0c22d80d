"""What stands posted becomes what is true: once for many changes, and never back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest
from postroom import EMPTY, TEAM, WHO, Note, PostRoom
from sqlmodel import Session, select

from bot.refresher import Looks, Refresher
from bot.slack_client import make_client
from pushin.results import AskCard, Content, Gone, Home, PersonRef
from storage import stale, tables
from storage.scope import Scope, fresh_id

ADAMS = PersonRef("adams", "Ms. Adams", "teacher")
HOME: dict[str, object] = {
    "type": "home",
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Hi"}}],
}


@dataclass
class Truth:
    """What is true now; a read of it can be interrupted by a change."""

    done: int = 0
    gone: bool = False
    reads: int = 0
    homes: list[Home] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    interruption: Callable[[], None] | None = None
    broken: str = ""

    def content(self, scope: Scope, ref_id: str, *, at: datetime) -> Content | Gone:
        """Return a card with a number, or a Home."""
        assert at.tzinfo is not None
        self.reads += 1
        ref = scope.messages.get(ref_id)
        assert ref is not None
        if ref.kind == self.broken:
            raise ZeroDivisionError
        if self.gone:
            return Gone("subject_gone")
        return EMPTY if ref.kind == "home" else AskCard(ADAMS, at.date(), (), self.done)

    def message(self, card: AskCard) -> Note:
        """Render a card; an interruption comes between the read and the call."""
        interruption, self.interruption = self.interruption, None
        if interruption is not None:
            interruption()
        return Note(f"{card.done} done")

    def note_lost(self, _scope: Scope, ref_id: str, /, *, at: datetime) -> None:
        """Remember which copy was deleted."""
        assert at.tzinfo is not None
        self.lost.append(ref_id)

    def home(self, content: Home) -> dict[str, object]:
        """Render a Home."""
        self.homes.append(content)
        return HOME


@dataclass
class Wall:
    """A refresher with something posted in a room."""

    room: PostRoom
    truth: Truth
    refresher: Refresher
    ts: str

    async def text(self) -> str:
        """Return what stands."""
        (message,) = await self.room.messages()
        return str(message["text"])

    def ref(self, place: str = "C0ROOM4") -> tables.MessageRef:
        """Return the reference to what stands."""

        def read(session: Session) -> tables.MessageRef:
            found = select(tables.MessageRef).where(tables.MessageRef.place == place)
            return session.exec(found).one()

        return self.room.database.system_now(read)

    def change(self, done: int, place: str = "C0ROOM4") -> None:
        """Make something else true."""
        self.truth.done = done
        self.room.database.write_now(_want, WHO, place)


def _keep(scope: Scope, place: str, ts: str, kind: str) -> None:
    scope.session.add(
        tables.MessageRef(
            workspace_id=TEAM,
            id=fresh_id(),
            place=place,
            message_ts=ts,
            kind=kind,
            subject="person:adams",
            shown_revision=1,
            wanted_revision=1,
        )
    )


def _want(scope: Scope, place: str) -> None:
    found = select(tables.MessageRef).where(
        tables.MessageRef.workspace_id == TEAM, tables.MessageRef.place == place
    )
    scope.session.exec(found).one().wanted_revision += 1


def _shown_by_another(session: Session) -> None:
    for ref in stale.find(session, limit=1):
        stale.shown(session, ref, revision=3)


@pytest.fixture
async def wall(room: PostRoom) -> Wall:
    """Return a room in which one card stands and one Home was opened."""
    client = make_client(room.http, token="xoxb-sandbox", base_url=f"{room.url}/api/")
    posted = await client.chat_postMessage(channel="C0ROOM4", text="0 done")
    room.database.write_now(_keep, WHO, "C0ROOM4", posted["ts"], "ask")
    room.database.write_now(_keep, WHO, "home:U0ADAMS", "", "home")
    truth = Truth()
    looks = Looks(truth.content, truth.message, truth.home, truth.note_lost)
    refresher = Refresher(
        room.database, lambda _team: client, looks, clock=room.clock, real=room.time.real()
    )
    return Wall(room, truth, refresher, str(posted["ts"]))


async def test_nothing_is_done_while_all_is_true(wall: Wall) -> None:
    """A copy that shows what is wanted is left alone."""
    await wall.refresher.tick()

    assert wall.truth.reads == 0
    assert await wall.text() == "0 done"


async def test_many_changes_are_shown_once(wall: Wall) -> None:
    """Several changes in a row become one update that shows the last."""
    for done in (1, 2, 3):
        wall.change(done)

    await wall.refresher.tick()

    assert await wall.text() == "3 done"
    assert len(await wall.room.calls("chat.update")) == 1
    assert wall.ref().shown_revision == wall.ref().wanted_revision == 4


async def test_a_message_is_changed_once_a_second(wall: Wall) -> None:
    """A second change within a second waits, and is shown then."""
    wall.change(1)
    await wall.refresher.tick()
    wall.change(2)
    await wall.refresher.tick()
    assert await wall.text() == "1 done"

    wall.room.time.offset += 1.0
    await wall.refresher.tick()

    assert await wall.text() == "2 done"


async def test_a_change_during_the_render_is_shown_next(wall: Wall) -> None:
    """The revision that was read is noted, not the one that is wanted meanwhile."""
    wall.change(1)
    wall.truth.interruption = lambda: wall.change(2)
    await wall.refresher.tick()
    assert await wall.text() == "1 done"
    assert wall.ref().shown_revision < wall.ref().wanted_revision

    wall.room.time.offset += 1.0
    await wall.refresher.tick()

    assert await wall.text() == "2 done"


async def test_an_older_copy_that_lands_last_is_shown_over(wall: Wall) -> None:
    """Where another process showed a newer revision meanwhile, the copy is shown once more."""
    wall.change(1)

    def another_shows_two() -> None:
        wall.change(2)
        wall.room.database.system_now(_shown_by_another)

    wall.truth.interruption = another_shows_two
    await wall.refresher.tick()
    assert await wall.text() == "1 done"

    wall.room.time.offset += 1.0
    await wall.refresher.tick()

    assert await wall.text() == "2 done"
    assert wall.ref().shown_revision == wall.ref().wanted_revision


async def test_one_copy_that_fails_leaves_the_others_alone(wall: Wall) -> None:
    """A copy that fails unexpectedly is counted and rests; all others are shown, then and later."""
    wall.change(1)
    wall.change(1, "home:U0ADAMS")
    wall.truth.broken = "home"
    await wall.refresher.tick()
    assert await wall.text() == "1 done"
    assert wall.refresher.counts["failed"] == 1

    await wall.refresher.tick()
    assert wall.refresher.counts["failed"] == 1
    wall.truth.broken = ""
    wall.room.time.offset += 61.0
    await wall.refresher.tick()

    assert wall.ref("home:U0ADAMS").shown_revision == 2


async def test_a_home_is_published_at_most_every_two_seconds(wall: Wall) -> None:
    """Homes follow with more patience than messages."""
    wall.change(1, "home:U0ADAMS")
    await wall.refresher.tick()
    wall.change(2, "home:U0ADAMS")
    wall.room.time.offset += 1.5
    await wall.refresher.tick()
    assert len(wall.truth.homes) == 1

    wall.room.time.offset += 0.5
    await wall.refresher.tick()

    assert len(wall.truth.homes) == 2
    published = await wall.room.calls("views.publish")
    assert published[1]["payload"]["hash"] == published[0]["response"]["view"]["hash"]


async def test_a_home_that_somebody_else_showed_is_shown_again(wall: Wall) -> None:
    """On a conflict of hashes the Home stays behind and is shown with the next tick."""
    wall.change(1, "home:U0ADAMS")
    await wall.room.fault(method="views.publish", fault="error:hash_conflict", times=1)
    await wall.refresher.tick()
    wall.room.time.offset += 2.0
    await wall.refresher.tick()

    ref = wall.ref("home:U0ADAMS")
    assert ref.shown_revision == ref.wanted_revision


async def test_a_deleted_message_is_gone(wall: Wall) -> None:
    """What was deleted is not tried again."""
    wall.change(1)
    await wall.room.fault(method="chat.update", fault="error:message_not_found", times=1)

    await wall.refresher.tick()

    assert wall.ref().gone


@pytest.mark.parametrize(("fault", "lost"), [("message_not_found", 1), ("is_archived", 0)])
async def test_what_follows_from_a_deleted_message_is_asked_for(
    wall: Wall, fault: str, lost: int
) -> None:
    """The practice is told of a deleted one only; where Push-In may not post, the copy lives on."""
    wall.change(1)
    await wall.room.fault(method="chat.update", fault=f"error:{fault}", times=1)
    await wall.refresher.tick()
    wall.room.time.offset += 1.0
    wall.change(2)
    await wall.refresher.tick()

    assert len(wall.truth.lost) == lost
    assert (await wall.text() == "2 done") is not bool(lost)


async def test_an_open_modal_is_changed_under_its_own_name(wall: Wall) -> None:
    """What stands in a modal follows by the name we gave it; a closed one is left alone."""
    wall.room.database.write_now(_keep, WHO, "view:mine", "", "list")
    wall.change(1, "view:mine")
    await wall.refresher.tick()

    (call,) = await wall.room.calls("views.update")
    assert call["payload"]["external_id"] == call["payload"]["view"]["external_id"] == "mine"
    assert wall.ref("view:mine").gone


async def test_a_copy_without_a_subject_is_gone(wall: Wall) -> None:
    """A copy whose subject is gone stays as it is and is not asked for again."""
    wall.change(1)
    wall.truth.gone = True

    await wall.refresher.tick()

    assert wall.ref().gone
    assert await wall.text() == "0 done"


@pytest.mark.parametrize("fault", ["429", "500", "reset_after", "timeout_after"])
async def test_a_fault_only_delays(wall: Wall, fault: str) -> None:
    """After a fault the copy rests, and is shown when it has rested."""
    wall.change(1)
    await wall.room.fault(method="chat.update", fault=fault, times=1, seconds=3)
    await wall.refresher.tick()
    await wall.refresher.tick()
    assert len(await wall.room.calls("chat.update")) == 1

    wall.room.time.offset += 6.0
    await wall.refresher.tick()

    assert await wall.text() == "1 done"
    assert wall.ref().shown_revision == 2


async def test_what_slack_refuses_waits_for_the_next_change(wall: Wall) -> None:
    """A content that Slack refuses is not sent for ever; the next one is."""
    wall.change(1)
    await wall.room.fault(method="chat.update", fault="error:invalid_blocks", times=1)
    await wall.refresher.tick()
    wall.room.time.offset += 6.0
    await wall.refresher.tick()
    assert await wall.text() == "0 done"

    wall.change(2)
    await wall.refresher.tick()

    assert await wall.text() == "2 done"
