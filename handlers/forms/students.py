"""The form in which a student code joins a push-in, or leaves it: in a modal only."""

from datetime import date

from handlers.actions import ActionRef
from handlers.forms.spec import Field, FormSpec, Option, chosen
from pushin.results import StudentsForm

NAME = "students"


def spec(found: StudentsForm, *, title: str) -> FormSpec:
    """Return the form; who is there and until when stands in it."""
    there = tuple(Option(one.id, one.code) for one in found.students)
    managers = tuple(Option(one.id, one.name) for one in found.case_managers)
    leaving = (
        (
            chosen("leaves", there, None, optional=True),
            Field("last", "date", found.today.isoformat(), optional=True),
        )
        if there
        else ()
    )
    asked = (chosen("case_manager", managers, None, optional=True),) if managers else ()
    return FormSpec(
        NAME,
        ActionRef("students", found.plan.id),
        (
            Field("plan", "note", about=title),
            *(_there(one.code, one.from_date, one.until_date) for one in found.students),
            Field("joins", "text", optional=True, longest=16),
            Field("from", "date", found.today.isoformat(), optional=True),
            *asked,
            *leaving,
        ),
    )


def _there(code: str, first: date, last: date | None) -> Field:
    dates = f"{code}: {first:%Y-%m-%d} \N{EN DASH} {f'{last:%Y-%m-%d}' if last else ''}"
    return Field(f"there.{code}", "note", about=dates)
