"""All that can be tried on a room's things: what is tapped, sent and typed, and whose it is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scenario.rights.district import Things, channel, user
from scenario.rights.table import ACTORS, KEEPERS, OUTSIDE, PLANNERS
from scenario.rights.wire import Request

CHANGES, SHOWS, ANSWERS = "changes", "shows", "answers"
"""What an allowed one comes to: rows change, a form or question opens, or there is an answer."""
EVERYBODY = ("provider", "teacher", "para", "case_manager")
PAIR = ("provider", "teacher")
_WAYS = ("command", "mention", "dm")


@dataclass(frozen=True)
class Probe:
    """One request about one kind of thing; `whose` are the parts of its team that own it.

    `keepers` own it instead where names say so. `own_instead`: words that name no thing mean the
    asker's own, so that only this room's things must stay as they are.
    """

    name: str
    action: str
    needs: str
    build: Callable[[Things, str], Request]
    whose: tuple[str, ...] = ()
    keepers: frozenset[str] = frozenset()
    own_instead: bool = False
    by_id: bool = False
    asks_who: bool = False
    """Answers strangers too: it is how they become known, or learn what there is."""

    def owners(self, things: Things) -> frozenset[str]:
        """Return who owns this room's thing."""
        if self.action == "keeper":
            return frozenset({KEEPERS.get(things.team.school, "")})
        return self.keepers | {getattr(things.team, one) for one in self.whose}


# --- taps ---------------------------------------------------------------------------------------

