"""Sessions as an iCalendar: other libraries read back what they are, across both clock changes."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import which

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event
from unit.school import agreed_dates as dates
from unit.school.agreed_dates import Read, meant, read, series

from school import feed

READER = Path(__file__).parents[2] / "node" / "read_calendar.mjs"


def events(content: bytes) -> list[Event]:
    return [one for one in Calendar.from_ical(content).walk("VEVENT") if isinstance(one, Event)]


def lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("zone", dates.ZONES)
def test_sessions_are_read_back_as_they_are(zone: str) -> None:
    """Start, length, state, title and place of each session, moved and cancelled ones too."""
    plan = series(zone=zone)
    found = read(feed.calendar("Push-In", "t1.push-in", [plan]))

    assert found == meant(plan)
    assert len(found) == len(plan.entries)


def test_wall_time_stays_when_the_clocks_change() -> None:
    """A session at 9:10 is at 13:10 UTC before the first Sunday of November and 14:10 after it."""
    found = read(feed.calendar("Push-In", "t1.push-in", [series()]))
    times = {one.starts_at.strftime("%m-%d %H:%M") for one in found}

    assert {"10-26 13:10", "11-16 14:10", "03-08 14:10", "03-22 13:10"} <= times


def test_a_plan_is_a_recurring_entry_for_each_of_its_times() -> None:
    """Two weekdays at one time are one rule; a weekday at another time has an entry of its own."""
    both = events(feed.calendar("Push-In", "t1.push-in", [series()]))
    rules = {str(one["UID"]): one["RRULE"].to_ical().decode() for one in both if "RRULE" in one}
    same = [
        replace(one, starts_at=one.starts_at - timedelta(minutes=50), ends_at=one.ends_at)
        if one.on.weekday() == 2
        else one
        for one in series().entries
    ]
    alike = [replace(one, ends_at=one.starts_at + timedelta(minutes=40)) for one in same]
    one = events(feed.calendar("Push-In", "t1.push-in", [series(entries=tuple(alike))]))

    assert set(rules) == {"plan1@t1.push-in", "plan1-we@t1.push-in"}
    assert rules["plan1@t1.push-in"].startswith("FREQ=WEEKLY;UNTIL=20270614T131000Z;INTERVAL=1")
    (rule,) = [entry["RRULE"].to_ical().decode() for entry in one if "RRULE" in entry]
    assert "BYDAY=MO,WE" in rule


def test_days_off_are_left_out_and_changes_name_their_date() -> None:
    """Dates without a session are EXDATEs; one that is unlike the others has a RECURRENCE-ID."""
    text = lines(feed.calendar("Push-In", "t1.push-in", [series()]))
    left_out = [line for line in text if line.startswith("EXDATE")]
    changed = [line for line in text if line.startswith("RECURRENCE-ID")]

    assert left_out == [
        "EXDATE;TZID=America/New_York:20261228T091000",
        "EXDATE;TZID=America/New_York:20261125T100000,20261230T100000,20270317T100000",
    ]
    assert sorted(line.rpartition(":")[2] for line in changed) == [
        "20261028T100000",
        "20261102T091000",
        "20261109T091000",
        "20270310T100000",
        "20270315T091000",
        "20270405T091000",
    ]
    assert text.count("STATUS:CANCELLED") == 1


def test_every_part_of_an_entry_has_its_sequence() -> None:
    """The number of changes stands in the recurring entry and in all that is told of its dates."""
    found = events(feed.calendar("Push-In", "t1.push-in", [series(sequence=7)]))

    assert {one["SEQUENCE"] for one in found} == {7}


def test_a_plan_without_a_weekly_rule_is_told_date_by_date() -> None:
    """Sessions by cycle day or month are single entries, each under its own lasting id."""
    plan = series(weekly=False)
    content = feed.calendar("Push-In", "t1.push-in", [plan])

    assert read(content) == meant(plan)
    assert b"RRULE:FREQ=WEEKLY" not in content
    assert {str(one["UID"]) for one in events(content)} == {
        f"{one.key}@t1.push-in" for one in plan.entries
    }


def test_every_other_week_is_a_rule_too() -> None:
    """A plan of every second week has no date left out between its weeks."""
    every = tuple(
        one for one in series().entries if one.on.weekday() == 0 and one.on.isocalendar().week % 2
    )
    # 2026 has a week 53: from then on the odd weeks are the others, and stand by themselves.
    plan = series(interval=2, entries=every)
    content = feed.calendar("Push-In", "t1.push-in", [plan])

    assert read(content) == meant(plan)
    assert b"INTERVAL=2" in content


def test_it_is_written_as_the_standard_says() -> None:
    """CRLF, lines of at most 75 octets, no METHOD, a name, and when to ask again."""
    plan = series()
    long = tuple(replace(one, title="Zoë, \\ ; " * 30) for one in plan.entries)
    content = feed.calendar("Push-In", "t1.push-in", [replace(plan, entries=long)])

    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert b"METHOD" not in content
    assert b"X-WR-CALNAME:Push-In" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in content
    assert {one.title for one in read(content)} == {("Zoë, \\ ; " * 30)}


def test_the_same_sessions_are_the_same_bytes() -> None:
    """Nothing depends on when it is written, so that what was fetched can be told as unchanged."""
    first, second = (feed.calendar("Push-In", "t1.push-in", [series()]) for _ in range(2))

    assert first == second


def test_nothing_is_a_calendar_too() -> None:
    """Somebody without sessions has an empty calendar, not an error."""
    assert events(feed.calendar("Push-In", "t1.push-in", [])) == []


_STATES = st.sampled_from(["on", "on", "on", "off", "open", "none"])


@settings(max_examples=12, deadline=None)
@given(
    zone=st.sampled_from(dates.ZONES),
    fates=st.lists(
        st.tuples(_STATES, st.integers(-90, 300), st.integers(5, 90), st.integers(-2, 3)),
        min_size=20,
        max_size=44,
    ),
    interval=st.integers(1, 3),
)
def test_whatever_happens_to_sessions_is_read_back(
    zone: str, fates: list[tuple[str, int, int, int]], interval: int
) -> None:
    """Any mixture of moved, longer, cancelled, open and missing sessions comes back as it is."""
    plan = series(zone=zone, interval=interval)
    entries = []
    for one, (state, later, minutes, days) in zip(plan.entries, fates, strict=False):
        if state != "none":
            usual = state == "on" and minutes < 60
            starts_at = one.starts_at if usual else one.starts_at + timedelta(days, minutes=later)
            length = timedelta(minutes=40 if usual else minutes)
            entries.append(
                replace(one, state=state, starts_at=starts_at, ends_at=starts_at + length)  # type: ignore[arg-type]
            )
    mixed = replace(plan, entries=tuple(entries))

    assert read(feed.calendar("Push-In", "t1.push-in", [mixed])) == meant(mixed)


@pytest.mark.slow
@pytest.mark.parametrize("zone", dates.ZONES)
def test_ical_js_reads_the_same(zone: str, tmp_path: Path) -> None:
    """Thunderbird's library reads each session at its instant, by the zone that the file tells."""
    module = os.environ.get("ICAL_JS")
    node = which("node")
    if not module or not node:
        pytest.skip(
            "no ical.js: ICAL_JS names no ical.js module (`.ci/run` fetches one), or no node"
        )
    plan = series(zone=zone)
    file = tmp_path / "push-in.ics"
    file.write_bytes(feed.calendar("Push-In", "t1.push-in", [plan]))
    output = subprocess.run(
        [node, str(READER), module, str(file)], check=True, capture_output=True, text=True
    ).stdout
    found = sorted(
        Read(
            datetime.fromtimestamp(one["starts"], UTC),
            one["minutes"],
            one["status"],
            one["summary"],
            one["location"],
        )
        for one in json.loads(output)
    )

    assert found == meant(plan)
