"""Made-up absences and covers, for tests of what people see."""

from dataclasses import replace
from datetime import date
from typing import Any

from pushin import results as r
from pushin.quiet import WHY

ON = date(2026, 10, 12)
LATER = date(2026, 10, 14)


def everything(session: r.SessionFacts, base: r.TouchBaseFacts, word: str) -> list[Any]:
    """Return one of every result about who is out, with `word` wherever a person wrote."""
    maya, adams = session.provider, session.teacher
    cota = r.PersonRef("p8", "Lee", "provider", "COTA", "ULEE")
    tam = r.PersonRef("p9", "Tam", "para", None, "UTAM")
    slp = replace(cota, discipline="SLP")
    outs = (
        r.Out("a1", adams),
        r.Out("a1", adams, tam, "in"),
        r.Out("a1", maya),
        *(
            r.Out("a1", maya, cover, answer)
            for cover in (tam, cota, slp)
            for answer in (None, "in")
        ),
        r.Out("a1", maya, tam, "no"),
    )
    on = tuple(replace(session, out=(one,), fallback=word) for one in outs)
    off = tuple(
        replace(one, status="cancelled", reason="provider_absent", fallback="") for one in on[2:]
    )
    spans = ((ON, ON), (ON, LATER))
    said = r.AbsenceSaid(
        maya,
        mine=True,
        absence_id="a1",
        sessions=(*on, *off),
        spans=spans,
        start=0,
        end=720,
        touch_bases=(base,),
        undo_id="u1",
    )
    line = r.RepairedLine(on[0], 550, 580, is_usual=False)
    asked = r.RepairedLine(replace(off[1], provider=maya), 550, 580, is_usual=False)
    entries = (
        *(r.QuietEntry("checklist", why, session=session) for why in WHY),
        r.QuietEntry("touch_base", "budget", touch_base=base),
        r.QuietEntry("change", "held", on=ON, until=480),
        r.QuietEntry("plan_card", "gone", room=word),
        r.QuietEntry("ask", "nothing_waits", on=ON),
    )
    return [
        r.AbsencePreview(
            "d1", maya, mine=True, spans=spans, start=720, end=1440, sessions=(*on, *off), cover=tam
        ),
        r.AbsencePreview(
            "d1", adams, mine=False, spans=((ON, ON),), start=560, end=600, sessions=()
        ),
        said,
        replace(said, mine=False, again=True, undo_id="", sessions=off[:1], start=780, end=1440),
        replace(said, spans=(), sessions=on[:1]),
        *(replace(said, spans=(), sessions=(one,)) for one in off[:2]),
        r.AbsenceEnded(maya, mine=True, sessions=(session, *off[:1]), spans=spans),
        r.AbsenceEnded(adams, mine=False, sessions=(session,)),
        r.CoverAsked(off[0], maya, tam),
        r.CoverAsked(on[4], maya, tam, again=True),
        *(
            r.CoverAnswered(on[4], maya, tam, yes, again)
            for yes in (True, False)
            for again in (True, False)
        ),
        r.Covers((off[1],), off[:1], tam),
        r.Covers((), (), tam),
        *(r.Checklist(one, None, (), closed=False, plan_card_ts=None) for one in (*on, *off)),
        r.RepairedDay(tam, ON, 1, (), (line, asked), as_usual=False, seen=False),
        r.QuietWeek(ON, (r.QuietDay(ON, entries), r.QuietDay(LATER, entries[-4:]))),
        r.QuietWeek(ON, ()),
    ]
