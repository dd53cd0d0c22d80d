"""What stands on a card, and no more: for somebody with eight seconds and one thumb."""

from dataclasses import replace

import pytest
from unit.handlers import facts
from unit.handlers.desk import labels, words
from unit.handlers.facts import ADAMS, MAYA, ON

from handlers.slack.blocks import facts as names
from handlers.slack.blocks import repaired_day, room, touchbase, waiting
from handlers.slack.blocks.kit import SlackMessage
from pushin import results as r

pytestmark = pytest.mark.slow


def shown(found: SlackMessage) -> dict[str, object]:
    """Return a message as Slack has it, in which every block has an id."""
    blocks = [{"block_id": str(n), **one} for n, one in enumerate(found.blocks)]
    return {"text": found.text, "blocks": blocks}


def rows(found: SlackMessage) -> int:
    """Return how many rows of buttons a message has."""
    return sum(one["type"] == "actions" for one in found.blocks)


class TestRepairedDay:
    """One line of a changed day."""

    def told(self, session: r.SessionFacts) -> str:
        """Return what the message says of a session that is not as usual."""
        line = r.RepairedLine(session, session.start, session.end, is_usual=False)
        found = r.RepairedDay(ADAMS, ON, 1, (facts.day(),), (line,), as_usual=False, seen=False)
        return words(shown(repaired_day.card(found)))

    def test_somebody_is_out(self) -> None:
        """A session that somebody is out of is where it always is."""
        out = r.Out("a1", MAYA)

        told = self.told(facts.session(out=(out,), fallback="Tam takes the table"))

        assert "Maya Ortiz is out" in told
        assert "another room" not in told

    def test_another_room(self) -> None:
        """A session that was moved to another room at its usual time says so."""
        assert "(another room than usual)" in self.told(facts.session(room="7", moved=True))


class TestTouchBase:
    """Five minutes, and another time for them."""

    def test_one_row(self) -> None:
        """All taps of the card stand in one row, the deciding one first."""
        base = facts.touch_base()
        card = touchbase.card(r.TouchBaseCard(base, None, None, (), plan_count=1))

        assert rows(card) == 1
        assert labels(shown(card)) == [
            "Done",
            "Later today",
            "Another time",
            "We talked already",
            "Expectations",
        ]

    def test_moved(self) -> None:
        """It says to when it was moved, then what else there is; nothing where nothing is."""
        base, slot = facts.touch_base(), r.SlotFacts(ON, 900, 905, "after_school", 930)

        several = touchbase.options(r.TouchBaseOptions(base, (slot,) * 2, moved=True))
        alone = touchbase.options(r.TouchBaseOptions(base, (), moved=True))

        assert several.text.startswith("Moved to Mon, Oct 12, 2026, 1:00")
        assert several.text.endswith("Or take one of these:")
        assert labels(shown(several)) == ["Take it"] * 2
        assert alone.text == several.text.removesuffix(" Or take one of these:")


def test_the_same_news_stands_once() -> None:
    """What could not be posted several times, and has no session to name, is one sentence."""
    gone = [r.WaitingExpired(f"p{n}", "touch_base", None) for n in range(3)]

    told = [one for one in waiting.items(gone) if one is not None]

    assert len(told) == 1


def test_what_came_too_late_is_one_paragraph() -> None:
    """Several things that ask nothing stand together, after what asks something."""
    late = [
        r.WaitingExpired("p1", "checklist", facts.session()),
        r.WaitingExpired("p2", "touch_base", None),
    ]

    *_, last = (one for one in waiting.items([*late, r.WaitingTime(facts.ADAMS, mine=True)]))

    assert last is not None
    assert last["text"]["text"].startswith("Not posted in time; nothing to do:\n")
    assert "Touch-base reminder" in last["text"]["text"]
    assert "could not be posted" not in str(last)


def test_a_noted_answer_has_one_row() -> None:
    """What was noted on a card is taken back or gone on with in one row."""
    note = r.RoomNote("kept", "Snack", start=640, end=670)
    found = replace(facts.room(question=None), notes=(note,), undo_id="u1")

    assert labels(shown(room.noted(found))) == ["Undo", "Room"]
    assert rows(room.noted(found)) == 1


def test_a_routine_begins_a_line() -> None:
    """A routine that came from a typed phrase begins its line with a capital, others stay."""
    assert [names.during(one) for one in ("snack", "Morning Meeting", "")] == [
        "Snack",
        "Morning Meeting",
        "",
    ]
