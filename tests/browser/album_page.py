"""The page of the album: every message and form, when it comes and to whom, and its picture."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from browser import album, flows

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "reference" / "messages.md"
PICTURES = DOCS / "pictures" / "messages"
HEAD = """# Messages and forms

What Push-In shows, on a phone: each message and form, when it comes, and to whom. The people are
invented. The pictures and this page are made by tests ([how](../../CONTRIBUTING.md)). What stands
in the first part is answered with one tap where it lies, without scrolling or typing: a test holds
it.
"""


def text() -> str:
    """Return the page as it should stand in the documentation."""
    teachers = (_entry(one.name, one.title, one.about, one.alt) for one in _flows())
    others = (_entry(one.name, one.title, one.when, one.alt) for one in album.PICTURES)
    parts = (["## What a teacher meets\n"], teachers, ["## All others\n"], others)
    return "\n".join([HEAD, *chain(*parts)])


def names() -> set[str]:
    """Return the names of all pictures of the album."""
    return {one.name for one in chain(_flows(), album.PICTURES)}


def _flows() -> Iterator[flows.Flow]:
    return (one for one in flows.FLOWS if one.title)


def _entry(name: str, title: str, when: str, alt: str) -> str:
    picture = f'<img src="../pictures/messages/{name}.png" width="300" alt="{alt}">'
    return f"### {title}\n\n{when}\n\n{picture}\n"
