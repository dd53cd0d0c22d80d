"""Changes over the wire: typed or by the form, said back, confirmed, undone, proposed."""

from datetime import date

import pytest
from unit.handlers.desk import BOT, Desk, labels, user, words

from storage import tables

pytestmark = pytest.mark.slow

WED = date(2026, 9, 16)


async def everything(desk: Desk, who: str) -> str:
    """Return all that somebody reads in their direct messages."""
    channel = await desk.box.open(user(who), [BOT])
    return words(await desk.box.messages(user(who), channel))


def stands(desk: Desk) -> tuple[date, bool, str]:
    """Return where Wednesday's session stands."""
    (row,) = desk.team.rows(tables.Session, original_date=WED)
    return row.on_date, row.moved, row.reason or row.status


async def test_a_move_is_said_back_done_and_undone(desk: Desk) -> None:
    """Full dates in the echo; Confirm once, Undo once; a second tap on either is answered."""
    desk.team.plan()
    echo = await desk.dm("maya", "move Wed to Thu 1:20")
    assert "Wed, Sep 16, 2026" in words(echo)
    assert "Thu, Sep 17, 2026, 1:20" in words(echo)
    assert labels(echo) == ["Confirm", "Change"]

    done = await desk.tap("maya", "Confirm", echo)
    assert labels(done) == ["Undo"]
    assert stands(desk) == (date(2026, 9, 17), True, "planned")
    assert "so already" in words(await desk.tap("maya", "Confirm", echo))

    await desk.tap("maya", "Undo", done)
    assert stands(desk) == (WED, False, "planned")
    assert "Taken back, all is as before" in await everything(desk, "maya")
    await desk.tap("maya", "Undo", done)
    assert "taken back already" in await everything(desk, "maya")


async def test_bare_change_offers_sessions_and_opens_the_form(desk: Desk) -> None:
    """A tap on one opens its form; a refusal stands under its field, the echo in its place."""
    desk.team.plan()
    choice = await desk.dm("maya", "change")
    assert labels(choice)[0] == "This one"
    await desk.tap("maya", "This one", choice)
    form = await desk.modal("maya")
    assert "Mon, Sep 14, 2026" in words(form)

    assert list(await desk.submit("maya", on="2026-09-19")) == ["on"]
    assert await desk.submit("maya", on="2026-09-15", start="13:20", end="13:50") == {}
    assert "Only this session" in words(await desk.modal("maya"))
    assert await desk.submit("maya") == {}
    (row,) = desk.team.rows(tables.Session, original_date=date(2026, 9, 14))
    assert (row.on_date, row.moved) == (date(2026, 9, 15), True)


async def test_the_teacher_proposes_and_is_answered(desk: Desk) -> None:
    """From a date on is the provider's: she reads it in what waits, and does it with one tap."""
    desk.team.plan()
    echo = await desk.dm("adams", "change Mon & Wed to 1:20-1:50 from 9/28")
    assert labels(echo) == ["Propose", "Change"]
    assert "Proposed to Maya" in words(await desk.tap("adams", "Propose", echo))

    card = await desk.dm("maya", "confirm")
    assert labels(card)[:3] == ["Do it", "Keep as is", "Talk"]
    assert "Done." in words(await desk.tap("maya", "Do it", card))
    assert "answered already" in words(await desk.tap("maya", "Keep as is", card))
    assert sorted(row.start_minute for row in desk.team.rows(tables.Plan))[1:] == [800]


async def test_skip_by_word(desk: Desk) -> None:
    """`skip Wed` is said back and done; a para is told that it is not theirs."""
    desk.team.plan()
    echo = await desk.dm("maya", "skip Wed")
    done = await desk.tap("maya", "Confirm", echo)

    assert "Skipped" in words(done)
    assert stands(desk)[2] == "skipped"
    assert "no session of yours to change" in words(await desk.dm("tam", "skip Wed"))
