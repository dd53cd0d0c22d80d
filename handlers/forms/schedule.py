"""The form for a plan: days, during what, with whom, where, until when."""

from collections.abc import Mapping
from datetime import date

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen, hhmm
from pushin.people import Account
from pushin.plans import PlanInput
from pushin.results import PlanForm
from school.recurrence import Anchor
from storage.tables.people import ROLES, ROUTINE_KINDS
from storage.tables.plans import MODELS

NAME = "schedule"
_CLOCK = "clock"
_WEEKDAYS = (0, 1, 2, 3, 4)
_INTERVALS = range(1, 13)
_OF_A_MONTH = (1, 2, 3, 4, 5, -1)
_NOT_ASKED = frozenset({"planning", "lunch", "recess", "other"})


def spec(found: PlanForm, *, more: bool = False) -> FormSpec:
    """Return the form, prefilled; `more` adds the rarer questions.

    Those are how often, dates left out, model, first day, lead time and student codes.
    """
    draft = found.draft_id or ""
    more = more or _is_rare(found)
    return FormSpec(
        NAME,
        ActionRef("plan_change", draft) if draft else ActionRef(NAME),
        (*_when(found, more=more), *_with_whom(found), *(_more(found) if more else ())),
        kept={} if more else {"lead": str(found.lead_minutes), "from": _iso(found.from_date)},
        buttons=() if more else (ActionRef("schedule_more", draft),),
    )


def _is_rare(found: PlanForm) -> bool:
    """Tell whether an answer to a rarer question is there: Change must not lose it."""
    rhythm = found.interval > 1 or found.cycle_days or found.monthly or found.except_dates
    return bool(rhythm or found.student_codes) or found.service_delivery_model != MODELS[0]


def people_of(filled: Filled) -> tuple[str, ...]:
    """Return the account ids that the form names, for the directory."""
    teacher = filled.text("teacher")
    return (*((teacher,) if teacher else ()), *filled.many("paras"))


def read(filled: Filled, accounts: Mapping[str, Account]) -> PlanInput:
    """Return the plan that was asked for; `accounts` are those of `people_of`.

    The dates of `left_out` are still to be read.
    """
    weekdays = frozenset(int(day) for day in filled.many("weekdays"))
    monthly = tuple((int(n), weekday) for n in filled.many("month") for weekday in weekdays)
    return PlanInput(
        teacher=accounts.get(filled.text("teacher")),
        room=filled.text("room") or None,
        channel_id=filled.text("channel") or None,
        paras=tuple(accounts[user_id] for user_id in filled.many("paras")),
        adults_without_account=tuple(_adult(line) for line in filled.lines("others")),
        weekdays=frozenset() if monthly else weekdays,
        interval=int(filled.text("every") or 1),
        monthly=monthly,
        cycle_days=filled.many("cycle"),
        anchor=_anchor(filled),
        from_date=filled.date("from"),
        until_date=filled.date("until"),
        service_delivery_model=filled.text("model") or MODELS[0],
        lead_minutes=int(filled.text("lead") or 30),
        student_codes=_codes(filled.text("codes")),
    )


def lacks_weekdays(filled: Filled) -> bool:
    """Tell whether weeks of a month were picked without the weekdays that they are of."""
    return bool(filled.many("month")) and not filled.many("weekdays")


def left_out(filled: Filled) -> str:
    """Return what was typed as dates that are left out."""
    return filled.text("except")


def _when(found: PlanForm, *, more: bool) -> tuple[Field, ...]:
    days = tuple(Option(str(day), word=f"weekday.{day}") for day in _WEEKDAYS)
    anchor = _anchor_value(found)
    during = _during(found)
    if anchor is not None and anchor not in {option.value for option in during}:
        during = (Option(anchor, found.anchor_name), *during)
    return (
        Field(
            "weekdays",
            "choices",
            tuple(str(day) for day in found.weekdays),
            days,
            optional=more and bool(found.rotation),
        ),
        chosen("during", during, anchor),
        Field("start", "time", hhmm(found.start), optional=True),
        Field("end", "time", hhmm(found.end), optional=True),
    )


