"""A form, whatever surface shows it: fields that are filled in, and what came back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from handlers.actions import ActionRef, day_of, number_of

Kind = Literal[
    "date",
    "time",
    "choice",
    "choices",
    "several",
    "person",
    "people",
    "channel",
    "text",
    "minutes",
    "note",
]
"""`choices` stand open, ten at most; `several` are a list that opens."""

# What a filled-in field holds: text (dates as YYYY-MM-DD, times as HH:MM, ids) or several of them.
Value = str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is sent, what is read.

    That is the catalogue's `word`, with the data's `label` put in as `about`; or the label alone.
    """

    value: str
    label: str = ""
    word: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question; its label and hint are the catalogue's `FORM.NAME` and `FORM.NAME.hint`.

    A part of a name after a dot belongs to one person or school: `about` is put into the label. A
    `note` is only read: its text is the catalogue's sentence with `about` put in.
    """

    name: str
    kind: Kind
    value: Value = None
    options: tuple[Option, ...] = ()
    optional: bool = False
    multiline: bool = False
    longest: int = 300
    about: str = ""


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A form: its name (title and submit stand in the catalogue), what it is about, its fields.

    `kept` are values of fields that are not shown; `buttons` act inside the form.
    """

    name: str
    ref: ActionRef
    fields: tuple[Field, ...]
    kept: Mapping[str, str] = field(default_factory=dict)
    buttons: tuple[ActionRef, ...] = ()


@dataclass(frozen=True, slots=True)
class FormErrors:
    """What to mend, by field: a refusal's code and parameters."""

    errors: Mapping[str, tuple[str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Filled:
    """What came back: values by field name, and the reference the form was opened with."""

    ref: ActionRef
    values: Mapping[str, Value]

    def text(self, name: str) -> str:
        """Return a field's text, trimmed; empty when it was left out."""
        value = self.values.get(name)
        return value.strip() if isinstance(value, str) else ""

    def many(self, name: str) -> tuple[str, ...]:
        """Return what was picked in a field of several choices."""
        value = self.values.get(name)
        return value if isinstance(value, tuple) else ()

    def lines(self, name: str) -> tuple[str, ...]:
        """Return the non-empty lines of a longer text."""
        return tuple(line.strip() for line in self.text(name).splitlines() if line.strip())

    def minute(self, name: str) -> int | None:
        """Return a time (HH:MM) as minutes since midnight."""
        hours, _, minutes = self.text(name).partition(":")
        return number_of(hours) * 60 + number_of(minutes) if minutes else None

    def date(self, name: str) -> date | None:
        """Return a date, or None when it was left out."""
        text = self.text(name)
        return day_of(text) if text else None

    def per_person(self, family: str) -> dict[str, str]:
        """Return the texts of a field that is asked once for each person, by person id."""
        start = f"{family}."
        names = (name for name in self.values if name.startswith(start))
        return {name.removeprefix(start): self.text(name) for name in names if self.text(name)}

    def many_per(self, family: str) -> dict[str, tuple[str, ...]]:
        """Return what was picked in a field of several choices that is asked once for each id."""
        start = f"{family}."
        names = (name for name in self.values if name.startswith(start))
        return {name.removeprefix(start): self.many(name) for name in names}


def hhmm(minute: int | None) -> str | None:
    """Return minutes since midnight in the form that time fields hold."""
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


def chosen(field_name: str, options: tuple[Option, ...], value: str | None, **extra: bool) -> Field:
    """Return a choice that is prefilled only with what is on offer."""
    offered = value if value in {option.value for option in options} else None
    return Field(field_name, "choice", offered, options, optional=extra.get("optional", False))
