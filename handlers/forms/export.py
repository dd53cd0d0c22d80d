"""The form for a file of the log: which sessions, whose, which student, as what."""

from collections.abc import Callable
from datetime import date

from handlers.actions import ActionRef
from handlers.forms.spec import Field, Filled, FormSpec, Option, chosen
from handlers.papers.service_log_files import KINDS, FileKind
from pushin.exports import Wanted
from pushin.results import ExportForm

NAME = "export"
_DATES, _ALL, _NOTES = "dates", "all", "yes"
_SHOWN: tuple[FileKind, ...] = ("xlsx", "csv", "pdf")
_MOST = 100
"""Options that a list of Slack's holds."""

Span = tuple[date, date]
Spoken = Callable[[date, date], str]
"""How dates, both included, are said in short."""


def spec(
    found: ExportForm, spoken: Spoken, *, asked: Span | None = None, unread: bool = False
) -> FormSpec:
    """Return the form; `asked` are the dates that were typed, `unread`: words that are none."""
    spans = _spans(found, asked, spoken)
    codes = tuple(Option(code, code) for code in found.codes[:_MOST])
    return FormSpec(
        NAME,
        ActionRef("export"),
        (
            Field("privacy", "note"),
            *((Field("unread", "note"),) if unread else ()),
            chosen("span", spans, spans[0].value),
            Field("first", "date", optional=True),
            Field("last", "date", optional=True),
            *((chosen("provider", _providers(found), _ALL),) if found.providers else ()),
            *((chosen("code", codes, None, optional=True),) if codes else ()),
            chosen("kind", tuple(Option(one, word=f"export.kind.{one}") for one in _SHOWN), "xlsx"),
            Field(
                "notes", "choices", (), (Option(_NOTES, word="export.notes.yes"),), optional=True
            ),
        ),
    )


def read(filled: Filled) -> tuple[Wanted, FileKind] | None:
    """Return what is asked for and as what; None where its dates are missing."""
    span = _span(filled)
    kind = next((one for one in KINDS if one == filled.text("kind")), None)
    if span is None or kind is None:
        return None
    provider = filled.text("provider")
    wanted = Wanted(
        *span,
        provider_id="" if provider == _ALL else provider,
        code=filled.text("code"),
        notes=_NOTES in filled.many("notes"),
    )
    return wanted, kind


def _span(filled: Filled) -> Span | None:
    said = filled.text("span")
    if said != _DATES:
        first, _, last = said.partition("/")
        return (date.fromisoformat(first), date.fromisoformat(last)) if last else None
    first_on, last_on = filled.date("first"), filled.date("last")
    return (first_on, last_on) if first_on and last_on else None


def _spans(found: ExportForm, asked: Span | None, spoken: Spoken) -> tuple[Option, ...]:
    """Return the spans on offer; each carries its dates, so that a form of yesterday means them."""
    offered = {"month": found.month, "last_month": found.last_month, "year": found.year}
    if asked is not None:
        offered = {"asked": asked} | {key: it for key, it in offered.items() if it != asked}
    return (
        *(
            Option(
                f"{first.isoformat()}/{last.isoformat()}", spoken(first, last), f"export.span.{key}"
            )
            for key, (first, last) in offered.items()
        ),
        Option(_DATES, word="export.span.dates"),
    )


def _providers(found: ExportForm) -> tuple[Option, ...]:
    everybody = Option(_ALL, word="export.provider.all")
    return (everybody, *(Option(key, name) for key, name in found.providers[: _MOST - 1]))
