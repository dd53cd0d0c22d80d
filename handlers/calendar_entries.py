"""What is said in a person's calendar: a title and a place for each session."""

from zoneinfo import ZoneInfo

from handlers.slack.blocks import facts
from handlers.slack.sentences import plain
from pushin.results import Feed, FeedPlan, FeedSession
from school import feed


def written(found: Feed) -> bytes:
    """Return the calendar: when, where and with whom; no roles, no students, no reasons."""
    domain = f"{found.workspace_id.lower()}.push-in"
    return feed.calendar(
        plain("calendar.name"), domain, [_series(one, found) for one in found.plans]
    )


def _series(one: FeedPlan, found: Feed) -> feed.Series:
    return feed.Series(
        key=one.plan.id,
        zone=ZoneInfo(one.plan.zone),
        weekly=one.weekly,
        interval=one.interval,
        sequence=one.sequence,
        made_at=one.made_at,
        about=plain("calendar.about"),
        entries=tuple(_entry(session, one, found) for session in one.sessions),
    )


def _entry(session: FeedSession, one: FeedPlan, found: Feed) -> feed.Entry:
    plan = one.plan
    adults = [
        person
        for person in (plan.teacher, plan.provider, *session.beside)
        if person.id != found.person.id
    ]
    title = plain(
        f"calendar.title.{session.state}",
        model=plain(f"model.{plan.service_delivery_model}"),
        room=facts.room(session.room),
        adults=facts.names(adults),
    )
    return feed.Entry(
        key=session.id,
        on=session.original_on,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        state=session.state,
        revision=session.revision,
        title=title,
        place=plain("calendar.place", school=session.school_name, room=facts.room(session.room)),
    )
