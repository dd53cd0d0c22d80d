"""That a file of the log is on its way; no student is named."""

from datetime import date

from handlers.slack import when
from handlers.slack.blocks.kit import SlackMessage, message, section
from handlers.slack.sentences import plain, say
from pushin.results import ServiceLog


def coming(found: ServiceLog, *, started: bool) -> SlackMessage:
    """Return which dates and how many lines come; not `started`: they were on their way already."""
    if not started:
        line = say("export.coming.again")
    else:
        line = say("export.coming", first=found.first, last=found.last, lines=lines(found))
    return message(line, section(line))


def days(first: date, last: date) -> str:
    """Return dates in short, the year once where both share it."""
    begun = when.short(first) if first.year == last.year else when.full(first)
    return plain(
        "facts.dates", first=begun.partition(", ")[2], last=when.full(last).partition(", ")[2]
    )


def lines(found: ServiceLog) -> str:
    """Return how many lines a log has."""
    if found.lines == 1:
        return plain("export.lines.one")
    return plain("export.lines", count=f"{found.lines:,}")
