"""Rate limits free on the school clock or on real seconds, whichever passes first."""

from sandbox.clock import RealTime, SchoolClock
from sandbox.pacing import Pacing


class Hands:
    """A pacing with both clocks by hand."""

    def __init__(self, *, enabled: bool = True) -> None:
        """Begin with both clocks at 0."""
        self.real = 0.0
        self.clock = SchoolClock(lambda: self.real, start=0)
        self.pacing = Pacing(self.clock, RealTime(self.read, self.read), enabled=enabled)

    def read(self) -> float:
        """Return the real seconds."""
        return self.real

    def burst(self) -> None:
        """Use up what may pass at once."""
        for _ in range(3):
            assert self.pacing.message("C1") == 0


def test_a_short_burst_passes_and_then_one_a_second() -> None:
    """The fourth message in the same second waits one second."""
    hands = Hands()
    hands.burst()

    assert hands.pacing.message("C1") == 1
    assert hands.pacing.message("C2") == 0


def test_school_seconds_free_a_conversation() -> None:
    """A jump of the school clock counts."""
    hands = Hands()
    hands.burst()
    hands.clock.jump(1_000_000)

    assert hands.pacing.message("C1") == 0
    assert hands.pacing.message("C1") == 1


def test_real_seconds_free_a_conversation_when_the_school_clock_stands() -> None:
    """A clock that stands still does not lock a caller out for ever."""
    hands = Hands()
    hands.burst()
    hands.real = 1.0

    assert hands.pacing.message("C1") == 0


def test_a_method_has_its_tier() -> None:
    """Twenty calls a minute and no more; Retry-After says for how long."""
    hands = Hands()
    waits = [hands.pacing.method("conversations.list", 20) for _ in range(21)]

    assert waits == [0] * 20 + [3]


def test_pacing_can_be_off() -> None:
    """--no-pacing never says 429."""
    hands = Hands(enabled=False)

    assert {hands.pacing.message("C1") for _ in range(100)} == {0}
