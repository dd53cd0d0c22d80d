"""On which days of a week something that comes several times a week is, well apart."""

from collections.abc import Sequence
from itertools import combinations, pairwise

Days = tuple[int, ...]


def spread(days: Sequence[int], times: int, week: Sequence[int]) -> list[Days]:
    """Return all ways to take `times` of these days, the best apart first.

    Few days in a row come first, then the longest shortest pause (a weekend is none: `week` are the
    days that a school has, in order, and after the last comes the first), then the earlier days.
    """
    place = {day: index for index, day in enumerate(week)}
    ways = combinations(sorted(days, key=place.__getitem__), times)
    return sorted(ways, key=lambda way: _rank([place[day] for day in way], len(week)))


def varied(days: Sequence[int], times: int, week: Sequence[int]) -> list[Days]:
    """Return the best ways so that each day is in one, each next one with the most new days.

    Where there are fewer days than asked for, all of them are the one way.
    """
    if not days:
        return []
    ways = spread(days, min(times, len(days)), week)
    open_days, found = set(days), []
    while open_days:
        way = max(ways, key=lambda one: len(open_days.intersection(one)))
        open_days -= set(way)
        found.append(way)
    return found


def split(total: int, longest: int, days: int) -> tuple[int, int]:
    """Return how many times and how long (minutes) come to a week's `total`, the fewest times.

    Each is at most `longest`, a multiple of five where that fits, and there are at most `days`;
    what does not fit into them is left out.
    """
    times = min(days, -(-total // longest))
    exact = -(-total // times)
    round_up = -(-exact // 5) * 5
    return times, min(longest, round_up)


def _rank(places: Sequence[int], length: int) -> tuple[int, int, Sequence[int]]:
    in_a_row = sum(after - before == 1 for before, after in pairwise(places))
    round_the_week = [*places, places[0] + length]
    shortest = min(after - before for before, after in pairwise(round_the_week))
    return in_a_row, -shortest, places
