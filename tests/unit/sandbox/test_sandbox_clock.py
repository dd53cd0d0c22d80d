"""The school clock stands, runs and jumps, and never goes back."""

import pytest

from sandbox.clock import SchoolClock, instant_of, iso, micros_of, parse_iso
from sandbox.errors import Refused

START = 1_788_264_000_000_000


class Seconds:
    """Monotonic seconds by hand."""

    def __init__(self) -> None:
        """Begin at 0."""
        self.now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def test_a_new_clock_stands_still() -> None:
    """Real seconds do not move a clock at rate 0."""
    seconds = Seconds()
    clock = SchoolClock(seconds, start=START)
    seconds.now = 100.0

    assert clock.micros() == START


def test_a_running_clock_multiplies_real_seconds() -> None:
    """At rate 60 two real seconds are two school minutes, and stopping keeps them."""
    seconds = Seconds()
    clock = SchoolClock(seconds, start=START)
    clock.run(60)
    seconds.now = 2.0
    clock.run(0)
    seconds.now = 50.0

    assert clock.micros() == START + 120_000_000
    assert clock.seq == 2


def test_the_clock_refuses_to_go_back() -> None:
    """A jump into the past is refused with 409 clock_backwards and changes nothing."""
    clock = SchoolClock(Seconds(), start=START)

    with pytest.raises(Refused) as refused:
        clock.jump(START - 1)

    assert (refused.value.status, refused.value.code) == (409, "clock_backwards")
    assert clock.micros() == START


@pytest.mark.parametrize("rate", [2, -1, "fast", True, None])
def test_only_four_rates_are_known(rate: object) -> None:
    """Any rate but 0, 1, 60 and 600 is refused."""
    with pytest.raises(Refused, match="one of 0, 1, 60 and 600"):
        SchoolClock(Seconds(), start=START).run(rate)


def test_instants_survive_a_round_trip_to_the_microsecond() -> None:
    """ISO text, instants and microseconds say the same."""
    text = "2026-09-01T12:00:00.000123Z"

    assert iso(parse_iso(text, "now")) == text
    assert micros_of(instant_of(START + 7)) == START + 7


def test_an_instant_without_an_offset_is_refused() -> None:
    """The sandbox never guesses a zone."""
    with pytest.raises(Refused, match="needs an offset"):
        parse_iso("2026-09-01T12:00:00", "now")
