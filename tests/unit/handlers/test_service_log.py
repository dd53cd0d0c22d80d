"""The log as a file, read back by other libraries: CSV, workbook and paper say the same."""

import csv
import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pdfplumber
import pytest

from handlers.papers import service_log, service_log_files
from pushin.results import MadeUp, PersonRef, ServiceLine, ServiceLog, ServiceTotals

AT = datetime.fromisoformat("2026-10-01T12:00:00+00:00")
NASTY = 'She said "more",\nthen: Łucja & Zoë <b>'
FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\uff1d1")
ABOUT = ServiceLog(
    date(2026, 9, 1),
    date(2026, 9, 30),
    PersonRef("maya", "Maya", "provider", "OT"),
    None,
    notes=True,
    lines=3,
)


def line(number: int = 0, **changes: Any) -> ServiceLine:
    facts: dict[str, Any] = {
        "log_id": f"log{number}",
        "on": date(2026, 9, 14),
        "start": 550,
        "end": 590,
        "length": 40,
        "code": "K7-03",
        "minutes": 40,
        "group_minutes": 40,
        "session_minutes": 40,
        "setting": "group",
        "group_size": 2,
        "model": "push_in",
        "place": "Room 4, Centers",
        "provider": "Maya",
        "discipline": "OT",
        "deliverer": "Maya",
        "supervisor": "",
        "status": "held",
        "reason": "",
        "made_up": None,
        "makes_up": (),
        "goal_area": "Fine motor",
        "note": "",
        **changes,
    }
    return ServiceLine(**facts)


LINES = (
    line(note=NASTY),
    line(code="K7-04", note=NASTY),
    line(
        1,
        on=date(2026, 9, 21),
        code="",
        minutes=0,
        group_minutes=0,
        session_minutes=0,
        setting=None,
        group_size=None,
        status="cancelled",
        reason="field_trip",
        made_up=MadeUp("done", 40, date(2026, 9, 28)),
        deliverer="",
    ),
    line(2, on=date(2026, 9, 28), minutes=25, group_minutes=10, session_minutes=25, setting="both"),
)
TOTALS = ServiceTotals(lines=4, sessions=3, minutes=105, group_minutes=90, session_minutes=65)


def made(
    folder: Path,
    kind: service_log_files.FileKind,
    lines: tuple[ServiceLine, ...] = LINES,
    about: ServiceLog = ABOUT,
) -> Path:
    path = folder / f"log.{kind}"
    sheet = service_log_files.sheet(kind, path, at=AT)
    sheet.begin(about)
    for one in lines:
        sheet.add(one)
    sheet.end(TOTALS)
    return path


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_xlsx(path: Path) -> Any:
    return openpyxl.load_workbook(path, data_only=True).worksheets[0]


def read_pdf(path: Path) -> list[str]:
    with pdfplumber.open(path) as pdf:
        return [page.extract_text() for page in pdf.pages]


def test_the_three_say_the_same_minutes(tmp_path: Path) -> None:
    """A sum over the rows of the CSV is the workbook's total and the paper's."""
    head, *rows = read_csv(made(tmp_path, "csv"))
    own = sum(int(row[head.index("Minutes")]) for row in rows)
    sheet = read_xlsx(made(tmp_path, "xlsx"))
    column = [cell.value for cell in sheet["F"]]
    paper = read_pdf(made(tmp_path, "pdf"))[-1]
    printed = [
        int(row.split(" AM ")[1].split()[1]) for row in paper.splitlines() if " AM K7" in row
    ]

    assert own == 105
    assert column == ["Minutes", 40, 40, 0, 25, 105, 3, 65]
    assert "Sessions: 3 \N{MIDDLE DOT} Minutes: 105" in paper
    assert "Each session once: 65" in paper
    assert sum(printed) == 105


def test_csv_has_plain_dates_times_and_numbers(tmp_path: Path) -> None:
    """Dates and times are those that machines read; texts come back letter by letter."""
    head, first, *_ = read_csv(made(tmp_path, "csv"))
    row = dict(zip(head, first, strict=True))

    assert (row["Date"], row["Start"], row["End"], row["Length"]) == (
        "2026-09-14",
        "09:10",
        "09:50",
        "40",
    )
    assert row["Note"] == NASTY
    assert row["Group size"] == "2"
    assert b'"K7-03",40,40,"group",2,' in (tmp_path / "log.csv").read_bytes()


def test_a_workbook_has_real_dates_and_lengths(tmp_path: Path) -> None:
    """Cells are dates, times of day, lengths and numbers; the headings stay in sight."""
    sheet = read_xlsx(made(tmp_path, "xlsx"))
    values = [cell.value for cell in sheet[2]]

    assert values[:6] == [
        datetime(2026, 9, 14),  # noqa: DTZ001  a workbook knows no zone
        time(9, 10),
        time(9, 50),
        timedelta(minutes=40),
        "K7-03",
        40,
    ]
    assert values[-1] == NASTY
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:T5")
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["T"].width > 40


