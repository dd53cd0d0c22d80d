"""What the school tests share: files of real schools, read once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from school.calendar import SchoolCalendar

DATA = Path(__file__).parents[2] / "data"


def read(name: str) -> SchoolCalendar:
    return SchoolCalendar.from_neutral(json.loads((DATA / f"{name}.json").read_text("utf-8")))


@pytest.fixture(scope="session")
def king() -> SchoolCalendar:
    """Return Martin Luther King Middle School, Berkeley, grade 6, 2026-27."""
    return read("schools/berkeley-king-6-2026-2027")


@pytest.fixture(scope="session")
def minimum() -> SchoolCalendar:
    """Return the same school with an invented minimum day on Monday 2026-10-19."""
    return read("schools/king-6-minimum")


@pytest.fixture(scope="session")
def lettered() -> SchoolCalendar:
    """Return the invented A/B school of the phrase set, in New York."""
    return read("phrases/school")
