"""Writing a school's facts back into their neutral form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from school.facts import Weekly
from school.neutral import FORMAT, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from school.clock import Minute
    from school.day import DayType, Period
    from school.facts import DatedException, Facts, Rotation, Week

Plain = dict[str, Any]


def write(facts: Facts) -> Plain:
    """Return the neutral form; reading it again gives equal facts."""
    plain: Plain = {
        "format": FORMAT,
        "id": facts.id,
        "name": facts.name,
        "timezone": facts.zone.key,
        "timezone_basis": facts.zone_basis,
        "school_year": _year(facts),
        "day_types": {key: _day_type(one) for key, one in facts.day_types.items()},
        "pattern": _weekly(facts.pattern)
        if isinstance(facts.pattern, Weekly)
        else _rotation(facts.pattern),
        "exceptions": [_exception(one) for one in facts.exceptions],
        "source": [
            {"repo": s.repo, "path": s.path, "commit": s.commit, "licence": s.licence}
            for s in facts.sources
        ],
        "source_defects": list(facts.source_defects),
    }
    terms = [{"name": term.name, "last_day": term.last_day.isoformat()} for term in facts.terms]
    optional = {
        "terms": terms,
        "calendar_only": facts.calendar_only,
        "groups": sorted(facts.groups),
    }
    return plain | _said(optional)


def _said(fields: Mapping[str, object]) -> Plain:
    """Leave out what the file form leaves out: empty, false and absent."""
    return {key: value for key, value in fields.items() if value}


def _clock(minute: Minute) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _year(facts: Facts) -> Plain | None:
    days = {
        "first_day": facts.first_day,
        "last_day": facts.last_day,
        "staff_first_day": facts.staff_first_day,
    }
    return {key: on.isoformat() for key, on in days.items() if on} or None


def _day_type(day_type: DayType) -> Plain:
    return {"label": day_type.label, "periods": [_period(one) for one in day_type.periods]}


def _period(period: Period) -> Plain:
    plain = {
        "name": period.name,
        "start": _clock(period.start),
        "end": _clock(period.end),
        "kind": period.kind,
    }
    return plain | _said(
        {
            "optional": period.optional,
            "audience": "staff" if period.staff_only else None,
            "track": period.track,
        }
    )


def _week(week: Week) -> Plain:
    return dict(zip(WEEKDAYS, week, strict=True))


def _weekly(pattern: Weekly) -> Plain:
    return {"kind": "weekly", "days": _week(pattern.days)} | _said({"note": pattern.note})


def _rotation(pattern: Rotation) -> Plain:
    plain = {"kind": "rotation", "cycle": list(pattern.cycle), "length": len(pattern.cycle)}
    dates = [
        {"date": one.on.isoformat(), "cycle_day": one.cycle_day, "day_type": one.day_type}
        | _said({"published": one.published})
        for one in pattern.dates
    ]
    starts = [{"date": on.isoformat(), "cycle_day": letter} for on, letter in pattern.starts]
    return plain | _said(
        {
            "dates": dates,
            "starts": starts,
            "advance_on": pattern.advance_on,
            "days": _week(pattern.days) if pattern.days else None,
            "note": pattern.note,
        }
    )


def _exception(one: DatedException) -> Plain:
    plain = {
        "from": one.first.isoformat(),
        "to": one.last.isoformat(),
        "day_type": one.day_type,
        "label": one.label,
    }
    said = _said({"applies_to": one.applies_to, "staff_day": one.staff_day})
    return plain | said | ({} if one.students else {"students": False})
