"""School files of every kind: nothing lost, nothing half-taken, and every no is a sentence."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from unit.school.feeds import YEAR, day, feed

from handlers import sentences
from handlers.slack.sentences import known
from school import imports
from school.calendar import SchoolCalendar
from school.errors import SchoolError
from school.imports import labels, read

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parents[2] / "data" / "schools"
SHARED = Path(__file__).parents[4] / "shared" / "schools"
KING = HERE / "berkeley-king-6-2026-2027.json"
FREE = sorted(HERE.glob("*.json"))
OTHERS = [one for one in sorted(SHARED.glob("*.json")) if not (HERE / one.name).exists()]
NEW_YORK = ZoneInfo("America/New_York")


def plain(path: Path = KING) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def refusal(data: bytes, name: str = "days.csv", **more: Any) -> SchoolError:
    with pytest.raises(SchoolError) as caught:
        read(data, name=name, **more)
    return caught.value


class TestNeutral:
    """The neutral form, as the schools of the project have it."""

    def check(self, path: Path) -> None:
        """Read a file, and compare it with itself."""
        found = read(path.read_bytes(), name=path.name)
        assert found.neutral == plain(path), path.name
        assert (found.kind, found.unread) == ("json", ())
        defects = [note for note in found.notes if note.code.startswith("defect_")]
        assert len(defects) == len(plain(path)["source_defects"])
        assert "defect_quoted" not in {note.code for note in defects}

    def test_nothing_is_lost(self) -> None:
        """Every free school file comes back as it was, its defects as notes."""
        for path in FREE:
            self.check(path)

    @pytest.mark.skipif(not OTHERS, reason="files without a free licence are not in the project")
    def test_nothing_is_lost_of_others(self) -> None:
        """The same of schools whose files may be read but not passed on."""
        for path in OTHERS:
            self.check(path)

    def test_a_defect_of_no_class_is_quoted(self) -> None:
        """A defect that nobody foresaw is told in the source's own words."""
        file = json.dumps(plain() | {"source_defects": ["the gym clock is four minutes fast"]})
        note = read(file.encode(), name="x.json").notes[-1]

        assert (note.code, note.where) == ("defect_quoted", "")
        assert sentences.of_note(note).endswith("the gym clock is four minutes fast")

    def test_defects_in_an_offices_words(self) -> None:
        """A defect is a sentence that says what to check, not the source's shorthand."""
        text = 'timberwolf: "1st Dismissal" 14:38-14:31 has no positive length; dropped'
        file = json.dumps(plain() | {"source_defects": [text]})

        assert sentences.of_note(read(file.encode(), name="x.json").notes[-1]) == (
            'In timberwolf the source has "1st Dismissal" end before it starts (14:38 to 14:31), '
            "so it is missing. Check that day's bells."
        )

    def test_everything_a_school_may_have(self) -> None:
        """Lunch tracks, optional and staff periods, Saturdays, groups: nothing is lost."""
        file = plain()
        periods = file["day_types"]["NORMAL"]["periods"]
        periods += [
            {"name": "Lunch B", "start": "12:40", "end": "13:10", "kind": "meal", "track": "B"},
            {"name": "Zero", "start": "13:00", "end": "13:20", "kind": "class", "optional": True},
            {
                "name": "Meeting",
                "start": "13:30",
                "end": "13:40",
                "kind": "nonclass",
                "audience": "staff",
            },
        ]
        periods.sort(key=lambda one: one["start"])
        file["pattern"]["days"]["sat"] = "EARLY RELEASE"
        file["exceptions"][0]["applies_to"] = "grade 6"
        file["groups"] = ["grade 6"]

        assert read(json.dumps(file).encode(), name="x.json").neutral == file

    def test_a_year_that_is_over(self) -> None:
        """A file of a past year is told so, by the year's name."""
        found = read(KING.read_bytes(), name="k.json", on=date(2027, 7, 1))

        assert [(note.code, note.params["year"]) for note in found.notes] == [
            ("year_over", "2026\N{EN DASH}27")
        ]

    def test_the_school_it_is_for(self, king: SchoolCalendar) -> None:
        """A file for a school that is there gets its id, and its groups where it names none."""
        ours = replace(king, id="king", groups=frozenset({"grade 6"}))
        found = read(KING.read_bytes(), name=KING.name, into=ours, zone=NEW_YORK)

        assert (found.calendar.id, found.calendar.groups) == ("king", {"grade 6"})
        assert found.calendar.zone == NEW_YORK
        assert [note.code for note in found.notes] == ["zone_replaced"]


