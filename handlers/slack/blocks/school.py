"""A school: how it stands, what a file would make of it, and that it was saved."""

from collections.abc import Sequence
from datetime import date

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, join
from handlers.slack.sentences import known, plain, say
from pushin.results import (
    ImportDropped,
    ImportGroups,
    ImportPreview,
    ImportSchools,
    NoSchool,
    SchoolImported,
    SchoolOverview,
)
from school.imports import BellsChange, DaysOff, DayTypeCount, Difference, Note, Side

_DATES = 8
_OFF = 5
_TYPES = 8
_NOTES = 5
_CHOICES = 10
_FRIDAY = 4


# --- how it stands ------------------------------------------------------------------------------


def overview(found: SchoolOverview) -> SlackMessage:
    """Return a school's year, its day today and what comes; for who keeps it, how to change it."""
    year = _span(found.first_day, found.last_day)
    today = say("school.today", day=facts.day(found.today), why=plain(_why(found)))
    return message(
        say("school.text", name=found.name, day=facts.day(found.today)),
        section(bold(found.name), say("school.year", year=year, zone=found.zone), today),
        section(_following(found)),
        _titled("school.off", [_off(one) for one in found.days_off]),
        _titled("school.types", [_bells(one) for one in found.day_types[:_TYPES]]),
        actions(button(ActionRef("school_how"))) if found.may_import else None,
        context(say("school.override")) if found.may_import else None,
    )


def none(found: NoSchool) -> SlackMessage:
    """Return what to do where no school is set up yet."""
    line = say("school.none.add" if found.may_add else "school.none")
    step = ActionRef("school_how") if found.may_add else ActionRef("settings")
    return message(line, section(line), actions(button(step)))


def how() -> SlackMessage:
    """Return how a calendar is sent."""
    return message(say("school.how"), section(say("school.how"), say("school.how.kinds")))


def _why(found: SchoolOverview) -> str:
    return f"school.why.{found.today.reason}"


def _following(found: SchoolOverview) -> Mrkdwn:
    if found.following is None:
        return Mrkdwn("")
    done, total = (f"{one:,}" for one in (found.following.done, found.following.total))
    return say("school.following", done=done, total=total)


# --- what a file would make of it ---------------------------------------------------------------


def preview(found: ImportPreview) -> SlackMessage:
    """Return what a file holds and changes, and the two buttons; nothing is saved yet."""
    year = _span(found.overview.first_day, found.overview.last_day)
    dates = f"{len(found.differences):,}"
    text = "import.text.new" if found.is_new else "import.text"
    return message(
        say(text, name=found.name, year=year, count=dates),
        section(say("import.since")) if found.since else None,
        section(
            bold(found.name),
            say("import.from", file=found.file),
            say("import.year", year=year, zone=found.zone, days=found.overview.school_days),
        ),
        _titled("school.types", [_counted(one) for one in found.overview.day_types], _TYPES),
        _titled("school.off", [_off(one) for one in found.overview.days_off], _OFF),
        *_changes(found),
        _left_out(found),
        _titled("import.notes", [_note(one) for one in found.notes], _NOTES),
        section(_consequence(found)),
        actions(
            button(ActionRef("school_save", found.draft_id), style="primary"),
            button(ActionRef("school_drop", found.draft_id)),
        ),
    )


def which_group(found: ImportGroups) -> SlackMessage:
    """Return the question which group of its district a building belongs to."""
    line = say("import.group", name=found.name)
    choices = [
        button(ActionRef("school_group", f"{found.draft_id}/{number}"), group)
        for number, (group, _) in enumerate(found.groups[:_CHOICES])
    ]
    nothing = button(ActionRef("school_group", f"{found.draft_id}/none"), plain("import.no_group"))
    rows = [say("import.group.dates", group=group, count=count) for group, count in found.groups]
    return message(line, section(line, bullets(rows[:_CHOICES])), actions(*choices, nothing))


def which_school(found: ImportSchools) -> SlackMessage:
    """Return the question which school a file is for."""
    line = say("import.school")
    choices = [
        button(ActionRef("school_for", f"{found.draft_id}/{school_id}"), name)
        for school_id, name in found.schools[:_CHOICES]
    ]
    return message(line, section(line), actions(*choices))


def saved(found: SchoolImported) -> SlackMessage:
    """Return that a calendar stands, and what follows."""
    line = say("import.saved.again" if found.again else "import.saved", name=found.name)
    told = say("import.after.told") if found.waiting or found.moved else Mrkdwn("")
    rest = join([_after(found), told], " ")
    return message(join([line, rest], " "), section(line, rest), actions(button(_SCHOOL)))


