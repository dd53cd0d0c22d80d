"""What people ask about being out: by a phrase or a form, said back, confirmed, changed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from pushin import absence_phrases, absences, attention, calendars, covers, drafts, errors, people
from pushin.absences import AbsenceInput
from pushin.kinds import reads
from pushin.people import Account
from pushin.results import AbsenceForm, AbsencePreview, AbsenceSaid
from pushin.results.absences import Dates
from school.calendar import SchoolCalendar
from storage import tables
from storage.scope import Scope, fresh_id

KIND = "absence"
AHEAD = 60
"""Days ahead for which somebody may say to be out."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AbsenceFormInput:
    """What the form for an absence asks for; `last`: several days in a row."""

    person_id: str
    first: date
    last: date | None = None
    start: int | None = None
    end: int | None = None
    cover_id: str | None = None


def ask(
    scope: Scope, verb: str, text: str, mentions: Mapping[str, Account], *, at: datetime
) -> AbsencePreview | AbsenceSaid:
    """Say back who would be out when, after `absent` or `cover` (which names who covers).

    What else was typed (why) is dropped. PhraseErrors, and Refusals of `absence_phrases`,
    `preview` and `people.check_account`; `colleague_unknown` (name).
    """
    me = people.require_member(scope)
    who = absence_phrases.mentioned(verb, text)
    person = me if who.out is None else _colleague(scope, mentions.get(who.out))
    absences.require(scope, person, named=True)
    cover = None if who.cover is None else _colleague(scope, mentions.get(who.cover))
    asked = absence_phrases.understand(who.rest, _calendar(scope, person, at), at=at)
    cover_id = None if cover is None else cover.id
    given = AbsenceInput(person.id, asked.spans, asked.start, asked.end, cover_id)
    return preview(scope, given, at=at)


def submit(scope: Scope, given: AbsenceFormInput, *, at: datetime) -> AbsencePreview | AbsenceSaid:
    """Say back what a filled-in form says.

    Refusals: `until_before_from`, `person_gone` for a cover that the form does not offer, and those
    of `preview`.
    """
    last = given.last or given.first
    if last < given.first:
        raise errors.Refusal("until_before_from")
    if given.cover_id is not None:
        covers.require_offered(scope, given.cover_id, people.require(scope, given.person_id))
    spans = ((given.first, last),)
    asked = AbsenceInput(given.person_id, spans, given.start, given.end, given.cover_id)
    return preview(scope, asked, at=at)


def preview(scope: Scope, given: AbsenceInput, *, at: datetime) -> AbsencePreview | AbsenceSaid:
    """Return what an absence would do; it is kept as a draft for Confirm.

    Where it holds already, that is the answer. Refusals: `stranger`, `person_gone`, those of
    `absences.require`, `absence_past`, `absence_too_far` (most), `outside_school_year`,
    `no_school_day` (on), `cover_is_out` (name), `cover_no_account` (name).
    """
    person = people.require(scope, given.person_id)
    absences.require(scope, person)
    _check(scope, person, given, at=at)
    cover = None if given.cover_id is None else covers.require(scope, given.cover_id, person)
    rows = absences.concerned(scope, given, at=at)
    marks = scope.absences.marks([row.id for row in rows])
    if not absences.is_news(scope, given, rows, marks):
        return absences.say(scope, given, at=at)
    draft = scope.drafts.add(
        tables.Draft(
            workspace_id=scope.workspace_id,
            id=fresh_id(),
            person_id=people.require_member(scope).id,
            kind=KIND,
            content=_to_json(given),
            created_at=at,
        )
    )
    return AbsencePreview(
        draft_id=draft.id,
        person=people.ref(person),
        mine=people.require_member(scope).id == person.id,
        spans=given.spans,
        start=given.start,
        end=given.end,
        sessions=absences.foresee(scope, given, rows),
        cover=None if cover is None else people.ref(cover),
    )