_TAPS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("who:{plan}:0", "see", SHOWS, ()),
    ("who:{plan}/{session0}:0", "see", SHOWS, ()),
    ("why:{plan}:0", "see", SHOWS, ()),
    ("checklist:{session0}:0", "see", SHOWS, ()),
    ("room:{room}:0", "room", SHOWS, ()),
    ("room_later:{room}:0", "room", SHOWS, ()),
    ("room_adults:{room}:0", "room", SHOWS, ()),
    ("room_change:{room}:0", "room", SHOWS, ()),
    ("sub_page:{session0}:0", "room", SHOWS, ()),
    ("agree:{plan}:0", "agree", SHOWS, ()),
    ("agree:{plan}/{session3}:0", "agree", SHOWS, ()),
    ("agree_history:{plan}:0", "history", SHOWS, ()),
    ("in:{agreement}:1", "confirm", ANSWERS, EVERYBODY),
    ("talk:{agreement}:1", "confirm", CHANGES, EVERYBODY),
    ("expectations:{plan}:0", "expect", SHOWS, ()),
    ("expectations:{plan}/{session3}:0", "expect", SHOWS, ()),
    ("expectation_drop:{expectation}:0", "expect", CHANGES, ()),
    ("expectation_drop:{session1}/{once}:0", "expect", CHANGES, ()),
    ("drop_all:{expectation}:0", "expect", CHANGES, ()),
    ("drop_once:{session3}/{expectation}:0", "expect", CHANGES, ()),
    ("expect_all:{once}:0", "expect", CHANGES, ()),
    ("expect_once:{once}:0", "expect", SHOWS, ()),
    ("reword:{expectation}:0", "expect", SHOWS, ()),
    ("expectation_undo:{expectation_undo}:0", "own", CHANGES, ("provider",)),
    ("privacy_edit:{doubt}:0", "own", SHOWS, ("provider",)),
    ("privacy_keep:{doubt}:0", "own", CHANGES, ("provider",)),
    ("doing_usual:{session0}:0", "doing", CHANGES, ()),
    ("doing_say:{session0}:0", "doing", SHOWS, ()),
    ("change:{session3}:0", "propose", SHOWS, ()),
    ("change:{plan}:0", "propose", SHOWS, ()),
    ("change_form:{session3}:0", "propose", SHOWS, ()),
    ("change_form:{change_draft}:0", "own", SHOWS, ("provider",)),
    ("change_confirm:{change_draft}:0", "own", CHANGES, ("provider",)),
    ("change_undo:{change_undo}:0", "own", CHANGES, ("provider",)),
    ("skip:{session3}:0", "skip", CHANGES, ()),
    ("keep:{session3}:0", "skip", ANSWERS, ()),
    ("propose_do:{proposal}:0", "schedule", CHANGES, ()),
    ("propose_keep:{proposal}:0", "schedule", CHANGES, ()),
    ("propose_talk:{proposal}:0", "schedule", CHANGES, ()),
    ("plan_confirm:{plan_draft}:0", "own", CHANGES, ("provider",)),
    ("plan_change:{plan_draft}:0", "own", SHOWS, ("provider",)),
    ("schedule_more:{plan_draft}:0", "own", SHOWS, ("provider",)),
    ("plan_drop:{plan_draft}:0", "own", ANSWERS, ("provider",)),
    ("clash_keep:{plan}/{plan}/room:1", "schedule", ANSWERS, ()),
    ("joint_yes:{plan}:0", "nobody", ANSWERS, ()),
    ("joint_talk:{plan}:0", "nobody", ANSWERS, ()),
    ("cant:{session3}:0", "own", CHANGES, EVERYBODY),
    ("absent_back:{absence}:0", "out", CHANGES, ("provider",)),
    ("absent_undo:{absence_undo}:0", "own", CHANGES, ("provider",)),
    ("absent_confirm:{absence_draft}:0", "own", CHANGES, ("provider",)),
    ("absent_change:{absence_draft}:0", "own", SHOWS, ("provider",)),
    ("cover_pick:{absence}:0", "cover", SHOWS, ("provider",)),
    ("cover_yes:{absence}:0", "own", CHANGES, ("para",)),
    ("cover_no:{absence}:0", "own", CHANGES, ("para",)),
    ("tb_note:{touch_base}:{revision}", "note", SHOWS, PAIR),
    ("tb_note:{noted}:{revision}", "note", SHOWS, PAIR),
    ("tb_held:{touch_base}:{revision}", "note", CHANGES, PAIR),
    ("tb_done:{touch_base}:{revision}", "note", CHANGES, PAIR),
    ("tb_later:{touch_base}:{revision}", "note", ANSWERS, PAIR),
    ("tb_other:{touch_base}:{revision}", "note", SHOWS, PAIR),
    ("tb_take:{touch_base}@20261007-780:{revision}", "note", ANSWERS, PAIR),
    ("tb_now:{pair}@20261005-780:0", "note", ANSWERS, PAIR),
    ("tb_step:{noted}:0", "note", CHANGES, PAIR),
    ("tb_expect:{noted}:0", "note", SHOWS, PAIR),
    ("tb_often:{pair}:0", "note", SHOWS, PAIR),
    ("tb_each:{pair}:0", "note", CHANGES, PAIR),
    ("tb_standing:{pair}:0", "note", SHOWS, PAIR),
    ("tb_stand:{pair}@2-780:0", "note", ANSWERS, PAIR),
    ("tb_not_now:{pair}:0", "note", CHANGES, PAIR),
    ("routine:{room}/{called} writing:0", "routine", SHOWS, ()),
    ("routine_add:{room}:0", "routine", SHOWS, ()),
    ("routine_more:{room}/{called} writing:0", "routine", SHOWS, ()),
    ("room_say:{room}/kind:snack:0", "routine", SHOWS, ()),
    ("room_grade:{room}/grades_1_2:0", "routine", CHANGES, ()),
    ("routine_drop:{room}/Planning:0", "routine", CHANGES, ()),
    ("room_right:{room}/kind:snack:0", "question", ANSWERS, ()),
    ("room_none:{room}/kind:snack:0", "question", ANSWERS, ()),
    ("room_all:{room}:0", "question", ANSWERS, ()),
    ("room_period:{room}/Specials:0", "question", ANSWERS, ()),
    ("room_no:{room}:0", "question", CHANGES, ()),
    ("room_yes:{room}:0", "question", ANSWERS, ()),
    ("room_day:{room}/day:EARLY:0", "question", ANSWERS, ()),
    ("room_most:{room}/5:0", "question", CHANGES, ()),
    ("room_undo:{room_undo}:0", "own", CHANGES, ("teacher",)),
    ("day_change:{day}:0", "calendar", SHOWS, ()),
    ("day_clear:{day}:0", "calendar", CHANGES, ()),
    ("day_change:{day_draft}:0", "keeper", SHOWS, ()),
    ("day_pick:{day_draft}/REGULAR:0", "keeper", ANSWERS, ()),
    ("day_confirm:{day_draft}:0", "keeper", CHANGES, ()),
    ("day_undo:{day_undo}:0", "keeper", CHANGES, ()),
)


def tap(ref: str, action: str, needs: str, whose: tuple[str, ...]) -> Probe:
    """Return the probe that taps a button."""

    def build(things: Things, _actor: str) -> Request:
        return Request("click", {"ref": filled(ref, things), "room": place(things)})

    return Probe(f"tap {ref}", action, needs, build, whose, by_id=True)


