"""Repaired days: what each person has to know of their day after it was changed, in one message.

What a person knows is kept in their prompt, so that a day which is again as they know it is told
to nobody: in `Prompt.why`, until the post what they knew before, from then on what they were told.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from pushin import (
    attention,
    calendars,
    change_times,
    clash_questions,
    derivation,
    live,
    outs,
    people,
    plan_facts,
    prompts,
    sessions,
)
from pushin.results import RepairedDay, RepairedLine, SchoolDay
from school import clock
from school.recurrence import Occurrence
from storage import tables
from storage.queries.absences import Mark
from storage.scope import Scope

KIND = "change"
_OVER = frozenset({"sent", "expired", "merged", "cancelled", "uncertain"})
_STANDS = ("claimed", "sent", "uncertain")


def subject(person_id: str, on: date) -> str:
    """Return what a person's message about a date is about."""
    return f"{KIND}:{person_id}:{on.isoformat()}"


def split(of_prompt: str) -> tuple[str, date]:
    """Return the person's id and the date of such a subject."""
    _, person_id, on = of_prompt.split(":")
    return person_id, date.fromisoformat(on)


# --- plan -------------------------------------------------------------------------------------


def tell(
    scope: Scope,
    rows: Sequence[tables.Session],
    *,
    before: Mapping[str, str],
    out: "outs.Marks | None" = None,
    since: datetime | None = None,
    by: tables.Person | None = None,
    at: datetime,
) -> None:
    """Plan one message for everybody whose day these sessions changed; `by` knows it already.

    `before` is the `derivation.state` of each session that there was, by its id; `out` who was
    out of them, if others are now. Who said to be out is told only what they are answered.
    `since`: not earlier. While the message is not posted it is moved, or withdrawn where the day
    is again as its person knew it.
    """
    now = scope.absences.marks([row.id for row in rows])
    was = _Before({row.id: before.get(row.id, _NEW) for row in rows}, now if out is None else out)
    concerned: dict[tuple[str, date], tables.Person] = {}
    for row in rows:
        marks = (was.out.get(row.id, ()), now.get(row.id, ()))
        for adult in [*adults(scope, row.plan_id), *_covering(scope, *marks)]:
            if (by is None or adult.id != by.id) and _is_told(adult, *marks):
                concerned[adult.id, row.on_date] = adult
    for (_, on), person in concerned.items():
        _plan(scope, person, on, was, max(at, since or at), at=at)


@dataclass(frozen=True, slots=True)
class _Before:
    """How sessions were before they changed, and who was out of them, by their ids."""

    states: Mapping[str, str]
    out: "outs.Marks"


def _covering(scope: Scope, before: Sequence[Mark], now: Sequence[Mark]) -> Iterable[tables.Person]:
    """Return who covers or covered, or is or was asked to, and can be written to."""
    ids = {one.cover_id for one in (*before, *now) if one.cover_id}
    return (one for one in scope.people.of_ids(sorted(ids)) if attention.is_reachable(one))


def _is_told(person: tables.Person, before: Sequence[Mark], now: Sequence[Mark]) -> bool:
    """Tell whether a person hears of a session: who said to be out, only what was answered."""
    is_out = any(one.person_id == one.said_by == person.id for one in now)
    answers = (outs.answered_to(person.id, marks) for marks in (before, now))
    return not is_out or len(set(answers)) > 1


def adults(scope: Scope, plan_id: str) -> list[tables.Person]:
    """Return the adults of a plan who can be written to."""
    return [one for one in scope.plans.adults(plan_id) if attention.is_reachable(one)]


def differs(
    scope: Scope, person: tables.Person, on: date, becoming: Mapping[str, tables.Session]
) -> bool:
    """Tell whether a day would be another than its person knows, were these sessions so (by id)."""
    now = _states(scope, person, _rows(scope, person, on))
    known = _known(_newest(scope, person, on)) or now
    then = now | _states(scope, person, list(becoming.values()))
    return any(known.get(key) != value for key, value in then.items())