def confirm(scope: Scope, draft_id: str, *, at: datetime) -> AbsenceSaid:
    """Let what was said back hold; a second Confirm changes nothing and says so.

    Refusals: `draft_gone`, and those of `preview`; Stale `draft_used` where it was taken back.
    """
    draft = _own(scope, draft_id, at=at)
    given = _from_json(draft.content)
    person = people.require(scope, given.person_id)
    absences.require(scope, person)
    if draft.used_at is not None:
        rows = absences.concerned(scope, given, at=at)
        marks = scope.absences.marks([row.id for row in rows])
        if absences.is_news(scope, replace(given, cover_id=None), rows, marks):
            raise errors.Stale("draft_used")
        return absences.say(scope, replace(given, cover_id=None), at=at)
    _check(scope, person, given, at=at)
    draft.used_at = at
    scope.drafts.add(draft)
    return absences.say(scope, given, at=at)


@reads
def form(scope: Scope, draft_id: str = "", *, at: datetime) -> AbsenceForm:
    """Return the form for an absence, prefilled from a draft, else for the asker today."""
    me = people.require_member(scope)
    if draft_id:
        given = _from_json(_own(scope, draft_id, at=at).content)
    else:
        today = attention.today(scope, me, at)
        given = AbsenceInput(me.id, ((today, today),))
    first, last = given.spans[0][0], given.spans[-1][1]
    person = people.require(scope, given.person_id)
    return AbsenceForm(
        draft_id=draft_id,
        person_id=given.person_id,
        people=tuple(map(people.ref, _of_whom(scope, me))),
        first=first,
        last=None if last == first else last,
        start=given.start,
        end=given.end,
        cover_id=given.cover_id,
        covers=covers.colleagues(scope, person),
    )


def _of_whom(scope: Scope, me: tables.Person) -> list[tables.Person]:
    """Return those of whom the asker may say that they are out, themselves first."""
    others = (one for one in scope.people.active() if one.id != me.id)
    return [me, *(one for one in others if absences.may(scope, one))]


def _colleague(scope: Scope, account: Account | None) -> tables.Person:
    if account is None:
        raise errors.Refusal("colleague_unknown", name="")
    people.check_account(account)
    found = scope.people.of_account(account.user_id)
    if found is None or not found.active:
        raise errors.Refusal("colleague_unknown", name=account.name)
    return found


def _calendar(scope: Scope, person: tables.Person, at: datetime) -> SchoolCalendar:
    """Return the calendar of the school where somebody is now."""
    known = attention.school_ids(scope, person, at)
    if not known:
        raise errors.Refusal("school_missing")
    return calendars.calendar_of(scope, known[0])


def _check(scope: Scope, person: tables.Person, given: AbsenceInput, *, at: datetime) -> None:
    calendar = _calendar(scope, person, at)
    today = calendars.today(calendar, at)
    first, last = given.spans[0][0], given.spans[-1][1]
    midnight = calendar.clock(last).instant
    if first < today or (given.end is not None and midnight(min(given.end, 1439)) <= at):
        raise errors.Refusal("absence_past")
    year = (calendar.first_day, calendar.last_day)
    if year[0] is not None and year[1] is not None and not year[0] <= first <= last <= year[1]:
        raise errors.Refusal("outside_school_year", first=year[0], last=year[1])
    if last > today + AHEAD * _DAY:
        raise errors.Refusal("absence_too_far", most=AHEAD)
    if not any(attention.is_school_day(scope, person, on) for on in given.dates):
        raise errors.Refusal("no_school_day", on=first)


def _own(scope: Scope, draft_id: str, *, at: datetime) -> tables.Draft:
    draft = drafts.own(scope, draft_id, at=at)
    if draft.kind != KIND:
        raise errors.Refusal("draft_gone")
    return draft


def _to_json(given: AbsenceInput) -> dict[str, object]:
    spans = [[one.isoformat() for one in span] for span in given.spans]
    return {
        "person_id": given.person_id,
        "spans": spans,
        "start": given.start,
        "end": given.end,
        "cover_id": given.cover_id,
    }


def _from_json(kept: Mapping[str, object]) -> AbsenceInput:
    spans = kept["spans"]
    if not isinstance(spans, list):
        raise errors.Refusal("draft_gone")
    dated = tuple[Dates, ...](
        (date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans
    )
    return AbsenceInput(**{**kept, "spans": dated})  # type: ignore[arg-type]