def _anchor_value(found: PlanForm) -> str | None:
    """Return the option of what a plan hangs on; a phrase may say "2" for "Period 2".

    None in an empty form: what a push-in hangs on is chosen, not taken for granted.
    """
    name = found.anchor_name.casefold()
    if not name:
        return None if found.start is None else _CLOCK
    if found.anchor_kind == "period":
        same = (one for one in found.periods if one.casefold() in {name, f"period {name}"})
        return f"period:{next(same, found.anchor_name)}"
    same = (one for one in found.routines if one.casefold() == name)
    return f"routine:{next(same, name)}"


def _during(found: PlanForm) -> tuple[Option, ...]:
    known = {name.casefold() for name in found.routines}
    kinds = (kind for kind in ROUTINE_KINDS if kind not in _NOT_ASKED)
    return (
        *(Option(f"period:{name}", name) for name in found.periods),
        *(Option(f"routine:{name}", name) for name in found.routines),
        *(
            Option(f"routine:{kind.replace('_', ' ')}", word=f"routine.{kind}")
            for kind in kinds
            if kind.replace("_", " ") not in known
        ),
        Option(_CLOCK, word="schedule.during.clock"),
    )


def _with_whom(found: PlanForm) -> tuple[Field, ...]:
    others = "\n".join(f"{name}, {role}" for name, role in found.adults_without_account)
    return (
        Field("teacher", "person", found.teacher_user_id),
        Field("room", "text", found.room, longest=40),
        Field("channel", "channel", found.channel_id),
        Field("paras", "people", found.para_user_ids, optional=True),
        Field("others", "text", others, optional=True, multiline=True, longest=600),
        Field("until", "date", _iso(found.until_date), optional=True),
    )


def _more(found: PlanForm) -> tuple[Field, ...]:
    models = tuple(Option(model, word=f"model.{model}") for model in MODELS)
    return (
        *_how_often(found),
        chosen("model", models, found.service_delivery_model),
        Field("from", "date", _iso(found.from_date), optional=True),
        Field("lead", "minutes", str(found.lead_minutes), optional=True),
        Field("codes", "text", ", ".join(found.student_codes), optional=True),
    )


def _how_often(found: PlanForm) -> tuple[Field, ...]:
    weeks = tuple(Option(str(n), word=f"schedule.every.{n}") for n in _INTERVALS)
    which = tuple(Option(str(n), word=f"schedule.month.{n}") for n in _OF_A_MONTH)
    letters = tuple(Option(one, one) for one in found.rotation)
    picked = tuple(str(n) for n in dict.fromkeys(n for n, _ in found.monthly))
    cycle = Field("cycle", "choices", found.cycle_days, letters, optional=True)
    return (
        chosen("every", weeks, str(found.interval)),
        Field("month", "choices", picked, which, optional=True),
        *((cycle,) if found.rotation else ()),
        Field("except", "text", _dates(found.except_dates), optional=True),
    )


def _dates(dates: tuple[date, ...]) -> str:
    """Return dates as the phrase grammar reads them."""
    return ", ".join(f"{on.month}/{on.day}/{on.year}" for on in dates)


def _anchor(filled: Filled) -> Anchor:
    kind, _, name = filled.text("during").partition(":")
    start, end = filled.minute("start"), filled.minute("end")
    if kind == "period":
        return Anchor("period", name, start, end)
    return (
        Anchor("routine", name, start, end)
        if kind == "routine"
        else Anchor("clock", "", start, end)
    )


def _adult(line: str) -> tuple[str, str]:
    """Return name and role of "Tam Ngo, para"; whoever has no role said is a para."""
    name, _, role = line.rpartition(",")
    word = role.strip().casefold().replace(" ", "_")
    if name and word in ROLES:
        return name.strip(), word
    return line.strip(), "para"


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in text.replace(",", " ").split() if code)