def _plan(
    scope: Scope,
    person: tables.Person,
    on: date,
    was: _Before,
    since: datetime,
    *,
    at: datetime,
) -> None:
    rows = _rows(scope, person, on)
    now = _states(scope, person, rows)
    newest = _newest(scope, person, on)
    known = _known(newest) or (now | _before(scope, person, rows, was))
    changed = [row for row in rows if known.get(row.id) != now[row.id]]
    about = subject(person.id, on)
    if newest is not None and newest.state == "claimed":
        live.changed_only(scope, about)  # it is on its way, and is shown anew once it stands
        return
    if not changed:
        prompts.withdraw(scope, subject=about, kind=KIND, why="as_known", at=at)
        return
    revision = 1
    if newest is not None:
        revision = newest.revision + (newest.state in _OVER)
    starts = [moment for row in changed for moment in _starts(scope, row, known.get(row.id))]
    due_at, worthless_at = change_times.of(scope, person, on, starts, at=since)
    prompts.plan(
        scope,
        kind=KIND,
        subject=about,
        conversation=scope.conversations.im(person.id),
        due_at=due_at,
        worthless_at=worthless_at,
        revision=revision,
        why=_encoded(known),
    )


def told(scope: Scope, prompt: tables.Prompt) -> None:
    """Keep what a message that stands tells its person."""
    person_id, on = split(prompt.subject)
    person = people.require(scope, person_id)
    prompt.why = _encoded(_states(scope, person, _rows(scope, person, on)))
    scope.session.add(prompt)


def is_as_known(scope: Scope, prompt: tables.Prompt) -> bool:
    """Tell whether a day that was to be told is (again) as its person knows it."""
    person_id, on = split(prompt.subject)
    person, known = people.require(scope, person_id), _known(prompt)
    now = _states(scope, person, _rows(scope, person, on))
    return known is not None and all(known.get(key) == value for key, value in now.items())


def carries(scope: Scope, person: tables.Person, on: date, *, at: datetime) -> bool:
    """Tell whether a message of today has, or will have, what a person is to decide of a day."""
    newest = _newest(scope, person, on)
    if newest is None or newest.state in {"planned", "claimed"}:
        return newest is not None
    posted = newest.state == "sent" and newest.settled_at is not None
    today = attention.today(scope, person, at)
    return posted and attention.today(scope, person, newest.settled_at or at) == today


def retire(scope: Scope, prompt: tables.Prompt, *, at: datetime) -> None:
    """Let an older message of the same day point to this one, and rest those of past days."""
    person = people.require(scope, split(prompt.subject)[0])
    scope.messages.close_changes(prompt.subject, but=prompt.id)
    scope.messages.rest_changes(person.id, before=attention.today(scope, person, at))


# --- show -------------------------------------------------------------------------------------


def card(scope: Scope, person: tables.Person, on: date, *, replaced: bool = False) -> RepairedDay:
    """Return a person's day as it is now, a line for each of their sessions."""
    rows = _rows(scope, person, on)
    revision = posted_revision(scope, person, on)
    said = seen(scope, person, on)
    lines = tuple(_line(scope, row) for row in rows)
    return RepairedDay(
        person=people.ref(person),
        on=on,
        revision=revision,
        days=_days(scope, person, on, rows),
        lines=lines,
        as_usual=all(one.is_usual for one in lines),
        seen=said is not None and said.revision >= revision,
        replaced=replaced,
        clashes=() if replaced else clash_questions.on_date(scope, person, on),
    )


def posted_revision(scope: Scope, person: tables.Person, on: date) -> int:
    """Return the revision of the newest message about a day that stands, or may; 0 for none."""
    found = scope.prompts.of_subject(subject(person.id, on), KIND)
    return max((one.revision for one in found if one.state in _STANDS), default=0)