def _tick(things: Things, _actor: str) -> Request:
    ref = filled("tick:{session0}:0", things)
    about = {"ref": ref, "box": things["expectation"], "room": place(things)}
    return Request("tick", about)


# --- forms --------------------------------------------------------------------------------------

Values = Mapping[str, Any]
Form = tuple[str, str, str, str, tuple[str, ...], Values, Values]
"""Name, reference, action, what it needs, whose it is, fields, and values that are not shown."""
_FORMS: tuple[Form, ...] = (
    ("expect", "expectations:{plan}:0", "expect", CHANGES, (), {"text": "chairs in"}, {}),
    (
        "expect",
        "expectations:{plan}/{session3}:0",
        "expect",
        CHANGES,
        (),
        {"text": "chairs in"},
        {},
    ),
    ("reword", "reword:{expectation}:0", "expect", CHANGES, (), {"text": "chairs in"}, {}),
    (
        "change",
        "change:{session3}:0",
        "propose",
        SHOWS,
        (),
        {"what": "skip"},
        {"session_id": "{session3}", "seen": "1"},
    ),
    (
        "change",
        "change:{session3}:0",
        "propose",
        SHOWS,
        (),
        {"what": "end", "on": "2026-11-04"},
        {"session_id": "{session3}", "seen": "1"},
    ),
    ("change_preview", "change_confirm:{change_draft}:0", "own", CHANGES, ("provider",), {}, {}),
    ("preview", "plan_confirm:{plan_draft}:0", "own", CHANGES, ("provider",), {}, {}),
    ("doing", "doing_say:{session0}:0", "doing", CHANGES, (), {"text": "spelling"}, {}),
    (
        "routine",
        "routine:{room}:0",
        "routine",
        CHANGES,
        (),
        {"kind": "snack", "name": "Snack", "start": "10:45", "end": "10:55", "students": "yes"},
        {},
    ),
    (
        "note",
        "tb_note:{touch_base}:{revision}",
        "note",
        CHANGES,
        PAIR,
        {"worked": "all", "change": "", "try_next": ""},
        {},
    ),
    (
        "override",
        "day_change::0",
        "calendar",
        SHOWS,
        (),
        {"kind": "closed", "first": "2026-10-21", "school": "{school}"},
        {},
    ),
    ("day_preview", "day_confirm:{day_draft}:0", "keeper", CHANGES, (), {}, {}),
    (
        "absence",
        "absent_change::0",
        "out",
        SHOWS,
        ("provider",),
        {"person": "{provider}", "first": "2026-10-19", "part": "day"},
        {},
    ),
    ("absence_preview", "absent_confirm:{absence_draft}:0", "own", CHANGES, ("provider",), {}, {}),
    (
        "cover",
        "cover_pick:{absence}:0",
        "cover",
        CHANGES,
        ("provider",),
        {"cover": "{teacher}"},
        {},
    ),
)


def form(told: Form) -> Probe:
    """Return the probe that sends a form."""
    name, ref, action, needs, whose, values, kept = told

    def build(things: Things, _actor: str) -> Request:
        said = {key: filled(one, things) for key, one in values.items()}
        hidden = {key: filled(one, things) for key, one in kept.items()}
        about = {"name": name, "ref": filled(ref, things), "values": said, "kept": hidden}
        return Request("form", about)

    return Probe(f"form {name} {ref} {dict(values)}", action, needs, build, whose, by_id=True)


def _agree(things: Things, _actor: str) -> Request:
    parts = {f"part.{things[one]}": "helps out" for one in (*things.team.people, *things.extra)}
    about = {
        "name": "agree",
        "ref": filled("agree:{plan}:1", things),
        "values": {"lead": things["provider"], "activity": "painting", **parts},
        "kept": {"model": "station", "opened_at": "2026-10-05T11:00:00+00:00"},
    }
    return Request("form", about)


def _schedule(things: Things, _actor: str) -> Request:
    values = {
        "weekdays": ("1",),
        "start": "12:15",
        "end": "12:40",
        "teacher": user(things.team.teacher),
        "room": things.team.room.capitalize(),
        "channel": channel(things.team.room),
    }
    return Request("form", {"name": "schedule", "ref": "schedule::0", "values": values})


# --- words --------------------------------------------------------------------------------------

