"""How a pair wants to meet: how often, perhaps always at one time, offered once it is needed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pushin import (
    calendars,
    errors,
    live,
    pairs,
    people,
    prompts,
    slots,
    touchbase_notes,
    touchbases,
)
from pushin.kinds import reads
from pushin.pairs import Pair
from pushin.results import HabitSaved, PairFacts, PhoneSaved, StandingOffer
from pushin.slots import Standing
from school import slots as minutes
from storage import tables
from storage.scope import Scope

OFTEN = ("weekly", "each_session", "on_request")
WEEKS = 6
"""Weeks to come over which a standing time is sought."""
_OFFERED = 5
"""Standing times among which a pair can look, the best first."""
_IN_A_ROW = 2
"""Weeks in a row without touching base after which a standing time is offered."""
_BACK = 40
"""Touch-bases of the past that are looked at."""
_WEEK = timedelta(days=7)


@reads
def of_asker(scope: Scope, *, at: datetime) -> tuple[PairFacts, ...]:
    """Return how the asker meets each colleague with whom they share a plan."""
    me = people.require_member(scope)
    return tuple(facts(scope, pair) for pair in pairs.of_person(scope, me, at=at))


@reads
def of_pair(scope: Scope, key: str, *, at: datetime) -> PairFacts:
    """Return how the asker and a colleague meet; refusals as `pairs.own`."""
    return facts(scope, pairs.own(scope, key, at=at))


def facts(scope: Scope, pair: Pair) -> PairFacts:
    """Return how a pair meets."""
    habit = scope.touch_bases.habit(*pair.ids)
    standing = touchbases.standing_of(habit)
    note = touchbase_notes.newest(scope, pair.ids)
    is_teacher = scope.person is not None and scope.person.id == pair.teacher.id
    return PairFacts(
        key=pair.key,
        teacher=people.ref(pair.teacher),
        provider=people.ref(pair.provider),
        other=people.ref(pair.provider if is_teacher else pair.teacher),
        room=pair.classroom.room,
        often="weekly" if habit is None else habit.often,
        weekday=None if standing is None else standing.weekday,
        start=None if standing is None else standing.start,
        note_of=None if note is None else note.id,
    )


# --- a standing time --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Due:
    """A pair to which a standing time is offered, and since when it is due."""

    pair: Pair
    since: datetime


def due(scope: Scope, person: tables.Person, *, at: datetime) -> tuple[Due, ...]:
    """Return the pairs of a person that met in none of two weeks in a row and said nothing yet.

    Weeks without sessions lie between without counting; a habit that was said, *Not now* too, ends
    it.
    """
    found = []
    for pair in pairs.of_person(scope, person, at=at):
        if scope.touch_bases.habit(*pair.ids) is None:
            since = _unmet_since(scope, pair, at)
            if since is not None:
                found.append(Due(pair, since))
    return tuple(found)


def _unmet_since(scope: Scope, pair: Pair, at: datetime) -> datetime | None:
    """Return when the second of the last weeks in a row without touching base was over."""
    this = slots.monday(calendars.today(pair.calendar, at))
    run: list[tables.TouchBase] = []
    for row in scope.touch_bases.latest(*pair.ids, this, _BACK):
        met = _met(row, this)
        if met:
            break
        if met is False:
            run.append(row)
    if len(run) < _IN_A_ROW:
        return None
    second = run[-_IN_A_ROW]
    return pair.calendar.clock(min(this, slots.monday(second.week) + _WEEK)).instant(0)


def _met(row: tables.TouchBase, this: date) -> bool | None:
    """Tell whether two met in a week; None while it may still come about."""
    if row.noted_at is not None or row.state in {"done", "talked"}:
        return True
    if row.state in {"missed", "no_slot"} or slots.monday(row.week) < this:
        return False
    return None


@reads
def offer(scope: Scope, key: str, number: int = 0, *, at: datetime) -> StandingOffer:
    """Return the time of the week that is common to a pair most often in the weeks to come.

    `number`: the next best ones. Refusals: those of `pairs.own`, `no_standing_time`,
    `no_other_time`.
    """
    pair = pairs.own(scope, key, at=at)
    found = standing(scope, pair, number, at=at)
    if found is None:
        raise errors.Refusal("no_other_time" if number else "no_standing_time")
    return found


def standing(scope: Scope, pair: Pair, number: int = 0, *, at: datetime) -> StandingOffer | None:
    """Return a pair's standing time of this rank over the coming weeks; None if there is none."""
    today = calendars.today(pair.calendar, at)
    first = slots.monday(today)
    diary = touchbases.diary_of(scope, pair, first, first + WEEKS * _WEEK)
    rows = scope.touch_bases.from_week(pair.ids, first)
    taken = slots.taken_by(pair, diary, (row for row in rows if not pair.owns(row)))
    dates = [today + days * slots.DAY for days in range(1, 7 * WEEKS + 1)]
    common = ((on.weekday(), tuple(slots.common(pair, diary, on, taken))) for on in dates)
    best = minutes.most_often(common, _OFFERED)
    if number >= len(best):
        return None
    weekday, start, count = best[number]
    is_last = number + 1 == len(best)
    return StandingOffer(facts(scope, pair), weekday, start, count, WEEKS, number, is_last)