def seen(scope: Scope, person: tables.Person, on: date) -> tables.DaySeen | None:
    """Return that a person said of their day that it looks right, if they did."""
    key = {"workspace_id": scope.workspace_id, "person_id": person.id, "on": on}
    return scope.session.get(tables.DaySeen, key)


def _line(scope: Scope, row: tables.Session) -> RepairedLine:
    plan = plan_facts.require(scope, row.plan_id)
    calendar = calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id)
    overrides = calendars.overrides_of(scope, calendar.id)
    overrides.pop(row.original_date, None)
    usual = derivation.expected(scope, plan, calendar, overrides, on=row.original_date)
    facts = sessions.facts(scope, row)
    is_usual = not facts.out and derivation.state(row, calendar.zone) == (
        _expected(usual[0]) if usual else derivation.OFF
    )
    times = (usual[0].start, usual[0].end) if usual and usual[0].obstacle is None else (None, None)
    return RepairedLine(facts, *times, is_usual=is_usual)


def _expected(one: Occurrence) -> str:
    return one.obstacle or f"{one.start}-{one.end}"


def _days(
    scope: Scope, person: tables.Person, on: date, rows: Sequence[tables.Session]
) -> tuple[SchoolDay, ...]:
    """Return the date at each school where the person has a session then."""
    schools = dict.fromkeys(
        plan_facts.classroom_of(scope, plan_facts.require(scope, row.plan_id)).school_id
        for row in rows
    )
    known = tuple(schools) or attention.school_ids(scope, person)[:1]
    return tuple(calendars.day(scope, school_id, on) for school_id in known)


# --- what a person knows ----------------------------------------------------------------------

_NEW = "new"


def _newest(scope: Scope, person: tables.Person, on: date) -> tables.Prompt | None:
    return scope.prompts.newest(KIND, subject(person.id, on), f"im:{person.id}")


def _encoded(known: Mapping[str, str]) -> str:
    return " ".join(f"{key}={value}" for key, value in sorted(known.items()))


def _known(prompt: tables.Prompt | None) -> dict[str, str] | None:
    """Return what a person knew of their day, by session; None where no prompt tells it."""
    if prompt is None or "=" not in prompt.why:
        return None
    return dict(one.split("=", 1) for one in prompt.why.split())


def _rows(scope: Scope, person: tables.Person, on: date) -> Sequence[tables.Session]:
    return scope.sessions.on_dates_of(person.id, [on])


def _zone(scope: Scope, row: tables.Session) -> ZoneInfo:
    plan = plan_facts.require(scope, row.plan_id)
    return calendars.calendar_of(scope, plan_facts.classroom_of(scope, plan).school_id).zone


def _states(
    scope: Scope, person: tables.Person, rows: Collection[tables.Session]
) -> dict[str, str]:
    now = {row.id: derivation.state(row, _zone(scope, row)) for row in rows}
    return _before(scope, person, rows, _Before(now, scope.absences.marks(list(now))))


def _before(
    scope: Scope, person: tables.Person, rows: Iterable[tables.Session], was: _Before
) -> dict[str, str]:
    return {
        row.id: _as_seen(scope, person, row, was.states[row.id], was.out.get(row.id, ()))
        for row in rows
        if row.id in was.states
    }


def _as_seen(
    scope: Scope, person: tables.Person, row: tables.Session, found: str, marks: Sequence[Mark]
) -> str:
    """Return a session's state as it matters to a person: only its owner decides what waits."""
    is_on = found == _NEW or found[:1].isdigit()
    news = outs.seen_by(person.id, marks, is_on=is_on)
    if is_on or plan_facts.require(scope, row.plan_id).provider_id == person.id:
        return found + news
    return derivation.OFF + news


def _starts(scope: Scope, row: tables.Session, known: str | None) -> list[datetime]:
    """Return when a changed session begins: now, and as its person still takes it to."""
    begin = (known or "").partition("-")[0]
    earlier = [clock.instant(row.on_date, int(begin), _zone(scope, row))] if begin.isdigit() else []
    return [row.starts_at, *earlier]
