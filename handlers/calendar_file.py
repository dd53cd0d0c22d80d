"""A person's calendar as a file that calendar programs read."""

from pushin.results import Feed

NAME = "push-in.ics"
CONTENT_TYPE = "text/calendar"


def made(found: Feed) -> bytes:
    """Return the calendar: when, where and with whom; no roles, no students, no reasons."""
    from handlers import calendar_entries  # noqa: PLC0415  its library loads with the first one

    return calendar_entries.written(found)
