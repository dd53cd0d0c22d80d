"""Agreements over the wire: suggestions, one session only, meanwhile, history, the class."""

from typing import Any

import pytest
from unit.handlers.desk import Desk, labels, words
from unit.handlers.test_wire import agreed, planned
from unit.pushin import king

from storage import tables

pytestmark = pytest.mark.slow

TUESDAY = king.on(9, 15, 8)


def inputs(view: dict[str, Any]) -> dict[str, Any]:
    return {one["block_id"]: one["element"] for one in view["blocks"] if one["type"] == "input"}


async def test_a_first_form_is_short_and_filled(desk: Desk) -> None:
    """Lead, a part each, activity, what to bring, expectations, who is out: all with words."""
    await planned(desk)
    await desk.command("maya", "agree")
    view = await desk.modal("maya")
    fields = inputs(view)
    saved = await desk.submit("maya")

    parts = [f"part.{desk.team.person(name).id}" for name in ("maya", "adams", "tam")]
    rest = ["activity", "materials", "expectations", "fallback"]
    assert list(fields) == ["lead", *parts, *rest]
    assert all(fields[one]["initial_value"] for one in (*parts, "activity", "materials"))
    assert "A suggestion for OT" in words(view)
    assert "nobody has agreed to it yet" in words(view)
    assert saved == {}
    (row,) = desk.team.rows(tables.Agreement)
    assert row.activity == fields["activity"]["initial_value"]


async def test_only_this_session(desk: Desk) -> None:
    """From `next` the form asks for which sessions; the answer says which, and `next` shows it."""
    await planned(desk)
    await agreed(desk)
    tam = desk.team.person("tam").id
    await desk.click("maya", "Roles", await desk.command("maya", "next"))
    view = await desk.modal("maya")
    options = [one["text"]["text"] for one in inputs(view)["which"]["options"]]
    said = {"which": "only", f"part.{tam}": "runs the clay table"}
    assert await desk.submit("maya", **said) == {}
    answer = await desk.modal("maya")
    waiting = await desk.command("tam", "confirm")
    shown = await desk.command("tam", "next")

    assert options == ["All sessions", "Only Mon, Sep 14, 2026"]
    assert "only Mon, Sep 14, 2026" in words(answer)
    assert "Tam: does tam's part → runs the clay table" in words(answer)
    assert "Only Mon, Sep 14, 2026" in words(waiting)
    assert "runs the clay table" in words(shown)
    assert "for this session only" in words(shown)


async def test_a_change_is_told_to_its_author_and_to_those_asked(desk: Desk) -> None:
    """Both read what was and what is."""
    await planned(desk)
    await agreed(desk)
    adams = desk.team.person("adams").id
    await desk.command("maya", "agree")
    changed = {f"part.{adams}": "leads the small group"}
    assert await desk.submit("maya", **changed) == {}
    answer, waiting = await desk.modal("maya"), await desk.command("adams", "confirm")

    for shown in (answer, waiting):
        assert "Adams: does adams's part → leads the small group" in words(shown)


async def test_both_authors_keep_their_words(desk: Desk) -> None:
    """The second sees what the first saved and keeps what they typed; Save then is theirs."""
    await planned(desk)
    await agreed(desk)
    adams = desk.team.person("adams").id
    await desk.command("adams", "agree")
    await desk.command("maya", "agree")
    assert await desk.submit("maya", **{f"part.{adams}": "Maya's words"}) == {}
    assert await desk.submit("adams", **{f"part.{adams}": "my own words", "activity": "x"}) == {}
    view = await desk.modal("adams")
    fields = inputs(view)
    assert await desk.submit("adams") == {}

    assert "saved this while you wrote" in words(view)
    assert "Maya's words" in words(view)
    assert fields[f"part.{adams}"]["initial_value"] == "my own words"
    newest = max(desk.team.rows(tables.Agreement), key=lambda one: one.number)
    assert (newest.number, newest.activity) == (3, "x")


