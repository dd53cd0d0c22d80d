"""All that can be tried on a room's records: what happened, minutes, students, reviews, files."""

from collections.abc import Iterator

from scenario.rights.district import Things
from scenario.rights.probes import (
    ANSWERS,
    CHANGES,
    KNOWN,
    PAIR,
    SHOWS,
    Form,
    Probe,
    always,
    form,
    place,
    tap,
    words,
)
from scenario.rights.wire import Request

_TAPS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("log_open:{unlogged}:0", "record", SHOWS, ()),
    ("log_open:{logged}:0", "record", SHOWS, ()),
    ("log_as:{unlogged}/student_absent:0", "log", CHANGES, ()),
    ("log_as:{unlogged}/cancelled/assembly:0", "log", CHANGES, ()),
    ("log_undo:{log_undo}:0", "own", CHANGES, ("provider",)),
    ("mu_owed:{pending}:0", "log", CHANGES, ()),
    ("mu_not_owed:{pending}:0", "log", CHANGES, ()),
    ("mu_times:{owed}:0", "log", SHOWS, ()),
    ("mu_take:{owed}/2026-10-09:0", "log", ANSWERS, ()),
    ("mu_undo:{make_up_undo}:0", "own", CHANGES, ("provider",)),
    ("indirect_undo:{indirect_undo}:0", "own", CHANGES, ("provider",)),
    ("minutes_show:plan.{plan}/this_month:0", "minutes", SHOWS, ()),
    ("minutes_show:room.{room}/this_week:0", "minutes", SHOWS, ()),
    ("minutes_codes:plan.{past}/this_month:0", "minutes", SHOWS, ()),
    ("minutes_chart:plan.{past}/last_month:0", "minutes", ANSWERS, ()),
    ("mandate:{plan}:0", "mandate", SHOWS, ()),
    ("mandate_end:{mandate}:0", "mandate", CHANGES, ()),
    ("mandate_undo:{mandate_undo}:0", "own", CHANGES, ("provider",)),
    ("progress:{touch_base}:0", "note", SHOWS, PAIR),
    ("progress_plan:{plan}:0", "progress", SHOWS, ()),
    ("progress_more:{plan}/fine_motor:0", "progress", CHANGES, ()),
    ("progress_less:{plan}/fine_motor:0", "progress", CHANGES, ()),
    ("students:{plan}:0", "students", SHOWS, ()),
    ("students_undo:{students_undo}:0", "own", CHANGES, ("provider",)),
    ("group_keep:{plan}/1:0", "schedule", ANSWERS, ()),
    ("review:{plan}:0", "history", SHOWS, ()),
    ("review_keep:{review}:0", "propose", CHANGES, ()),
    ("review_talk:{review}:0", "propose", CHANGES, ()),
    ("review_move:{review}:0", "propose", ANSWERS, ()),
    ("review_split:{review}:0", "propose", SHOWS, ()),
    ("review_model:{review}:0", "propose", SHOWS, ()),
    ("review_undo:{review_undo}:0", "own", CHANGES, ("provider",)),
    ("review_why:{reviewed}:0", "own", SHOWS, ("provider",)),
    ("review_on:{plan}:0", "propose", CHANGES, ()),
    ("review_off:{plan}:0", "propose", ANSWERS, ()),
    ("consent_agree:{consent}:0", "own", ANSWERS, ("provider", "teacher")),
    ("consent_talk:{consent}:0", "own", CHANGES, ("provider", "teacher", "case_manager")),
    ("consent_none:{consent}:0", "own", CHANGES, ("case_manager",)),
    ("consent_amended:{consent}:0", "own", SHOWS, ("case_manager",)),
    ("proposal_withdraw:{consent}:0", "own", CHANGES, ("provider",)),
    ("handover_confirm:{handover_draft}:0", "own", CHANGES, ("provider",)),
)
_FORMS: tuple[Form, ...] = (
    (
        "log",
        "log_open:{unlogged}:0",
        "log",
        CHANGES,
        (),
        {"status": "partial", "minutes": "10", "reason": "drill", "note": "well"},
        {"seen": "", "codes": ""},
    ),
    (
        "mandate",
        "mandate:{plan}:0",
        "mandate",
        CHANGES,
        (),
        {"code": "", "minutes": "40", "per": "week", "model": "any", "from": "2026-10-05"},
        {"plans": "{plan}"},
    ),
    (
        "students",
        "students:{plan}:0",
        "students",
        CHANGES,
        (),
        {"joins": "K9-77", "from": "2026-10-12"},
        {},
    ),
    (
        "review_why",
        "review_why:{reviewed}:0",
        "own",
        CHANGES,
        ("provider",),
        {"words": "it fits"},
        {},
    ),
    (
        "amended",
        "consent_amended:{consent}:0",
        "own",
        CHANGES,
        ("case_manager",),
        {"on": "2026-10-01"},
        {},
    ),
    (
        "handover",
        "handover::0",
        "schedule",
        SHOWS,
        (),
        {"owner": "{provider}", "other": "{successor}", "on": "2026-10-12"},
        {},
    ),
    (
        "handover_preview",
        "handover_confirm:{handover_draft}:0",
        "own",
        CHANGES,
        ("provider",),
        {},
        {},
    ),
    (
        "export",
        "export::0",
        "export",
        ANSWERS,
        (),
        {"span": "2026-09-14/2026-10-05", "provider": "{provider}", "kind": "csv"},
        {},
    ),
)
_LISTS = (
    *("log", "minutes", "mandate", "makeup", "makeup rules", "indirect", "students", "handover"),
    *("caseload", "export", "review"),
)


def _minutes(things: Things, _actor: str) -> str:
    return f"minutes room {things.team.room.capitalize()}"


def _log_day(things: Things, _actor: str) -> Request:
    return Request("click", {"ref": "log_day:2026-10-01:0", "room": place(things)})


def of_records() -> tuple[Probe, ...]:
    """Return what is tried on every room's records."""
    return (
        *(tap(*one) for one in _TAPS),
        Probe("tap log_day", "log", CHANGES, _log_day, own_instead=True),
        *map(form, _FORMS),
        *words(_minutes, "minutes", action="minutes", needs=SHOWS),
    )


def of_nothing() -> tuple[Probe, ...]:
    """Return what is tried without naming a record: words about one's own."""
    return tuple(_lists())


def _lists() -> Iterator[Probe]:
    for text in _LISTS:
        yield from words(always(text), text, action="list", needs=ANSWERS, keepers=KNOWN)