def archive(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(name, "0" * 10_000)
    return held.getvalue()


WRONG: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "days.csv", "file_empty"),
    "blank lines": (lambda: b"\xef\xbb\xbf \r\n\t\r\n", "days.csv", "file_empty"),
    "100 MB": (lambda: bytes(100 * 1024 * 1024), "days.ics", "file_too_big"),
    "zip bomb": (lambda: archive("days.ics"), "days.ics", "file_is_compressed"),
    "gzip bomb": (lambda: gzip.compress(bytes(10_000_000)), "days.json", "file_is_compressed"),
    "PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3", "calendar.pdf", "file_is_pdf"),
    "XLSX": (lambda: archive("xl/workbook.xml"), "days.xlsx", "file_is_spreadsheet"),
    "old Excel": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1", "days.xls", "file_is_spreadsheet"),
    "Word": (lambda: archive("word/document.xml"), "days.docx", "file_is_document"),
    "HTML": (lambda: b"<!DOCTYPE html><html><body>", "calendar.ics", "file_is_web_page"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n", "days.csv", "file_is_picture"),
    "binary": (lambda: b"2026-09-07,off\x00,x", "days.csv", "file_is_not_text"),
    "half a character": (
        lambda: KING.read_bytes().replace(b'"id": "', b'"id": "\\ud800'),
        "k.json",
        "file_is_not_text",
    ),
    "broken JSON": (lambda: b'{"format": ', "k.json", "json_broken"),
    "deep JSON": (lambda: b"[" * 100_000, "k.json", "json_broken"),
    "other JSON": (lambda: b'{"schools": []}', "k.json", "json_of_another_shape"),
    "a JSON list": (lambda: b"[1, 2]", "k.json", "json_of_another_shape"),
    "no calendar": (lambda: b"BEGIN:VCARD\r\nEND:VCARD", "days.ics", "ics_without_calendar"),
    "concerts only": (
        lambda: feed(day("Winter Concert", "20261216")),
        "days.ics",
        "no_school_days_in_file",
    ),
    "a cancelled calendar": (
        lambda: feed(day("No School", "20261216"), more=("METHOD:CANCEL",)),
        "days.ics",
        "no_school_days_in_file",
    ),
    "ten thousand days off": (
        lambda: feed(*[day(f"No School {n}", "20261216") for n in range(10_000)]),
        "days.ics",
        "too_many_entries",
    ),
}


def test_every_note_has_a_sentence() -> None:
    """Each note, and each error that becomes one, is told in the catalogue's words."""
    sources = "\n".join(
        path.read_text()
        for path in sorted(Path(imports.__file__).parent.glob("*"))
        if path.suffix == ".py"
    )
    codes = set(re.findall(r"(?:Note|_note)\(\s*\"([a-z_]+)\"", sources))
    codes |= {f"unsure_{one}" for one in get_args(labels.Unsure)}
    codes |= set(re.findall(r"SchoolError\(\s*\"((?:event|line|rule)_[a-z_]+)\"", sources))

    assert len(codes) > 40
    assert not {code for code in codes if not known(f"import.note.{code}")}


class TestRefused:
    """A file of which nothing can be used."""

    @pytest.mark.parametrize("what", WRONG)
    def test_is_refused(self, what: str) -> None:
        """Each has a code of its own, and a sentence that says what to do."""
        make, name, code = WRONG[what]
        error = refusal(make(), name)

        assert error.code == code
        assert known(f"refused.{code}")
        assert sentences.of(error).endswith(".")

    @pytest.mark.parametrize(
        ("change", "code", "where"),
        [
            (lambda f: f.update(timezone="Mars/Phobos"), "unknown_zone", "timezone"),
            (
                lambda f: f["day_types"]["NORMAL"].update(periods=[]),
                "day_type_without_bells",
                "day_types.NORMAL",
            ),
            (
                lambda f: f["day_types"]["NORMAL"]["periods"][0].update(start="23:00"),
                "period_without_length",
                "day_types.NORMAL.periods[0]",
            ),
            (
                lambda f: f["exceptions"][0].update({"from": "0206-09-07", "to": "0206-09-07"}),
                "date_far_away",
                "exceptions[0]",
            ),
            (
                lambda f: f["school_year"].update(last_day="2062-06-03"),
                "year_too_long",
                "school_year",
            ),
            (
                lambda f: f["exceptions"].extend(f["exceptions"] * 200),
                "too_many_entries",
                "exceptions",
            ),
        ],
    )
    def test_a_wrong_fact_is_named(
        self, change: Callable[[dict[str, Any]], None], code: str, where: str
    ) -> None:
        """A school file is taken whole or not at all; the error names the place."""
        file = plain()
        change(file)
        error = refusal(json.dumps(file).encode(), "k.json")

        assert (error.code, error.params["where"]) == (code, where)

    def test_what_it_quotes_is_a_line(self) -> None:
        """An error quotes no more of a file than a line."""
        error = refusal(json.dumps(plain() | {"timezone": "x" * 10_000}).encode(), "k.json")

        assert len(str(error.params["value"])) < 130

    def test_an_archive_is_never_unpacked(self) -> None:
        """A bomb of a gigabyte in a megabyte is refused by its first bytes."""
        bomb = gzip.compress(bytes(20_000_000)) * 50

        assert refusal(bomb, "days.ics").code == "file_is_compressed"


