"""The list of plans to look at, which a person gets where a plan's team wants to be asked.

Its subject is `review:PERSON:DATE`, the local date on which the first of them is due.
"""

from datetime import date, datetime, timedelta

from pushin import (
    attention,
    calendars,
    people,
    plan_facts,
    prompts,
    review_facts,
)
from pushin.results import ReviewList
from school import clock
from storage import tables
from storage.scope import Scope, Who, fresh_id

KIND = "review"
WEEKS = 6
"""How often a team is asked that wants to be, and how far back is looked."""
PERIOD = timedelta(weeks=WEEKS)
_TOGETHER = timedelta(days=7)
_AFTER = timedelta(microseconds=1)
"""Plans that are due within so many days stand in one list."""
_SCHOOL_DAYS = 10
"""After so many school days a list is worth nothing any more."""
_SHORTFALL = 0.2
_DAY = timedelta(days=1)


def split(subject: str) -> tuple[str, date]:
    """Return the person's id and the date of a list's subject."""
    _, person_id, on = subject.split(":")
    return person_id, date.fromisoformat(on)


def for_team(scope: Scope, plan: tables.Plan, *, at: datetime) -> None:
    """Keep the lists of all adults of a plan."""
    for person_id in scope.plans.adult_ids(plan.id):
        keep(scope, person_id, at=at)


def keep(scope: Scope, person_id: str, *, at: datetime) -> None:
    """Plan a person's next list for their next student-free time; none where nothing is due."""
    person = scope.people.get(person_id)
    due = _first_due(scope, person, at) if person is not None else None
    planned = scope.prompts.planned_of(KIND, person_id)
    about, moment = None, None
    if person is not None and due is not None:
        about = f"{KIND}:{person.id}:{due.isoformat()}"
        zone = attention.zone_of(scope, person)
        since = at if zone is None else max(at, clock.instant(due, 0, zone))
        moment = attention.next_moment(scope, person, after=since)
    for one in planned:
        if moment is None or one.subject != about:
            prompts.withdraw(scope, subject=one.subject, kind=KIND, why="changed", at=at)
    if person is not None and about is not None and moment is not None:
        prompts.plan(
            scope,
            kind=KIND,
            subject=about,
            conversation=scope.conversations.im(person.id),
            due_at=moment,
            worthless_at=worthless_at(scope, person, moment),
            why="review",
        )


def worthless_at(scope: Scope, person: tables.Person, since: datetime) -> datetime | None:
    """Return the end of the tenth school day from an instant on."""
    on: date | None = attention.today(scope, person, since)
    for _ in range(_SCHOOL_DAYS - 1):
        on = None if on is None else attention.next_school_day(scope, person, on)
    return None if on is None else attention.quiet_from(scope, person, on)


def opened(scope: Scope, plan: tables.Plan, why: str, *, at: datetime) -> tables.Review:
    """Return the review of a plan that waits for a decision; begun now where there is none.

    One that nobody decided in its weeks is over: it is begun anew. The next one begins after it,
    also where both are of the same instant: the order of decisions hangs on it.
    """
    before = scope.reviews.of_plans([plan.id])
    for one in before:
        if one.decision is None and at - one.at < PERIOD:
            return one
    begun = max(at, before[0].at + _AFTER) if before else at
    review = tables.Review(
        workspace_id=scope.workspace_id, id=fresh_id(), plan_id=plan.id, why=why, at=begun
    )
    scope.session.add(review)
    scope.session.flush()
    return review


def begin(scope: Scope, subject: str, *, at: datetime) -> None:
    """Begin the reviews that a list names, in the transaction that posts it."""
    person_id, _ = split(subject)
    person = people.require(scope, person_id)
    for plan, due, why in _due(scope, person, at):
        if due <= attention.today(scope, person, at) + _TOGETHER:
            opened(scope, plan, why, at=at)


def has_something(scope: Scope, person: tables.Person, subject: str, *, at: datetime) -> bool:
    """Tell whether a list would name any plan now."""
    today = attention.today(scope, person, at)
    _, on = split(subject)
    return any(due <= max(on, today) for _, due, _ in _due(scope, person, at))


def card(scope: Scope, person: tables.Person, on: date, *, at: datetime) -> ReviewList:
    """Return what a list shows: the plans that were begun with it, with what was decided since."""
    theirs = Scope(scope.within, Who(scope.workspace_id, person.slack_user_id))
    ids = [plan.id for plan in scope.plans.of_person(person.id)]
    zone = attention.zone_of(scope, person)
    first = on - _SCHOOL_DAYS * _DAY
    last = on + 3 * _TOGETHER
    items = [
        review_facts.of(theirs, one, at=at)
        for one in scope.reviews.of_plans(ids)
        if one.why != "asked" and zone and first <= clock.local(one.at, zone)[0] <= last
    ]
    return ReviewList(people.ref(person), on, tuple(items))


def _first_due(scope: Scope, person: tables.Person, at: datetime) -> date | None:
    if not attention.is_reachable(person):
        return None
    return min((due for _, due, _ in _due(scope, person, at)), default=None)


def _due(scope: Scope, person: tables.Person, at: datetime) -> list[tuple[tables.Plan, date, str]]:
    """Return the plans of a person whose team wants to be asked, with when and why it is."""
    if person.role == "case_manager":
        return []
    last = scope.reviews.last_list(person.id)
    told_at = last.settled_at if last is not None else None
    found = []
    for plan in scope.plans.of_person(person.id):
        if plan.review_weeks is not None and not plan_facts.is_over(scope, plan, at=at):
            due, why = _when(scope, plan, told_at, at)
            if due <= plan.until_date:
                found.append((plan, due, why))
    return found


def _when(
    scope: Scope, plan: tables.Plan, told_at: datetime | None, at: datetime
) -> tuple[date, str]:
    room = plan_facts.classroom_of(scope, plan)
    zone = calendars.calendar_of(scope, room.school_id).zone
    today = clock.local(at, zone)[0]
    rows = scope.reviews.of_plans(review_facts.chain(scope, plan))
    if rows:
        last = rows[0]
        begun = clock.local(last.at, zone)[0]
        is_new = last.decision is None and at - last.at < PERIOD and last.why != "asked"
        if is_new and (told_at is None or told_at < last.at):
            return begun, last.why
    else:
        begun = max(plan.from_date, clock.local(plan.created_at, zone)[0])
    due = begun + timedelta(weeks=plan.review_weeks or WEEKS)
    is_short = today < due and not rows and review_facts.shortfall(scope, plan, at=at) > _SHORTFALL
    return (today, "shortfall") if is_short else (due, "six_weeks")
