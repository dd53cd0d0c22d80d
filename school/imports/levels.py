"""The levels and grades that a label limits itself to ("Early Release - Elementary only")."""

from __future__ import annotations

import re

ELEMENTARY, MIDDLE, HIGH = "elementary", "middle school", "high school"

_LEVELS = (
    (ELEMENTARY, re.compile(r"\b(?:elementary|elem\b\.?|primary schools?|primaria)")),
    (
        MIDDLE,
        re.compile(r"\b(?:middle(?: schools?)?|intermediate|interm\b\.?|junior high|jr\.? high)\b"),
    ),
    (HIGH, re.compile(r"\b(?<!junior )(?<!jr )(?<!jr\. )(?:senior )?high(?: schools?)?\b")),
    ("secondary", re.compile(r"\bsecondary\b")),
    ("upper school", re.compile(r"\bupper school\b|^us:")),
    ("lower school", re.compile(r"\blower school\b|^ls:")),
    (MIDDLE, re.compile(r"^ms:")),
    ("pre-k", re.compile(r"\b(?:pre-?k(?:indergarten)?|pre-?school|early childhood|pk)\b")),
    ("kindergarten", re.compile(r"\b(?:transitional )?kindergarten\b|\bkinder\b|\b[kt]k\b(?!-)")),
)
_ACRONYMS = (
    (re.compile(r"\b[A-Z]{0,4}(?:HS)\b(?! CLOSED)"), HIGH),
    (re.compile(r"\b[A-Z]{0,4}(?:MS|JH|JHS)\b"), MIDDLE),
    (re.compile(r"\b[A-Z]{0,4}ES\b"), ELEMENTARY),
)
_GRADE = r"(?:pre-?k|pk|tk|k|\d{1,2})(?:st|nd|rd|th)?"
_GRADES = re.compile(
    rf"\b(?:grades? )?(?P<low>{_GRADE})\s?(?:-|to|thru|through)\s?(?P<high>{_GRADE})\b"
    r"(?P<unit>\s?(?:grades?|graders?|students?))?"
)
_ONE_GRADE = re.compile(
    r"\b(?:grades? (?P<after>\d{1,2})(?!\d| ?-)|(?P<before>\d{1,2})(?:st|nd|rd|th) grade(?:rs?)?)\b"
)
_EVERYBODY = re.compile(
    r"\ball (?:schools?|students|grades|levels)\b|\beveryone\b|\bdistrict-?wide\b"
)
_SEASONS_OF_HIGH = re.compile(
    r"high (?:schools? )?(?:graduation|commencement|winds?|tide|heat|noon)"
)
_LAST_GRADE = 12


def of(label: str) -> tuple[str, ...]:
    """Return the groups that a label names; none where it is about everybody."""
    plain = " ".join(label.casefold().replace("\N{EN DASH}", "-").split())
    if _EVERYBODY.search(plain):
        return ()
    found = dict.fromkeys(
        [
            *_by_words(_SEASONS_OF_HIGH.sub(" ", plain)),
            *_by_acronym(label),
            *_by_grades(plain),
        ]
    )
    if {ELEMENTARY, MIDDLE, HIGH} <= found.keys() or {ELEMENTARY, "secondary"} <= found.keys():
        return ()
    return () if "everybody" in found else tuple(found)


def but(label: str) -> str:
    """Return what a label says besides levels; nothing where it is but one ("Middle School")."""
    plain = label.casefold()
    for _, words in _LEVELS:
        plain = words.sub(" ", plain)
    return plain.strip(" .,&-")


def _by_words(plain: str) -> list[str]:
    return [level for level, words in _LEVELS if words.search(plain)]


def _by_acronym(label: str) -> list[str]:
    if label.isupper():
        return []
    return [level for words, level in _ACRONYMS if words.search(label)]


def _by_grades(plain: str) -> list[str]:
    found = []
    for match in _GRADES.finditer(plain):
        low, high = _number(match["low"]), _number(match["high"])
        told = match[0].startswith("grade") or match["unit"] or not match["low"].isdigit()
        if low < high <= _LAST_GRADE and (told or f"({match[0].strip()})" in plain):
            found.append(_level(low, high))
    for match in _ONE_GRADE.finditer(plain):
        grade = int(match["after"] or match["before"])
        if 1 <= grade <= _LAST_GRADE:
            found.append(f"grade {grade}")
    return found


def _number(grade: str) -> int:
    digits = re.match(r"\d+", grade)
    if digits:
        return int(digits[0])
    return -1 if grade.startswith("p") else 0


def _level(low: int, high: int) -> str:
    """Return the level that a range of grades is; the range itself where no level has it."""
    if low <= 1 and high == _LAST_GRADE:
        return "everybody"
    if low <= 1 and high in {4, 5, 6}:
        return ELEMENTARY
    if low in {5, 6, 7} and high in {8, 9}:
        return MIDDLE
    if low in {9, 10} and high == _LAST_GRADE:
        return HIGH
    if low in {6, 7} and high == _LAST_GRADE:
        return "secondary"
    return f"grades {'k' if low <= 0 else low}-{high}"