class TestOverview:
    """What is shown before it is saved."""

    def test_a_year(self, king: SchoolCalendar) -> None:
        """School days, kinds of day with their bells, days off, and a mark for each date."""
        seen = imports.overview(king)

        assert (seen.first_day, seen.last_day, seen.school_days) == (
            date(2026, 8, 12),
            date(2027, 6, 3),
            180,
        )
        assert [(one.label, one.count, one.first_bell) for one in seen.day_types] == [
            ("Normal", 142, 8 * 60 + 40),
            ("Early Release", 38, 8 * 60 + 40),
        ]
        assert (seen.days_off[0].first, seen.days_off[0].last) == (date(2026, 9, 7),) * 2
        august = seen.months[0]
        assert (august.year, august.month, len(august.marks)) == (2026, 8, 31)
        assert august.marks[9:16] == ("outside", "outside", 1, 0, 0, "weekend", "weekend")
        assert seen.months[1].marks[6] == "off"
        assert [one.month for one in seen.months] == [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]

    def test_a_break_is_one_line(self) -> None:
        """Days off with one label are one stretch, over the weekend between them, too."""
        file = feed(*YEAR, *(day("Spring Break", f"202704{n:02}") for n in (8, 9, 12, 13)))
        seen = imports.overview(read(file, name="x.ics").calendar)

        assert [(one.first.day, one.last.day) for one in seen.days_off] == [(8, 13)]

    def test_a_school_without_a_year(self) -> None:
        """Without first and last day there is nothing to count, and nothing is invented."""
        seen = imports.overview(
            read((HERE / "bellplus-allen.json").read_bytes(), name="a").calendar
        )

        assert (seen.first_day, seen.school_days, seen.months) == (None, 0, ())

    def test_unpublished_letters(self) -> None:
        """A date whose letter is not published is a mark of its own."""
        file = json.loads((HERE.parent / "phrases" / "school.json").read_text("utf-8"))
        calendar = SchoolCalendar.from_neutral(file)
        unknown = [one.on for one in calendar.days(*span(calendar)) if not one.known]
        marks = [mark for one in imports.overview(calendar).months for mark in one.marks]

        assert marks.count("unknown") == len(unknown)


def span(calendar: SchoolCalendar) -> tuple[date, date]:
    assert calendar.first_day is not None
    assert calendar.last_day is not None
    return calendar.first_day, calendar.last_day


class TestDifferences:
    """What a new calendar changes of an old one."""

    def test_dates_from_today_on(self, king: SchoolCalendar) -> None:
        """Each date that changes is told on both sides; dates before today are not."""
        file = feed(
            day("Labor Day - No School", "20260907"),
            day("Early Dismissal", "20261006"),
            day("No School - Heat", "20260901"),
            zone="",
        )
        new = read(file, name="x.ics", into=king).calendar
        found = imports.differences(king, new, since=date(2026, 9, 2))

        assert date(2026, 9, 1) not in {one.on for one in found}
        first, second = found[:2]
        assert (first.on, first.old.label, first.old.state) == (
            date(2026, 10, 5),
            "teacher work day",
            "no_school",
        )
        assert (first.new.state, first.new.day_type) == ("school", "Normal")
        assert (second.on, second.old.day_type, second.new.day_type) == (
            date(2026, 10, 6),
            "Normal",
            "Early Release",
        )
        assert imports.bells_changes(king, new) == ()

    def test_the_same_calendar(self, king: SchoolCalendar) -> None:
        """The same calendar changes nothing."""
        assert imports.differences(king, king, since=date(2026, 8, 1)) == ()

    def test_bells(self, king: SchoolCalendar) -> None:
        """Changed bells of a day type are told once, not for each of its dates."""
        file = plain()
        file["day_types"]["NORMAL"]["periods"][-1]["end"] = "15:10"
        file["day_types"]["RALLY"] = file["day_types"]["EARLY RELEASE"] | {"label": "Rally"}
        new = SchoolCalendar.from_neutral(file)

        assert imports.differences(king, new, since=date(2026, 8, 1)) == ()
        changes = imports.bells_changes(king, new)
        assert [(one.key, one.old is None) for one in changes] == [
            ("NORMAL", False),
            ("RALLY", True),
        ]


