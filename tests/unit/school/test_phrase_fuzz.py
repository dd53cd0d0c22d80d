"""Whatever is typed is understood or refused with a known code, quickly and in linear time."""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING

import pytest
from unit.school.phrases import CODES, MONDAY, NEW_YORK, rows

from handlers.slack.sentences import known, say
from school.phrase import PhraseError, understand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from school.calendar import SchoolCalendar
    from school.understood import Understood

TEXTS = [row["text"] for row in (*rows("phrases.jsonl"), *rows("staff.jsonl"))]
WORDS = sorted({word for text in TEXTS for word in text.split()})
ODD = [
    *"0123456789:-/,;.@&+()'#%~|<>_*`?!=$^[]{}\\\"",
    *" \t\n\xa0\u2013\u2014\u2019\u200b\u202e\ufeff\xbd\xb2\u0661\uff11\u0130\xdf\u0301\x00",
    *"\U0001f600\u4e2d\u05d0\ud7ff", "am", "pm", "first ", "until ", "every ", "9:10", "oct 14 ",
    "mon ", "and ", " or ", "99999", "2/29", " 24:00 ", "a las ", "week ",
]  # fmt: skip
LONGEST = 600


def _cut(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + text[at + dice.randint(1, 3) :]


def _put(text: str, dice: random.Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + dice.choice(ODD) + text[at:]


def _swap(text: str, dice: random.Random) -> str:
    words = text.split()
    dice.shuffle(words)
    return " ".join(words)


def _join(text: str, dice: random.Random) -> str:
    return f"{text}{dice.choice((' ', ', ', ' and ', ' or ', ''))}{dice.choice(TEXTS)}"


def _repeat(text: str, dice: random.Random) -> str:
    begin = dice.randrange(len(text) + 1)
    part = text[begin : begin + dice.randint(1, 12)]
    return text[:begin] + part * dice.randint(2, 40) + text[begin:]


def _heap(_: str, dice: random.Random) -> str:
    return " ".join(dice.choices(WORDS, k=dice.randint(1, 12)))


def _noise(_: str, dice: random.Random) -> str:
    length = dice.randint(1, LONGEST if dice.random() < 0.02 else 60)
    return "".join(
        chr(dice.choice((dice.randrange(32, 127), dice.randrange(0x2FFF)))) for _ in range(length)
    )


def _shout(text: str, _: random.Random) -> str:
    return text.upper()


CHANGES = (_cut, _cut, _put, _put, _put, _swap, _join, _repeat, _heap, _noise, _shout)


def fuzzed(count: int, seed: int) -> Iterator[str]:
    """Yield so many texts: staff phrases, changed one to three times, up to 600 characters."""
    dice = random.Random(seed)  # noqa: S311  a repeatable test, no secret
    for _ in range(count):
        text = dice.choice(TEXTS)
        for change in dice.choices(CHANGES, k=dice.randint(1, 3)):
            text = change(text, dice)
        yield text[:LONGEST]


def check(text: str, calendar: SchoolCalendar | None) -> None:
    """Check that a text gives something sensible, or one of the codes; any other error fails."""
    said = answer(text, calendar)
    sensible = said in CODES if isinstance(said, str) else not _nonsense(said)

    assert sensible, (text, said)


def answer(text: str, calendar: SchoolCalendar | None) -> Understood | str:
    """Return what is understood, or the code of the error."""
    try:
        return understand(text, now=MONDAY, zone=NEW_YORK, calendar=calendar)
    except PhraseError as error:
        return error.code


def _nonsense(said: Understood) -> bool:
    """Tell whether what was understood cannot be: an end before its start, a date that is over."""
    today = MONDAY.date()
    backwards = said.start is not None and said.end is not None and said.end <= said.start
    endless = said.first is not None and said.last is not None and said.last < said.first
    over = any(on < today for on in (*said.dates, *said.except_dates))
    nothing = said.kind == "single" and len(said.dates) != 1
    days = sum(map(bool, (said.weekdays, said.cycle, said.monthly)))
    return backwards or endless or over or nothing or (said.kind == "series" and days != 1)


def test_fuzzed(lettered: SchoolCalendar) -> None:
    """20,000 changed phrases: each is something that can be, or a known code."""
    for number, text in enumerate(fuzzed(20_000, seed=1)):
        check(text, lettered if number % 4 else None)


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_a_million_fuzzed(lettered: SchoolCalendar) -> None:
    """1,000,000 changed phrases, and 99 of 100 take under a millisecond of the processor."""
    taken: list[float] = []
    for text in fuzzed(1_000_000, seed=2):
        began = time.thread_time()
        check(text, lettered)
        taken.append((time.thread_time() - began) * 1000)
    taken.sort()
    p50, p99, most = taken[len(taken) // 2], taken[len(taken) * 99 // 100], taken[-1]
    sys.stdout.write(
        f"understand, 1,000,000 fuzzed: p50 {p50:.3f}, p99 {p99:.3f}, max {most:.3f} ms\n"
    )

    assert p99 < 1


PARTS = [
    *("mon 9 ", "mon,", "mon & ", "1st, ", "a, ", "m/", "oct 1, ", "until ", "mon and ", "tu tu "),
    *("first ", "every ", "and ", "2, ", "1-", " ", "a and b, ", "room 4 and ", "9:10 ", "x", "("),
    *("the quick brown fox ", "tue 9 until ", "except oct 12, ", "half past ", "1", "oct ", "."),
    *("& 1st ", "1st and ", "2nd, ", "p2-", "period 2 and ", "1/", "a-", "a'", "first and "),
    *("mon-", "4 and ", "K-2 ", "the ", "every other ", "each month ", "9:10-", "tue to "),
    *("room 4, ", "-", "@", "<@U1> ", "ms. ", "4 kids ", "S1 ", "\u4e2d", "e\u0301", "1      "),
    *("last 20 minutes of ", "9      thu", ", , ", "every      ", "\n\n\n"),
]  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("begin", ["", "mondays 9:10 "])
def test_linear_time(begin: str) -> None:
    """A text six times as long takes about six times as long, whatever it repeats."""
    for part in PARTS:
        short, long = (_seconds(begin + part * (size // len(part))) for size in (1_000, 6_000))

        assert long < 24 * max(short, 0.0003), (begin, part, short, long)


def _seconds(text: str) -> float:
    """Return the seconds of the processor that a text takes, the quicker of two tries."""
    times = []
    for _ in range(2):
        began = time.thread_time()
        answer(text, None)
        times.append(time.thread_time() - began)
    return min(times)


def _repeated(count: int, seed: int, length: int) -> Iterator[str]:
    """Yield a phrase's beginning, and one to three of its words over and over."""
    dice = random.Random(seed)  # noqa: S311  a repeatable test, no secret
    for _ in range(count):
        words = dice.choice(TEXTS).split(" ")
        at = dice.randrange(len(words))
        part = " ".join(words[at : at + dice.randint(1, 3)]) + dice.choice((" ", ", ", " and ", ""))
        begin = " ".join(words[: dice.choice((0, at))])
        yield f"{begin} {part * (length // max(1, len(part)) + 1)}{dice.choice(WORDS)}"


def test_repeated_words(lettered: SchoolCalendar) -> None:
    """Words repeated to 600 characters take a few milliseconds at most, whatever they are."""
    _check_quick(_repeated(600, 1, LONGEST), lettered)


@pytest.mark.proof
@pytest.mark.timeout(3600)
def test_many_repeated_words(lettered: SchoolCalendar) -> None:
    """20,000 times words repeated to 600 characters: none takes more than a few milliseconds."""
    _check_quick(_repeated(20_000, 2, LONGEST), lettered)


def _check_quick(texts: Iterator[str], calendar: SchoolCalendar) -> None:
    for text in texts:
        began = time.thread_time()
        check(text, calendar)

        assert time.thread_time() - began < 0.1, text


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_sentence(code: str) -> None:
    """Every code has a sentence that says what to type instead, with an example."""
    assert known(f"refused.{code}")
    assert "`" in say(f"refused.{code}")
