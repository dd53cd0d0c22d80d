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
_NOT_ASKED = frozenset({"planning", "lunch", "recess", "other"})


def spec(found: PlanForm, *, more: bool = False) -> FormSpec:
    """Return the form, prefilled; `more` adds model, first day, lead time and student codes."""
    draft = found.draft_id or ""
    more = more or bool(found.student_codes) or found.service_delivery_model != MODELS[0]
    return FormSpec(
        NAME,
        ActionRef("plan_change", draft) if draft else ActionRef(NAME),
        (*_when(found), *_with_whom(found), *(_more(found) if more else ())),
        kept={} if more else {"lead": str(found.lead_minutes), "from": _iso(found.from_date)},
        buttons=() if more else (ActionRef("schedule_more", draft),),
    )


def people_of(filled: Filled) -> tuple[str, ...]:
    """Return the account ids that the form names, for the directory."""
    teacher = filled.text("teacher")
    return (*((teacher,) if teacher else ()), *filled.many("paras"))


def read(filled: Filled, accounts: Mapping[str, Account]) -> PlanInput:
    """Return the plan that was asked for; `accounts` are those of `people_of`."""
    return PlanInput(
        teacher=accounts.get(filled.text("teacher")),
        room=filled.text("room") or None,
        channel_id=filled.text("channel") or None,
        paras=tuple(accounts[user_id] for user_id in filled.many("paras")),
        adults_without_account=tuple(_adult(line) for line in filled.lines("others")),
        weekdays=frozenset(int(day) for day in filled.many("weekdays")),
        anchor=_anchor(filled),
        from_date=filled.date("from"),
        until_date=filled.date("until"),
        service_delivery_model=filled.text("model") or MODELS[0],
        lead_minutes=int(filled.text("lead") or 30),
        student_codes=_codes(filled.text("codes")),
    )


def _when(found: PlanForm) -> tuple[Field, ...]:
    days = tuple(Option(str(day), word=f"weekday.{day}") for day in _WEEKDAYS)
    anchor = _anchor_value(found)
    during = _during(found)
    if anchor is not None and anchor not in {option.value for option in during}:
        during = (Option(anchor, found.anchor_name), *during)
    return (
        Field("weekdays", "choices", tuple(str(day) for day in found.weekdays), days),
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
        chosen("model", models, found.service_delivery_model),
        Field("from", "date", _iso(found.from_date), optional=True),
        Field("lead", "minutes", str(found.lead_minutes), optional=True),
        Field("codes", "text", ", ".join(found.student_codes), optional=True),
    )


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
