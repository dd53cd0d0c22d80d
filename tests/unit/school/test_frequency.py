"""How often and how long, as people type it."""

import pytest

from school.errors import PhraseError
from school.grammar.frequency import Frequency, take


@pytest.mark.parametrize(
    ("text", "found", "rest"),
    [
        ("arrival 2x15", Frequency(2, 15), "arrival"),
        ("fine motor 2 \N{MULTIPLICATION SIGN} 20 a week", Frequency(2, 20), "fine motor"),
        ("fine motor 30x2", Frequency(2, 30), "fine motor"),
        ("2x15 min weekly lunch", Frequency(2, 15), "lunch"),
        ("30 min twice a week", Frequency(2, 30), ""),
        ("two times per week for 30 minutes each", Frequency(2, 30), ""),
        ("once a week lunch for half an hour", Frequency(1, 30), "lunch"),
        ("60 minutes a week writing", Frequency(weekly=60), "writing"),
        ("1 hour a week, twice a week", Frequency(2, weekly=60), ","),
        ("social every day", Frequency(5), "social"),
        ("writing 2x/week 30 min", Frequency(2, 30), "writing"),
        ("15 minutes", Frequency(minutes=15), ""),
        ("arrival", Frequency(), "arrival"),
        ("escritura 2 veces por semana 20 minutos", Frequency(2, 20), "writing"),
        ("dos veces a la semana media hora", Frequency(2, 30), ""),
    ],
)
def test_is_understood(text: str, found: Frequency, rest: str) -> None:
    """Times, minutes, or the minutes of a whole week, in any order; other words stay."""
    assert take(text) == (found, rest)


@pytest.mark.parametrize(
    "text", ["0x15", "300x2", "2x0", "9x300", "2x15 twice a week", "30 min 60 minutes a week"]
)
def test_is_refused(text: str) -> None:
    """What cannot be, or is said twice, is no frequency."""
    with pytest.raises(PhraseError) as caught:
        take(text)

    assert caught.value.code == "frequency"