def dropped(found: ImportDropped) -> SlackMessage:
    """Return that nothing was saved."""
    line = say("import.dropped", name=found.name)
    return message(line, section(line))


_SCHOOL = ActionRef("school")


def _after(found: SchoolImported) -> Mrkdwn:
    if found.waiting:
        return say("import.after.waiting", count=f"{found.waiting:,}")
    if found.moved:
        return say("import.after.moved", count=f"{found.moved:,}")
    return say("import.after.first" if found.created else "import.after.nothing")


def _changes(found: ImportPreview) -> list[Block | None]:
    if found.is_new:
        return []
    if not found.differences and not found.bells:
        return [section(say("import.no_changes"))]
    rows = [_difference(run) for run in _runs(found.differences)]
    title = say("import.changes", count=f"{len(found.differences):,}")
    bells = [say(_bells_key(one), label=one.label) for one in found.bells]
    return [
        section(title, bullets(_some(rows, _DATES))) if rows else None,
        section(bullets(_some(bells, _TYPES))) if bells else None,
    ]


def _bells_key(one: BellsChange) -> str:
    if one.old is None:
        return "import.bells.new"
    return "import.bells.gone" if one.new is None else "import.bells.changed"


def _runs(differences: Sequence[Difference]) -> list[list[Difference]]:
    """Return dates that follow each other, over a weekend too, and become the same, together."""
    runs: list[list[Difference]] = []
    for one in differences:
        last = runs[-1][-1] if runs else None
        if last and last.new == one.new and _follows(last.on, one.on):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _follows(earlier: date, later: date) -> bool:
    weekend = earlier.weekday() == _FRIDAY and later.weekday() == 0
    return (later - earlier).days == (3 if weekend else 1)


def _difference(run: Sequence[Difference]) -> Mrkdwn:
    first, last = run[0], run[-1]
    sides = {
        "old": ", ".join(dict.fromkeys(_side(one.old) for one in run)),
        "new": _side(first.new),
    }
    if first is last:
        return say("import.change", on=when.short(first.on), **sides)
    span = {"first": when.short(first.on), "last": when.short(last.on)}
    return say("import.changes_from", **span, **sides)


def _side(side: Side) -> str:
    if side.state == "unknown":
        return plain("import.unknown")
    if side.state == "no_school":
        nothing = plain("day.no_school")
        if side.label.casefold().startswith(nothing):
            return side.label
        return plain("import.no_school", label=side.label) if side.label else nothing
    letter = plain("day.cycle", cycle_day=side.cycle_day) if side.cycle_day else ""
    return " · ".join(part for part in (side.day_type, letter) if part)


def _left_out(found: ImportPreview) -> Block | None:
    if not found.unread_count:
        return None
    rows = [_note(one) for one in found.unread[:_NOTES]]
    more = [_more(found.unread_count - len(rows))] if found.unread_count > len(rows) else []
    return section(say("import.unread", count=found.unread_count), bullets([*rows, *more]))


def _note(one: Note) -> Mrkdwn:
    key = f"import.note.{one.code}"
    sentence = say(key if known(key) else "import.note.other", **dict(one.params))
    return say("import.note.at", where=one.where, note=sentence) if one.where else sentence


def _consequence(found: ImportPreview) -> Mrkdwn:
    if found.is_new or not found.plans:
        return Mrkdwn("")
    return say("import.plans", count=f"{found.plans:,}")


# --- lines --------------------------------------------------------------------------------------


def _titled(key: str, rows: Sequence[Mrkdwn], most: int = 20) -> Block | None:
    return section(say(key), bullets(_some(rows, most))) if rows else None


def _some(rows: Sequence[Mrkdwn], most: int) -> list[Mrkdwn]:
    return [*rows[:most], *([_more(len(rows) - most)] if len(rows) > most else [])]


def _more(count: int) -> Mrkdwn:
    return say("import.more", count=f"{count:,}")


def _span(first: object, last: object) -> str:
    if first is None or last is None:
        return plain("school.year_unknown")
    return plain("facts.dates", first=first, last=last)


def _off(one: DaysOff) -> Mrkdwn:
    label = one.label or plain("day.no_school")
    if one.first == one.last:
        return say("school.off.day", on=one.first, label=label)
    return say("school.off.days", first=one.first, last=one.last, label=label)


def _bells(one: DayTypeCount) -> Mrkdwn:
    if one.first_bell is None or one.last_bell is None:
        return say("school.type.no_bells", label=one.label)
    return say("school.type", label=one.label, bells=when.span(one.first_bell, one.last_bell))


def _counted(one: DayTypeCount) -> Mrkdwn:
    key = {0: "import.type.never", 1: "import.type.once"}.get(one.count, "import.type")
    return say(key, count=one.count, bells=_bells(one))