async def test_bad_lines_stand_under_their_field_and_nothing_is_lost(desk: Desk) -> None:
    """Two hundred expectations, one that is too long, one that may name a student."""
    await planned(desk)
    await desk.command("maya", "agree")
    many = await desk.submit("maya", expectations="\n".join(f"line {n}" for n in range(200)))
    long = await desk.submit("maya", expectations="x" * 301)
    kept = await desk.modal("maya")
    named = await desk.submit("maya", expectations="Liam needs the wiggle seat")
    question = await desk.modal("maya")

    assert list(many) == ["expectations"]
    assert "200" in many["expectations"]
    assert "10" in many["expectations"]
    assert "301" in long["expectations"]
    assert kept["state"]["values"]["expectations"]["value"]["value"] == "x" * 301
    assert named == {}
    assert labels(question) == ["Edit", "It is not a student"]
    assert "Liam" not in words(question)
    assert desk.team.rows(tables.Agreement) == []


async def test_history_lies_over_the_form(desk: Desk) -> None:
    """More has History; it opens over the form, which is there again when it is closed."""
    await planned(desk)
    await agreed(desk)
    await desk.command("maya", "agree")
    await desk.press("maya", "More")
    await desk.press("maya", "History")
    views = await desk.box.views("U0MAYA")

    assert [one["title"]["text"] for one in views] == ["Who does what", "History"]
    assert "wrote down the first roles" in words(views[-1])
    assert "Mon, Sep 14, 2026" in words(views[-1])


async def test_lets_talk_goes_to_the_author_and_twice_says_so(desk: Desk) -> None:
    """The author reads who would like to talk; no reason is asked."""
    await planned(desk)
    await agreed(desk)
    first, second = [await desk.command("adams", "confirm") for _ in range(2)]
    await desk.click("adams", "Let's talk", first)
    await desk.click("adams", "Let's talk", second)
    answer, again = (await desk.private("adams"))[-2:]
    waits = await desk.command("maya", "confirm")

    assert "stands on your next touch-base" in words(answer)
    assert "Noted already" in words(again)
    assert "Adams would like to talk" in words(waits)


async def test_an_answer_after_the_end_says_so(desk: Desk) -> None:
    """I'm in on the roles of a push-in that has ended changes nothing."""
    plan_id = await planned(desk)
    await agreed(desk)
    old = await desk.command("adams", "confirm")

    def end(scope: Any) -> None:
        plan = scope.plans.get(plan_id)
        plan.state = "ended"
        scope.session.add(plan)

    desk.team.do(None, end)
    await desk.click("adams", "I'm in", old)

    assert "has ended" in words((await desk.private("adams"))[-1])


async def test_the_teacher_says_what_the_class_does(desk: Desk) -> None:
    """One tap or one line; it stands in everybody's `next`, and she can say it anew."""
    await planned(desk)
    desk.at = TUESDAY
    asked = await desk.command("adams", "confirm")
    await desk.click("adams", "As usual", asked)
    usual = (await desk.private("adams"))[-1]
    await desk.click("adams", "Change what the class does", usual)
    assert await desk.submit("adams", text="A gallery walk") == {}
    hers, tams = [await desk.command(who, "next") for who in ("adams", "tam")]
    nobody = [await desk.command(who, "confirm") for who in ("maya", "tam")]

    assert "What will the class be doing?" in words(asked)
    assert "*The class:* as usual" in words(usual)
    assert "*The class:* A gallery walk" in words(hers)
    assert "*The class:* A gallery walk" in words(tams)
    assert "Change what the class does" in labels(hers)
    assert "Change what the class does" not in labels(tams)
    assert all("What will the class" not in words(one) for one in nobody)


async def test_a_line_that_may_name_a_student_is_asked_about(desk: Desk) -> None:
    """The question is private; Edit opens the line as it was written."""
    await planned(desk)
    desk.at = TUESDAY
    await desk.click("adams", "In one line", await desk.command("adams", "confirm"))
    assert await desk.submit("adams", text="Liam shows his volcano") == {}
    question = await desk.modal("adams")
    await desk.press("adams", "Edit")
    line = inputs(await desk.modal("adams"))["text"]["initial_value"]
    assert await desk.submit("adams", text="volcano day") == {}

    assert "Liam" not in words(question)
    assert line == "Liam shows his volcano"
    assert {one.doing for one in desk.team.rows(tables.Session)} == {"", "volcano day"}
