"""Common stretches, the first slot in them, and the standing time that is common most often."""

from hypothesis import given
from hypothesis import strategies as st

from school import slots
from school.free import PersonDay, Span

ALL_DAY = (0, 1440)


def person(*busy: tuple[int, int], hours: tuple[int, int] = (480, 900)) -> PersonDay:
    return PersonDay(Span(*hours), push_ins=tuple(Span(*one) for one in busy))


def times(one: PersonDay, two: PersonDay, **more: object) -> list[tuple[int, int]]:
    told = {"between": ALL_DAY, **more}
    return [(span.start, span.end) for span in slots.stretches(one, two, **told)]  # type: ignore[arg-type]


def test_what_two_have_in_common() -> None:
    """Stretches lie inside both people's hours and outside what binds either of them."""
    one, two = person((500, 600)), person((700, 896), hours=(490, 1000))

    assert times(one, two) == [(490, 500), (600, 700)]


def test_quiet_hours_and_what_is_taken_are_left_out() -> None:
    """A stretch that is cut below five minutes is none."""
    one = person()

    assert times(one, one, between=(870, 1080)) == [(870, 900)]
    assert times(one, one, between=(870, 1080), taken=[Span(874, 890)]) == [(890, 900)]


def test_who_is_not_there_has_nothing_in_common() -> None:
    """A day without work has no stretch."""
    assert times(person(), PersonDay(None)) == []


def test_the_first_slot_from_a_minute_on() -> None:
    """Five minutes begin at the asked minute if they fit, else in the next stretch."""
    spans = [Span(480, 490), Span(600, 605)]

    assert [slots.first(spans, since) for since in (0, 485, 486, 601)] == [480, 485, 600, None]


def test_the_standing_time_is_the_one_common_most_often() -> None:
    """Of each weekday the earliest minute that is common on most dates, the best weekday first."""
    dates = [
        (0, [Span(480, 500)]),
        (0, [Span(490, 500), Span(780, 800)]),
        (0, [Span(780, 790)]),
        (3, [Span(600, 605)]),
        (4, []),
    ]

    assert slots.most_often(dates, 5) == ((0, 490, 2), (3, 600, 1))
    assert slots.most_often(dates, 1) == ((0, 490, 2),)


spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 30)).map(lambda one: (one[0], one[0] + one[1])),
    max_size=5,
)


@given(spans, spans, spans)
def test_stretches_against_single_minutes(
    one: list[tuple[int, int]], two: list[tuple[int, int]], taken: list[tuple[int, int]]
) -> None:
    """A minute is in a stretch just where nothing binds either, in runs of five at least."""
    free = [
        not any(a <= minute < b for a, b in [*one, *two, *taken]) and 5 <= minute < 70
        for minute in range(91)
    ]
    runs, start = [], None
    for minute, is_free in enumerate(free):
        if is_free and start is None:
            start = minute
        if not is_free and start is not None:
            runs += [(start, minute)] if minute - start >= 5 else []
            start = None
    both = [person(*busy, hours=(0, 70)) for busy in (one, two)]

    found = times(*both, between=(5, 90), taken=[Span(*pair) for pair in taken])

    assert found == runs


@given(st.lists(st.tuples(st.integers(0, 2), spans), max_size=6))
def test_standing_times_against_counting(dates: list[tuple[int, list[tuple[int, int]]]]) -> None:
    """The best minute of a weekday is the first with the highest count, counted one by one."""
    apart = [(day, [Span(a * 100, a * 100 + b - a) for a, b in found]) for day, found in dates]
    expected = []
    for weekday in range(3):
        counts = {
            minute: sum(
                span.start <= minute and minute + 5 <= span.end
                for day, found in apart
                if day == weekday
                for span in set(found)
            )
            for minute in {span.start for day, found in apart if day == weekday for span in found}
        }
        best = max(counts, key=lambda one: (counts[one], -one), default=None)
        if best is not None and counts[best]:
            expected.append((weekday, best, counts[best]))

    found = slots.most_often([(day, sorted(set(one))) for day, one in apart], 9)

    assert sorted(found) == expected
