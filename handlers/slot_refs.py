"""How a button names a time: whose it is, the date (or weekday) and the minute."""

from datetime import date, datetime

from handlers.actions import UnreadableError, number_of

_AT = "@"
_DAY = "%Y%m%d"


def of_date(entity: str, on: date, minute: int) -> str:
    """Return what a button for five minutes of a date refers to."""
    return f"{entity}{_AT}{on:{_DAY}}-{minute}"


def of_weekday(entity: str, weekday: int, minute: int) -> str:
    """Return what a button for a time of the week refers to."""
    return f"{entity}{_AT}{weekday}-{minute}"


def dated(ref: str) -> tuple[str, date, int]:
    """Return whose time a button names, its date and minute; UnreadableError for anything else."""
    entity, day, minute = _parts(ref)
    try:
        return entity, datetime.strptime(day, _DAY).date(), minute  # noqa: DTZ007  a local date
    except ValueError as error:
        raise UnreadableError(ref) from error


def weekly(ref: str) -> tuple[str, int, int]:
    """Return whose time of the week a button names; UnreadableError for anything else."""
    entity, weekday, minute = _parts(ref)
    return entity, number_of(weekday), minute


def _parts(ref: str) -> tuple[str, str, int]:
    entity, _, when = ref.rpartition(_AT)
    day, _, minute = when.partition("-")
    return entity, day, number_of(minute)
