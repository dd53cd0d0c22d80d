"""How a session, a plan, a day and an adult are named in one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.slack import when
from handlers.slack.mrkdwn import Mrkdwn, escape, join
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    AgreementFacts,
    PersonRef,
    PlanFacts,
    RoutineFacts,
    SchoolDay,
    SessionFacts,
)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: their account and the zone their Slack shows times in (None: not known)."""

    user_id: str | None = None
    zone: str | None = None

    def is_one_of(self, *people: PersonRef) -> bool:
        """Tell whether the reader is one of these adults."""
        return self.user_id is not None and self.user_id in {p.slack_user_id for p in people}


def who(person: PersonRef) -> str:
    """Return an adult's name with their discipline."""
    return f"{person.name} ({person.discipline})" if person.discipline else person.name


def names(people: Iterable[PersonRef]) -> str:
    """Return several adults as a sentence names them."""
    listed = [person.name for person in people]
    if len(listed) < 2:  # noqa: PLR2004  one name needs no "and"
        return "".join(listed)
    return plain("facts.and", first=", ".join(listed[:-1]), last=listed[-1])


def room(name: str) -> str:
    """Return a room as people say it; a room that has a name of its own keeps it."""
    return plain("facts.room", room=name) if name[:1].isdigit() else name


def short_school(name: str) -> str:
    """Return a school's name without its town or grades."""
    return name.split(",", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def session_when(session: SessionFacts) -> str:
    """Return a session's full date and the school's local time."""
    return f"{when.full(session.on)}, {when.span(session.start, session.end)}"


def session_where(session: SessionFacts) -> str:
    """Return a session's room and what the class does then."""
    return " · ".join(part for part in (room(session.room), _during(session.during)) if part)


def session_adults(session: SessionFacts) -> Mrkdwn:
    """Return a session's room, what the class does then, its teacher and its provider."""
    adults = names([session.teacher, session.provider])
    return say("next.where", where=session_where(session), adults=adults)


def session_line(session: SessionFacts) -> Mrkdwn:
    """Return who, when and where in one sentence."""
    return say(
        "facts.session",
        when=session_when(session),
        where=session_where(session),
        teacher=session.teacher.name,
        provider=who(session.provider),
    )


def elsewhere(session: SessionFacts, viewer: Viewer) -> Mrkdwn:
    """Return the reader's own clock time where it differs from the school's; else nothing."""
    theirs = when.elsewhere(session.starts_at, session.zone, viewer.zone)
    return say("facts.elsewhere", school=session.school_name, theirs=theirs) if theirs else NOTHING


def plan_rhythm(plan: PlanFacts) -> str:
    """Return a plan's weekdays and its times on a regular day."""
    return f"{when.weekdays(plan.weekdays)} {when.span(plan.start, plan.end)}"


def plan_title(plan: PlanFacts) -> str:
    """Return room, rhythm and routine of a plan."""
    parts = (room(plan.room), plan_rhythm(plan), _during(plan.during))
    return " · ".join(part for part in parts if part)


def plan_adults(plan: PlanFacts) -> str:
    """Return the adults of a plan, the provider with their discipline."""
    others = [person for person in plan.adults if person.id != plan.provider.id]
    teacher = [plan.teacher] if plan.teacher.id not in {person.id for person in others} else []
    return ", ".join([who(plan.provider), *(person.name for person in (*teacher, *others))])


def plan_dates(plan: PlanFacts) -> str:
    """Return from which date until which date a plan runs."""
    return plain("facts.dates", first=plan.from_date, last=plan.until_date)


def waiting_for(agreement: AgreementFacts) -> Mrkdwn:
    """Return whether everyone is in, or for whom the team waits."""
    if agreement.in_force:
        return say("agreement.everyone")
    return say("agreement.waiting", names=names(agreement.waiting_for))


def not_on(session: SessionFacts) -> str:
    """Return why a session is not on; empty when it is."""
    if session.status == "cancelled":
        return word("reason", session.reason) or plain("reason.skipped")
    if session.obstacle:
        key = f"obstacle.{session.obstacle}"
        # A plan by the clock has no routine to name: the day is too short for it.
        return plain(key if session.during else f"{key}.clock", during=session.during)
    return ""


def day(found: SchoolDay) -> Mrkdwn:
    """Return a date as the school has it: full date, kind of day, cycle day."""
    return join([when.full(found.on), kind_of_day(found)], " · ")


def kind_of_day(found: SchoolDay) -> str:
    """Return what a date is at its school: day type and cycle day, or why there is no school."""
    if not found.known:
        return plain("day.unknown")
    if not found.in_session:
        return plain(
            "day.no_school_called" if found.day_label else "day.no_school", label=found.day_label
        )
    turn = plain("day.cycle", cycle_day=found.cycle_day) if found.cycle_day else ""
    return " · ".join(part for part in (found.day_label, turn) if part)


def routine(found: RoutineFacts) -> Mrkdwn:
    """Return a routine with its times and what the team should know of it."""
    notes = [
        "" if found.with_students else plain("room.no_students"),
        plain("room.usable") if found.usable else "",
        plain("room.guess") if found.guess else "",
    ]
    told = [note for note in notes if note]
    tail = f" ({', '.join(told)})" if told else ""
    return escape(f"{found.name}: {when.span(found.start, found.end)}{tail}")


def _during(during: str) -> str:
    return during[:1].upper() + during[1:]


NOTHING = Mrkdwn("")
