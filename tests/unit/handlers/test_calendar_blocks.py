"""What is shown of a calendar link, and of a week, for every kind of asker and of text."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from unit.handlers import facts
from unit.handlers.facts import NASTY

from handlers.slack.blocks import calendar as calendars
from handlers.slack.blocks import week as weeks
from handlers.slack.blocks.facts import Viewer
from pushin import results as r

URL = "https://pushin.example.org"
MAYA = Viewer("UMAYA", "America/New_York")


def labels(message: Any) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


def shown(message: Any) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def week(text: str = "", sessions: int = 2, **changes: Any) -> r.Week:
    """Return a week from Monday, October 12, with sessions on each of its days."""
    session = facts.session(room=text or "4", during=text or "centers")
    mine = tuple(r.WeekSession(session, text or "opens centers") for _ in range(sessions))
    off = r.WeekSession(facts.session(status="cancelled", reason="skipped"), None)
    days = tuple(
        r.WeekDay(
            facts.ON + timedelta(days=number),
            (facts.day(on=facts.ON + timedelta(days=number), day_label=text or "Regular day"),),
            (r.Bell("Period 1", 510, 560),),
            (*mine, off) if number == 0 else mine,
            (facts.touch_base(room=text or "4"),) if number == 1 else (),
        )
        for number in range(5)
    )
    given = {
        "person": facts.MAYA,
        "monday": facts.ON,
        "today": facts.ON,
        "zone": "America/New_York",
        "days": days,
        "has_plans": True,
    }
    return r.Week(**(given | changes))


def test_without_a_public_address_the_verb_says_who_can_change_that() -> None:
    """Where no link can work none is made; the file is offered, and one that exists can end."""
    none = calendars.state(r.FeedState("", None), None)
    some = calendars.state(r.FeedState("f1", facts.ON), None)

    assert "PUSHIN_PUBLIC_URL" in none.text
    assert labels(none) == ["Send me the file"]
    assert labels(some) == ["Send me the file", "Turn off"]


def test_what_ends_a_link_is_asked_once_more() -> None:
    """A new link and turning off are taken back by nobody: both ask before."""
    some = calendars.state(r.FeedState("f1", facts.ON), URL)
    (row,) = [block for block in some.blocks if block["type"] == "actions"]

    assert labels(some) == ["New link", "Send me the file", "Turn off"]
    assert ["confirm" in element for element in row["elements"]] == [True, False, True]  # type: ignore[attr-defined]


def test_the_secret_stands_in_the_blocks_and_in_no_notification() -> None:
    """What a screen shows of a message before it is opened holds no link."""
    link = r.FeedLink("f1", "T1", "s" * 43)
    told = calendars.link(link, URL)

    assert f"{URL}/calendar/T1/{'s' * 43}.ics" in shown(told)
    assert "sss" not in told.text


def test_a_typical_week_is_ten_lines() -> None:
    """Five days and four sessions fit a phone; the full dates stand above."""
    few = week(sessions=0)
    one = r.WeekSession(facts.session(), None)
    days = tuple(replace(day, sessions=(one,), touch_bases=()) for day in few.days[:4])
    typical = replace(few, days=(*days, replace(few.days[4], touch_bases=())))
    told = weeks.week(typical, MAYA)
    lines = [
        line
        for block in told.blocks
        if block["type"] == "section"
        for line in block["text"]["text"].splitlines()  # type: ignore[index]
    ]

    assert lines[0] == "*Mon, Oct 12, 2026 \N{EN DASH} Fri, Oct 16, 2026*"
    assert len(lines) == 1 + 5 + 4
    assert labels(told) == [
        "\N{BLACK LEFT-POINTING TRIANGLE} Previous week",
        "Next week \N{BLACK RIGHT-POINTING TRIANGLE}",
        "As a picture",
        "Change",
    ]


def test_a_week_says_what_is_not_on_and_why() -> None:
    """What falls out stands at its time with the reason, and is counted apart."""
    told = weeks.week(week(), MAYA)

    assert "*not on:* skipped" in shown(told)
    assert told.text == "Your week of Mon, Oct 12, 2026: 10 on, 1 not on."
    assert "touch base · Room 4 · Ms. Adams" in shown(told)


def test_a_week_without_push_ins_teaches_what_to_do() -> None:
    """Who never had one reads the first step; an organiser has the school's days."""
    empty = {"days": week(sessions=0).days[2:], "has_plans": False}
    provider, teacher, organiser = (
        weeks.week(week(person=replace(facts.MAYA, role=role), **empty), MAYA)
        for role in ("provider", "teacher", "organiser")
    )

    assert "Plan the first one" in shown(provider)
    assert "Once a provider plans one" in shown(teacher)
    assert "No push-ins yet" not in shown(organiser)
    assert "Regular day" in shown(organiser)


def test_what_people_wrote_stays_text() -> None:
    """Marks of Slack in rooms and routines notify nobody; limits of Slack hold."""
    told = weeks.week(week(NASTY, sessions=12), MAYA)
    described = weeks.alt(week(NASTY, sessions=12))

    assert "<!channel>" not in shown(told)
    assert len(described) <= 1000
    assert all(len(json.dumps(block)) < 9000 for block in told.blocks)
    assert len(told.blocks) <= 50


def test_the_description_of_a_picture_is_the_week_in_words() -> None:
    """Who cannot see it hears the days and what stands on each; no roles."""
    described = weeks.alt(week(sessions=1))

    assert described.startswith("Week of Mon, Oct 12, 2026. Mon, Oct 12, Regular day · day A: 9:10")
    assert "not on: skipped" in described
    assert "opens centers" not in described


def test_a_reader_elsewhere_learns_their_own_clock_time() -> None:
    """Somebody whose Slack is in another zone reads the school's times and once their own."""
    told = shown(weeks.week(week(), Viewer("UMAYA", "America/Phoenix")))

    assert told.count("On your clock") == 1
    assert date(2026, 10, 12) == facts.ON
