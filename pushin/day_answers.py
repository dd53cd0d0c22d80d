"""What a person answers to their repaired day: it looks right, or what they may put right."""

from datetime import date, datetime

from pushin import attention, errors, live, people, plan_facts, repaired_days, rights, sessions
from pushin.kinds import reads
from pushin.results import DayFix, DaySeen
from storage import tables
from storage.scope import Scope


def looks_right(scope: Scope, on: date, revision: int, *, at: datetime) -> DaySeen:
    """Keep that the asker's day looks right, as the message of this revision told it.

    Twice changes nothing. Refusals: `day_not_told`, Stale `day_told_anew`.
    """
    person = people.require_member(scope)
    newest = repaired_days.posted_revision(scope, person, on)
    if newest == 0:
        raise errors.Refusal("day_not_told")
    if revision < newest:
        raise errors.Stale("day_told_anew")
    row = repaired_days.seen(scope, person, on)
    if row is not None and row.revision >= newest:
        return DaySeen(on, again=True)
    row = row or tables.DaySeen(
        workspace_id=scope.workspace_id, person_id=person.id, on=on, revision=newest, at=at
    )
    row.revision, row.at = newest, at
    scope.session.add(row)
    live.changed_only(scope, repaired_days.subject(person.id, on))
    return DaySeen(on, again=False)


@reads
def fix(scope: Scope, on: date, *, at: datetime) -> DayFix:
    """Return what the asker can do about their day of a date; Refusal "day_is_over" afterwards."""
    person = people.require_member(scope)
    if on < attention.today(scope, person, at):
        raise errors.Stale("day_is_over", on=on)
    card = repaired_days.card(scope, person, on)
    may = frozenset(
        line.session.id for line in card.lines if _may_decide(scope, line.session.id, at)
    )
    schools = [person.school_id, *attention.school_ids(scope, person)]
    mine = (one for one in schools if one and rights.may(scope, "calendar", school_id=one))
    return DayFix(on, card.lines, may, next(mine, None))


def _may_decide(scope: Scope, session_id: str, at: datetime) -> bool:
    """Tell whether the asker may keep or skip a session, and there is something to decide."""
    row = sessions.require(scope, session_id)
    if row.status != "planned" or row.ends_at <= at:
        return False
    return rights.may(scope, "skip", plan=plan_facts.require(scope, row.plan_id))
