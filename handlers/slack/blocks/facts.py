"""How a session, a plan, a day and an adult are named in one line."""

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.slack import when
from handlers.slack.blocks import outs, rhythm
from handlers.slack.mrkdwn import Mrkdwn, join
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    AgreementFacts,
    PersonRef,
    PlanFacts,
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


def place(name: str, model: str) -> str:
    """Return where a session is: a student who is pulled out is collected from the room."""
    if model == "push_in":
        return room(name)
    return plain(f"facts.place.{model}", room=room(name))


def short_school(name: str) -> str:
    """Return a school's name without its town or grades."""
    return name.split(",", maxsplit=1)[0].split(" (", maxsplit=1)[0]


def session_when(session: SessionFacts) -> str:
    """Return a session's full date and the school's local time."""
    return f"{when.full(session.on)}, {when.span(session.start, session.end)}"


def session_where(session: SessionFacts) -> str:
    """Return a session's room and what the class does then."""
    where = place(session.room, session.service_delivery_model)
    return " · ".join(part for part in (where, during(session.during)) if part)


def session_adults(session: SessionFacts) -> Mrkdwn:
    """Return a session's room, what the class does then, its teacher and its provider."""
    adults = names([session.teacher, *session.providers])
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
    """Return a plan's days and its times on a regular day."""
    return rhythm.timed(plan, plan.start, plan.end)


def plan_title(plan: PlanFacts) -> str:
    """Return room, rhythm and routine of a plan."""
    where = place(plan.room, plan.service_delivery_model)
    parts = (where[:1].upper() + where[1:], plan_rhythm(plan), during(plan.during))
    return " · ".join(part for part in parts if part)


def plan_adults(plan: PlanFacts) -> str:
    """Return the adults of a plan, its providers with their discipline."""
    others = [person for person in plan.adults if person.id != plan.provider.id]
    teacher = [plan.teacher] if plan.teacher.id not in {person.id for person in others} else []
    return ", ".join(map(who, (plan.provider, *teacher, *others)))


def plan_dates(plan: PlanFacts) -> str:
    """Return from which date until which date a plan runs, and the dates that are left out."""
    span = {"first": plan.from_date, "last": plan.until_date}
    if not plan.except_dates:
        return plain("facts.dates", **span)
    left_out = "; ".join(map(when.short, plan.except_dates))
    return plain("facts.dates_except", **span, left_out=left_out)


def waiting_for(agreement: AgreementFacts) -> Mrkdwn:
    """Return whether everyone is in, or for whom the team waits."""
    if agreement.in_force:
        return say("agreement.everyone")
    return say("agreement.waiting", names=names(agreement.waiting_for))


def not_on(session: SessionFacts) -> str:
    """Return why a session is not on; empty when it is."""
    if session.status == "cancelled":
        if session.reason == "provider_absent":
            return outs.off(session)
        return word("reason", session.reason) or plain("reason.skipped")
    if session.obstacle and session.moved:
        return plain("obstacle.closed")
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
    kind = found.day_label
    if found.kind and found.day_label != found.kind:
        kind = plain("day.kind", kind=found.kind, label=found.day_label)
    turn = plain("day.cycle", cycle_day=found.cycle_day) if found.cycle_day else ""
    return " · ".join(part for part in (kind, turn) if part)


def during(name: str) -> str:
    """Return what the class does then as a line begins with it."""
    return name[:1].upper() + name[1:]


NOTHING = Mrkdwn("")
