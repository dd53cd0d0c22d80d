"""Buttons and forms that cannot be read: each is told apart from a fault of the program."""

from collections.abc import Callable

import pytest

from handlers import slot_refs
from handlers.actions import UnreadableError, day_of, number_of
from handlers.forms import agree, change
from handlers.forms.spec import Filled
from handlers.slack import views
from handlers.slack.receive import OLD

JUNK = ("", "2026-13-01", "x", "\N{ARABIC-INDIC DIGIT ONE}", "-1", "1.5")


@pytest.mark.parametrize("text", JUNK)
@pytest.mark.parametrize("read", [day_of, number_of, slot_refs.dated, slot_refs.weekly])
def test_what_is_no_date_or_number(read: Callable[[str], object], text: str) -> None:
    """Dates, numbers and times of a week in a button's value."""
    with pytest.raises(UnreadableError):
        read(text)


@pytest.mark.parametrize("time", ["a@20261399-780", "a@20261005-x", "a@-780", "20261005"])
def test_a_time_of_no_day(time: str) -> None:
    """Half of a time, or a day that no month has."""
    with pytest.raises(UnreadableError):
        slot_refs.dated(time)


@pytest.mark.parametrize("carried", ["", "[]", "null", "{}", '{"ref": "x", "kept": {}}', "\0"])
def test_a_form_that_carries_nothing(carried: str) -> None:
    """What a view carries was written by another version, or by nobody."""
    with pytest.raises(UnreadableError):
        views.read({"private_metadata": carried, "state": {"values": {}}})


@pytest.mark.parametrize("read", [agree.read, change.read])
def test_a_form_without_what_it_was_opened_with(read: Callable[[Filled], object]) -> None:
    """When it was opened, and what was seen then, is needed."""
    with pytest.raises(UnreadableError):
        read(Filled(OLD, {"what": "skip"}))