def test_a_workbooks_total_counts_what_a_filter_leaves(tmp_path: Path) -> None:
    """The sum is a formula over the rows, which a filter changes, and holds its value."""
    sheet = openpyxl.load_workbook(made(tmp_path, "xlsx")).worksheets[0]

    assert sheet["F6"].value == "=SUBTOTAL(109,F2:F5)"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_is_none(tmp_path: Path, text: str) -> None:
    """In CSV an apostrophe stands before it; in a workbook it is text, and stays so when edited."""
    lines = (line(note=text, goal_area=text),)
    raw = read_csv(made(tmp_path, "csv", lines))[1][-1]
    path = made(tmp_path, "xlsx", lines)
    cell = openpyxl.load_workbook(path).worksheets[0]["T2"]

    assert raw == f"'{text}"
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert not openpyxl.load_workbook(path).worksheets[0]["E2"].quotePrefix


def test_a_paper_says_on_each_page_what_it_is(tmp_path: Path) -> None:
    """Title, whose, headings and number stand on every page; the sums stand on the last."""
    many = tuple(line(n, note=f"Note {n}") for n in range(90))
    pages = read_pdf(made(tmp_path, "pdf", many))

    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert page.startswith("Service log, Tue, Sep 1, 2026 \N{EN DASH} Wed, Sep 30, 2026")
        assert "Provider: Maya" in page
        assert re.search(rf"Page {number} of ?{len(pages)}$", page)
        assert "What happened" in page
    assert [("Sessions:" in page) for page in pages] == [False] * (len(pages) - 1) + [True]
    assert [n for page in pages for n in map(int, re.findall(r"Note (\d+)", page))] == [*range(90)]


def test_a_row_longer_than_a_page_goes_on(tmp_path: Path) -> None:
    """No word of a very long note is lost, and none runs out of its column."""
    words = " ".join(f"w{n}" for n in range(1500)) + " " + "x" * 200
    path = made(tmp_path, "pdf", (line(note=words),))
    with pdfplumber.open(path) as pdf:
        found = [word["text"] for page in pdf.pages for word in page.extract_words()]
        widest = max(char["x1"] for page in pdf.pages for char in page.chars)

    assert [one for one in found if re.fullmatch(r"w\d+", one)] == words.split()[:-1]
    assert "".join(found).count("x") >= 200
    assert widest <= 792 - 36


def test_a_note_of_a_group_stands_once_on_paper(tmp_path: Path) -> None:
    """Its second student refers to it, so that a month fits on few pages."""
    (page,) = read_pdf(made(tmp_path, "pdf"))

    assert page.count("She said") == 1
    assert page.count("(note as above)") == 1


def test_without_notes_there_is_no_column_for_them(tmp_path: Path) -> None:
    """Notes are there only where they were wanted; one kept back says why."""
    bare = read_csv(made(tmp_path, "csv", about=replace(ABOUT, notes=False)))
    kept = read_csv(made(tmp_path, "csv", (line(note=None),)))

    assert "Note" not in bare[0]
    assert kept[1][-1] == "Kept back: this note is about a group."


def test_an_assistant_is_named_with_whom_they_answer_to(tmp_path: Path) -> None:
    """On paper who worked with the student stands under whose session it was."""
    (page,) = read_pdf(made(tmp_path, "pdf", (line(deliverer="Tam", supervisor="Maya"),)))

    assert "by Tam" in page
    assert "supervised by Maya" in page


@pytest.mark.parametrize("kind", service_log_files.KINDS)
def test_a_file_that_is_begun_again_starts_anew(
    tmp_path: Path, kind: service_log_files.FileKind
) -> None:
    """A transaction that is repeated leaves no row twice."""
    path = tmp_path / f"log.{kind}"
    sheet = service_log_files.sheet(kind, path, at=AT)
    sheet.begin(ABOUT)
    sheet.add(LINES[0])
    sheet.begin(ABOUT)
    for one in LINES:
        sheet.add(one)
    sheet.end(TOTALS)

    assert path.read_bytes() == made(tmp_path / "..", kind).read_bytes()


def test_a_files_name_and_title_name_no_student() -> None:
    """They stand in a message; the code is inside the file alone."""
    about = replace(ABOUT, code="K7-03")

    assert service_log_files.name(about, "csv") == "service-log-2026-09-01-2026-09-30.csv"
    assert "K7" not in service_log.title(about)
    assert service_log.whose(about) == "Provider: Maya \N{MIDDLE DOT} Student: K7-03"