def take_standing(scope: Scope, key: str, weekday: int, start: int, *, at: datetime) -> HabitSaved:
    """Let a pair meet at one time of the week, wherever that is common; twice changes nothing.

    Touch-bases to come move there. Refusals: those of `pairs.own`; `bad_slot`.
    """
    pair = pairs.own(scope, key, at=at)
    if not (weekday in range(7) and start in range(24 * 60 - minutes.MINUTES + 1)):
        raise errors.Refusal("bad_slot")
    habit = _habit(scope, pair)
    if habit.often == "weekly" and touchbases.standing_of(habit) == Standing(weekday, start):
        return HabitSaved(facts(scope, pair), "standing", again=True)
    habit.often, habit.weekday, habit.start_minute = "weekly", weekday, start
    scope.touch_bases.add(habit)
    _plan(scope, pair, at=at)
    _stand(scope, pair, Standing(weekday, start), at=at)
    _follow(scope, pair, at=at)
    return HabitSaved(facts(scope, pair), "standing")


def not_now(scope: Scope, key: str, *, at: datetime) -> HabitSaved:
    """Keep that a pair wants no standing time: it is offered no more, and found when asked for.

    One that was taken goes; what is planned stays where it is. Refusals: those of `pairs.own`.
    """
    pair = pairs.own(scope, key, at=at)
    habit = _habit(scope, pair)
    habit.weekday = habit.start_minute = None
    scope.touch_bases.add(habit)
    _follow(scope, pair, at=at)
    return HabitSaved(facts(scope, pair), "no_standing")


def set_often(scope: Scope, key: str, often: str, *, at: datetime) -> HabitSaved:
    """Keep how often a pair touches base: `OFTEN`; a standing time holds for weekly ones only.

    What is planned follows. Refusals: those of `pairs.own`; `bad_slot`.
    """
    pair = pairs.own(scope, key, at=at)
    if often not in OFTEN:
        raise errors.Refusal("bad_slot")
    habit = scope.touch_bases.habit(*pair.ids)
    if (habit.often if habit else "weekly") == often:
        return HabitSaved(facts(scope, pair), often, again=True)
    habit = _habit(scope, pair)
    habit.often, habit.weekday, habit.start_minute = often, None, None
    scope.touch_bases.add(habit)
    if often == "on_request":
        touchbases.withdraw_all(scope, pair, at=at)
    _plan(scope, pair, at=at)
    _follow(scope, pair, at=at)
    return HabitSaved(facts(scope, pair), often)


def set_phone(scope: Scope, *, phone_ok: bool, at: datetime) -> PhoneSaved:
    """Keep whether the asker may be met by phone; where both may, any building will do."""
    me = people.require_member(scope)
    if me.phone_ok != phone_ok:
        me.phone_ok = phone_ok
        scope.session.add(me)
        scope.session.flush()
        touchbases.plan_all(scope, [me.id], at=at)
        live.changed(scope, f"person:{me.id}")
    return PhoneSaved(phone_ok)


def _habit(scope: Scope, pair: Pair) -> tables.TouchBaseHabit:
    """Return a pair's habit, perhaps a new one."""
    return scope.touch_bases.habit(*pair.ids) or tables.TouchBaseHabit(
        workspace_id=scope.workspace_id, teacher_id=pair.teacher.id, provider_id=pair.provider.id
    )


def _plan(scope: Scope, pair: Pair, *, at: datetime) -> None:
    plan = next(iter(pairs.plans(scope, pair, at=at)), None)
    if plan is not None:
        touchbases.plan_weeks(scope, plan, at=at)


def _stand(scope: Scope, pair: Pair, standing: Standing, *, at: datetime) -> None:
    """Move the touch-bases to come to their pair's standing time where it is common."""
    first = slots.monday(calendars.today(pair.calendar, at))
    diary = touchbases.diary_of(scope, pair, first, None)
    rows = scope.touch_bases.from_week(pair.ids, first)
    taken = slots.taken_by(pair, diary, (row for row in rows if not pair.owns(row)))
    changed = []
    for row in rows:
        if not pair.owns(row) or touchbases.is_settled(row, at):
            continue
        on = slots.monday(row.week) + standing.weekday * slots.DAY
        slot = slots.exactly(pair, diary, on, standing.start, taken, at=at)
        if slot is not None and slot.starts_at != row.starts_at:
            touchbases.place(row, slot)
            row.revision += 1
            changed.append(row)
    scope.session.flush()
    for row in changed:
        prompts.for_touch_base(scope, row, at=at)
    live.changed(scope, *(f"pair:{row.id}" for row in changed))


def _follow(scope: Scope, pair: Pair, *, at: datetime) -> None:
    """Show both what changed, and ask no more what was answered."""
    live.changed(scope, *(f"person:{one}" for one in pair.ids))
    for person_id in pair.ids:
        prompts.for_person(scope, person_id, at=at)
