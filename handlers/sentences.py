"""The sentence of an error for the command line: the catalogue's words without chat markup."""

import re
from collections.abc import Mapping

from handlers.slack import sentences
from handlers.slack.blocks import refusals
from pushin.errors import PushInError
from pushin.results import Refused
from school.errors import SchoolError
from school.imports.result import Note


def of(error: PushInError | SchoolError) -> str:
    """Return what is wrong and what to do, as plain text."""
    return of_code(error.code, error.params)


def of_code(code: str, params: Mapping[str, object]) -> str:
    """Return the sentence of a refusal's code, as plain text."""
    marked = refusals.sentence(Refused(code, params))
    text = re.sub(r"[`*]", "", marked)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def of_note(note: Note) -> str:
    """Return what a note about a school's file says, without its place, as plain text."""
    return sentences.plain(f"import.note.{note.code}", **note.params)