_IN_THREADS = (
    ("who", "see", SHOWS),
    ("why", "see", SHOWS),
    ("expect chairs in", "expect", CHANGES),
    ("drop 1", "expect", CHANGES),
    ("drop 77", "expect", SHOWS),
)
_LISTS = (
    *("", "next", "today", "week", "touchbase", "confirm", "agree", "room", "quiet", "change"),
    *("school", "day", "cover", "suggest", "calendar", "help", "settings", "nxt", "expect"),
    *("who", "why", "absent", "schedule"),
)
_FOR_ANYBODY = ("help", "settings", "nxt")
_DAYS = ("closed oct 21", "delay 2h oct 21", "early 12:30 oct 21", "day early release oct 21")


def _threads() -> Iterator[Probe]:
    for text, action, needs in _IN_THREADS:

        def build(things: Things, _actor: str, text: str = text) -> Request:
            about = {"text": text, "thread": things.thread, "room": things.team.room}
            return Request("mention", about)

        yield Probe(f"mention in the thread: {text}", action, needs, build)


def _reply(things: Things, _actor: str) -> Request:
    about = {"text": "chairs in", "thread": things.thread, "room": things.team.room}
    return Request("reply", about)


def words(text: Callable[[Things, str], str], name: str, **about: Any) -> Iterator[Probe]:
    """Yield one probe for each way in which words can be said; `about` are its other fields."""
    for way in _WAYS:

        def build(things: Things, actor: str, way: str = way) -> Request:
            return Request(way, {"text": text(things, actor), "room": place(things)})

        yield Probe(f"{way}: {name}", build=build, **about)


def _phrase(things: Things, actor: str) -> str:
    provider = "" if actor in PLANNERS else f" <@{user(things.team.provider)}>"
    called, teacher = things.team.room.capitalize(), user(things.team.teacher)
    return f"schedule tue 12:15-12:40 with <@{teacher}>{provider} room {called}"


def _absent(things: Things, _actor: str) -> str:
    return f"absent <@{user(things.team.provider)}> oct 19"


def _expect_here(_things: Things, _actor: str) -> str:
    return "expect chairs in"


_KEEPERS = frozenset({*KEEPERS.values(), "ada"})
KNOWN = frozenset(ACTORS) - OUTSIDE


def _typed() -> Iterator[Probe]:
    yield from words(_phrase, "schedule", action="plan", needs=SHOWS, keepers=PLANNERS)
    yield from words(_absent, "absent", action="out", needs=SHOWS, whose=("provider",))
    yield from words(_expect_here, "expect", action="expect", needs=CHANGES, own_instead=True)
    yield Probe(
        "command: substitute",
        "room",
        SHOWS,
        lambda things, _: Request("command", {"text": "substitute", "room": things.team.room}),
    )


def of_things() -> tuple[Probe, ...]:
    """Return what is tried on every room's things."""
    return (
        *(tap(*one) for one in _TAPS),
        Probe("tick", "expect", CHANGES, _tick, by_id=True),
        *map(form, _FORMS),
        Probe("form agree", "agree", CHANGES, _agree),
        Probe("form schedule", "plan_own", SHOWS, _schedule, keepers=PLANNERS),
        *_threads(),
        Probe("reply: add as expectation", "expect", CHANGES, _reply),
        *_typed(),
    )


def of_nothing() -> tuple[Probe, ...]:
    """Return what is tried without naming a thing: words about one's own, and one's own school."""
    found: list[Probe] = []
    for text in _LISTS:
        said = text or "(nothing)"
        about = {"needs": ANSWERS, "keepers": KNOWN, "asks_who": text in _FOR_ANYBODY}
        found += words(always(text), said, action="list", **about)
    for text in _DAYS:
        found += words(always(text), text, action="keeps", needs=SHOWS, keepers=_KEEPERS)
    shortcut = Request("shortcut", {"callback_id": "plan_push_in"})
    planners = PLANNERS | frozenset(KEEPERS.values())
    found.append(Probe("shortcut: plan", "plan_own", SHOWS, lambda *_: shortcut, keepers=planners))
    return tuple(found)


def always(text: str) -> Callable[[Things, str], str]:
    """Return the same words, whosever things are meant."""
    return lambda *_: text


def filled(text: Any, things: Things) -> Any:
    """Return a template with a room's ids put in."""
    return text.format_map(things)


def place(things: Things) -> str:
    """Return the room in whose channel it is tried."""
    return things.place