# -- any bytes at all -----------------------------------------------------------------------------

RICH = feed(
    *YEAR,
    day(
        "Late Start",
        "20260902",
        "",
        "RRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20270601T000000Z",
        "EXDATE;VALUE=DATE:20261007",
        "RDATE;VALUE=DATE:20260911",
    ),
    day("No School", "20260907", "20260908", "CATEGORIES:holiday"),
    day("A Day", "20260902", "", "DURATION:P1D", "STATUS:CONFIRMED"),
)
SEEDS = (
    RICH,
    b"From,To,Day Type,Label\n2026-09-07,,No school,Labor Day\n12/21/2026,1/1/2027,off,Break\n",
    KING.read_bytes(),
)
PIECES = (
    b"9999",
    b"0001",
    b"\x00",
    b"\xff",
    b"\r\n ",
    b"BEGIN:VEVENT\r\n",
    b"END:VEVENT\r\n",
    b"RRULE:FREQ=DAILY\r\n",
    b";TZID=X",
    b"INTERVAL=0",
    b"COUNT=0",
    b"BYDAY=",
    b"null",
    b"{}",
    b"\\u0000",
    b"\\ud800",
    b",",
    b";",
    b":",
    b'"',
    b"RECURRENCE-ID:20260909\r\n",
    b";VALUE=PERIOD",
    b"RDATE:20260101,20270101\r\n",
    b"DTSTART:20260901T000000Z\r\n",
    b"P9999999D",
    b"UNTIL=9999",
)
edits = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 30), st.sampled_from(PIECES) | st.binary(max_size=4)),
    min_size=1,
    max_size=6,
)


def edited(seed: bytes, changes: list[tuple[float, int, bytes]]) -> bytes:
    """Return the seed with pieces cut out and others put in."""
    data = seed
    for place, cut, piece in changes:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + cut :]
    return data


def only_school_errors(data: bytes, name: str, into: SchoolCalendar | None) -> None:
    """Read; a refusal has a sentence, and what is read is valid and can be shown."""
    found: imports.Imported | None = None
    code = ""
    try:
        found = read(data, name=name, into=into, zone=NEW_YORK, on=date(2026, 11, 2))
    except SchoolError as error:
        code = error.code
    if found is None:
        assert known(f"refused.{code}"), code
        return
    imports.overview(found.calendar)
    assert SchoolCalendar.from_neutral(found.neutral).to_neutral() == found.neutral
    for note in (*found.unread, *found.notes):
        assert sentences.of_note(note)


files = st.tuples(
    st.builds(edited, st.sampled_from(SEEDS), edits) | st.binary(max_size=200),
    st.sampled_from(["a.ics", "a.csv", "a.json", "a"]),
    st.sampled_from([None, SchoolCalendar.from_neutral(plain())]),
)


@settings(max_examples=60, deadline=None)
@given(files)
def test_any_bytes(file: tuple[bytes, str, SchoolCalendar | None]) -> None:
    """Whatever bytes come, they are a school or a refusal with a sentence."""
    only_school_errors(*file)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(files)
def test_any_bytes_at_length(file: tuple[bytes, str, SchoolCalendar | None]) -> None:
    """The same, three thousand times."""
    only_school_errors(*file)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = [path] if path else []
    for key, one in inner if isinstance(value, dict | list) else ():
        found += places(one, (*path, key)) if isinstance(one, dict | list) else [(*path, key)]
    return found


PLACES = places(plain())


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(PLACES), anything)
def test_any_value_in_a_school_file(path: tuple[Any, ...], value: Any) -> None:
    """Whatever value stands anywhere in a school file, it is a school or a refusal."""
    put_anywhere(path, value)


@pytest.mark.slow
@settings(max_examples=2000, deadline=None)
@given(st.sampled_from(PLACES), anything)
def test_any_value_at_length(path: tuple[Any, ...], value: Any) -> None:
    """The same, two thousand times."""
    put_anywhere(path, value)


def put_anywhere(path: tuple[Any, ...], value: Any) -> None:
    file = plain()
    at: Any = file
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    only_school_errors(json.dumps(file).encode(), "k.json", None)
