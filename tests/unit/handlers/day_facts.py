"""Made-up changed days, for tests of what people see."""

from dataclasses import replace
from datetime import date
from typing import Any

from pushin import results as r

ON = date(2026, 10, 12)
LATER = date(2026, 10, 13)


def everything(session: r.SessionFacts, person: r.PersonRef, word: str) -> list[Any]:
    """Return one of every result about days, with `word` wherever a person or a school wrote."""
    usual = r.SchoolDay(
        on=ON,
        school_name=word,
        in_session=True,
        known=True,
        day_label=word,
        cycle_day="A",
        reason="pattern",
        kind=word,
        first_bell=510,
        last_bell=900,
    )
    shut = replace(usual, in_session=False, reason="override", kind="", first_bell=None)
    late = replace(usual, reason="override", kind=f"{word} 10:30-3:00", first_bell=630, cut=True)
    options = (r.DayOption("LATE", word, 630, 900), r.DayOption("NONE", word, None, None))
    days = (r.ChangedDay(usual, shut), r.ChangedDay(usual, late))
    counts = r.DayCounts(moved=1, shortened=1, off=2, missing=1, back=3)
    missing = replace(session, obstacle="routine_missing", provider=person)
    lines = (
        r.RepairedLine(replace(session, start=660, end=690), 600, 640, is_usual=False),
        r.RepairedLine(replace(session, status="cancelled", reason=word), 600, 640, is_usual=False),
        r.RepairedLine(missing, None, None, is_usual=False),
        r.RepairedLine(session, 550, 580, is_usual=True),
    )
    card = r.RepairedDay(person, ON, 2, (shut, late), lines * 5, as_usual=False, seen=False)
    return [
        r.DayFacts("lincoln", late, (r.DayBell(word, 630, 700),) * 12, (session,), may_change=True),
        r.DayFacts("lincoln", replace(usual, known=False), (), (), may_change=False),
        r.DayPreview("d1", word, days * 8, counts, 9, cut=True, options=options * 8),
        r.DayPreview("d1", word, days, r.DayCounts(), 0),
        r.DayChanged("lincoln", word, days, counts, 9, undo_id="u1"),
        r.DayChanged("lincoln", word, days, r.DayCounts(), 0, again=True),
        r.DayChoice("d1", (ON, LATER), options),
        r.DayChoice("d1", (ON,), options, near=True),
        r.SchoolChoice("d1", (("lincoln", word),) * 30),
        r.DaySeen(ON, again=False),
        r.DaySeen(ON, again=True),
        card,
        replace(card, lines=(), days=(shut,)),
        replace(card, seen=True),
        replace(card, replaced=True),
        replace(card, as_usual=True),
    ]
