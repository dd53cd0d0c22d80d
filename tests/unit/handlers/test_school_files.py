"""A calendar that somebody sends in the direct messages: shown, saved once, or refused."""

import io
import json
import zipfile
from typing import Any

import pytest
from unit.handlers import desk as desks
from unit.handlers.desk import BOT, Desk, labels, user, words
from unit.pushin import king

from handlers.slack.files import is_slacks
from pushin import schools
from storage import tables
from storage.scope import Scope

EVENT = "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;VALUE=DATE:{on}\r\nSUMMARY:{label}\r\nEND:VEVENT\r\n"
STAFF_DAY = {"n": 1, "on": "20261014", "label": "No School - Staff Day"}


def ics(*events: dict[str, object], end: str = "END:VCALENDAR\r\n") -> bytes:
    body = "".join(EVENT.format(**event) for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}{end}".encode()


def many(count: int) -> bytes:
    """Return a calendar whose last event is not ended, nor is the calendar."""
    whole = ics(
        *(
            {"n": n, "on": f"2026{9 + n // 28:02}{n % 28 + 1:02}", "label": "No School"}
            for n in range(count)
        )
    )
    return whole.rpartition(b"END:VEVENT")[0]


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("calendar.ics", ics(STAFF_DAY))
    return held.getvalue()


def storm() -> dict[str, Any]:
    """Return King's own file with one day off more, on 14 October."""
    neutral = king.neutral()
    off = {"from": "2026-10-14", "to": "2026-10-14", "day_type": None, "label": "Storm"}
    return {**neutral, "exceptions": [*neutral["exceptions"], off]}


def state(desk: Desk) -> list[str]:
    kept = (tables.School, tables.Session, tables.Plan, tables.Replan)
    return [repr(row) for table in kept for row in desk.team.rows(table)]


async def conversation(desk: Desk, who: str) -> list[desks.Json]:
    channel = await desk.box.open(user(who), [BOT])
    return await desk.box.messages(user(who), channel)


async def test_the_asker_sees_their_school(desk: Desk) -> None:
    """Year, today and why, days off, bells; who keeps the calendar sees how to change it."""
    shown = await desk.dm("rosa", "school")
    teacher = await desk.command("adams", "school")

    assert "Wed, Aug 12, 2026 \N{EN DASH} Thu, Jun 3, 2027" in words(shown)
    assert "*Today:* Mon, Sep 14, 2026 · Normal (the usual week)" in words(shown)
    assert "• Mon, Oct 5, 2026: teacher work day" in words(shown)
    assert "• Early Release: 8:40 AM\N{EN DASH}2:09 PM" in words(shown)
    assert "follow it already" not in words(shown)
    assert (labels(shown), labels(teacher)) == (["Import a calendar"], [])
    assert "send" in words(await desk.tap("rosa", "Import a calendar", shown)).lower()


async def test_how_far_plans_have_followed_is_shown(desk: Desk) -> None:
    """While plans follow a new calendar, the school says how many do already."""

    def begin(scope: Scope) -> None:
        row = tables.Replan(
            workspace_id=king.WORKSPACE,
            id="r1",
            school_id=king.SCHOOL,
            total=10_000,
            done=312,
            created_at=desk.at,
        )
        scope.replans.add(row)

    desk.team.do(None, begin)

    assert "312 of 10,000 plans follow it already" in words(await desk.command("maya", "school"))


async def test_a_calendar_is_shown_and_then_saved_once(desk: Desk) -> None:
    """Nothing changes before Save; a second tap and a late Don't say that it stands."""
    saved = desk.team.plan().plan
    before = state(desk)
    shown = await desk.send("rosa", "king.json", json.dumps(storm()).encode())
    unchanged = state(desk)

    first = await desk.tap("rosa", "Save it", shown)
    again = await desk.tap("rosa", "Save it", shown)
    late = await desk.tap("rosa", "Don't", shown)

    assert "Dates that change from today on: 1" in words(shown)
    assert "Wed, Oct 14: Early Release → no school (Storm)" in words(shown)
    assert "Plans that will follow it: 1" in words(shown)
    assert shown["text"].endswith("Nothing is saved yet.")
    assert unchanged == before
    assert "Saved: the calendar" in first["text"]
    assert "Sessions that were changed: 1" in first["text"]
    assert "Saved already" in again["text"]
    assert "Saved already" in late["text"]
    wednesday = desk.team.session(saved.id, king.on(10, 14).date())
    assert (wednesday.status, wednesday.reason) == ("cancelled", "no_school")


async def test_dates_that_change_alike_stand_on_one_line(desk: Desk) -> None:
    """Nine school days that become free are one line; what the file says of itself is quoted."""
    neutral = king.neutral()
    off = {"from": "2026-10-13", "to": "2026-10-23", "day_type": None, "label": "Repairs"}
    file = {**neutral, "exceptions": [*neutral["exceptions"], off], "source_defects": ["A typo"]}
    shown = await desk.send("rosa", "king.json", json.dumps(file).encode())

    assert "Dates that change from today on: 9" in words(shown)
    line = (
        "Tue, Oct 13 \N{EN DASH} Fri, Oct 23: Normal, Early Release \N{RIGHTWARDS ARROW} no school"
    )
    assert f"{line} (Repairs)" in words(shown)
    assert "\N{BULLET} The source says of itself: A typo" in words(shown)


async def test_a_calendar_is_not_saved_where_its_sender_says_no(desk: Desk) -> None:
    """Don't forgets it; Save says afterwards what to do."""
    before = state(desk)
    shown = await desk.send("rosa", "days.ics", ics(STAFF_DAY))

    no = await desk.tap("rosa", "Don't", shown)
    late = await desk.tap("rosa", "Save it", shown)

    assert "Not saved" in no["text"]
    assert "Send the file again" in late["text"]
    assert state(desk) == before


async def test_a_school_that_was_changed_meanwhile_is_shown_anew(desk: Desk) -> None:
    """What was agreed to is not what would happen now, so it is asked once more."""
    shown = await desk.send("rosa", "king.json", json.dumps(storm()).encode())
    other = storm()
    other["exceptions"][-1]["from"] = other["exceptions"][-1]["to"] = "2026-10-15"
    desk.team.do(None, schools.import_neutral, other, at=desk.at)

    anew = await desk.tap("rosa", "Save it", shown)
    done = await desk.tap("rosa", "Save it", anew)

    assert "*Not saved yet:*" in words(anew)
    assert "Thu, Oct 15: no school (Storm) → Normal" in words(anew)
    assert "Saved: the calendar" in done["text"]


async def test_which_buildings_is_asked(desk: Desk) -> None:
    """Dates of a group count for a building that belongs to it."""
    theirs = storm()
    theirs["exceptions"][-1]["applies_to"] = "elementary"

    asked = await desk.send("rosa", "king.json", json.dumps(theirs).encode())
    shown = await desk.tap("rosa", "elementary", asked)

    assert labels(asked) == ["elementary", "None of these"]
    assert "Wed, Oct 14: Early Release → no school (Storm)" in words(shown)


BAD = [
    ("calendar.zip", zipped(), "compressed archive"),
    ("calendar.pdf", b"%PDF-1.7\n", "is a PDF"),
    ("calendar.ics", many(115), "was cut off at line"),
    ("old.ics", ics({"n": 1, "on": "20191014", "label": "No School"}), "Send the calendar for"),
    ("old.json", json.dumps(king.neutral("berkeley-king-6-2025-2026")).encode(), "ended on"),
    ("notes.txt", b"Dear all", "of notes.txt gives a date"),
]


async def test_files_that_are_no_calendar_change_nothing(desk: Desk) -> None:
    """Each is answered with what is wrong and what to do."""
    before = state(desk)

    for name, data, answer in BAD:
        assert answer in words(await desk.send("rosa", name, data)), name

    assert state(desk) == before
    assert desk.team.rows(tables.Draft) == []


async def test_files_of_people_who_keep_no_calendar_are_not_fetched(desk: Desk) -> None:
    """A therapist is told who does; a guest gets nothing; two files are asked for one by one."""
    data, known = ics(STAFF_DAY), len(await desk.box.ledger(kind="file"))
    refused = await desk.send("maya", "days.ics", data)
    guest = await desk.send("guest", "days.ics", data)
    two = await desk.send(
        "rosa", "a.ics", data, more=[{"filename": "b.ics", "content": "QkVHSU4="}]
    )

    assert "comes from its organiser: Rosa" in words(refused)
    assert "full members" in words(guest)
    assert "one by one" in words(two)
    assert len(await desk.box.ledger(kind="file")) == known


async def test_a_file_that_cannot_be_fetched_is_asked_for_again(desk: Desk) -> None:
    """Slack fails, a hundred megabytes come where few were told: nothing is kept of either."""
    data, before = ics(STAFF_DAY), state(desk)
    # Of a connection that breaks, the client asks once more by itself.
    download = {"method": "files.download", "times": 2}
    answers = []
    for fault in ("500", "reset_before", "endless"):
        await desk.box.set_faults({**download, "fault": fault})
        answers.append(words(await desk.send("rosa", "days.ics", data)))
    await desk.box.set_faults()
    well = await desk.send("rosa", "days.ics", data)

    assert "send it again in a minute" in answers[0]
    assert "send it again in a minute" in answers[1]
    assert "larger than 5 MB" in answers[2]
    assert labels(well) == ["Save it", "Don't"]
    assert state(desk) == before


async def test_a_file_that_was_deleted_is_gone(desk: Desk) -> None:
    """The event comes after its file was deleted."""
    await desk.box.set_faults({"event": "message", "fault": "late", "seconds": 0.3, "times": 1})
    channel = await desk.box.open(user("rosa"), [BOT])
    sent = await desk.box.upload(user("rosa"), channel, "days.ics", "QkVHSU4=")
    await desk.box.delete_file(user("rosa"), sent["file"])

    async def answered() -> bool:
        return "no longer there" in words((await conversation(desk, "rosa"))[-1])

    await desks.until(answered)


async def test_an_event_that_comes_twice_is_answered_once(desk: Desk) -> None:
    """One file, one preview."""
    await desk.box.set_faults({"event": "message", "fault": "duplicate", "times": 1})

    await desk.send("rosa", "days.ics", ics(STAFF_DAY))
    await desk.box.idle()

    previews = [one for one in await conversation(desk, "rosa") if "Save it" in labels(one)]
    assert len(previews) == 1


async def test_an_import_while_another_runs_is_refused(desk: Desk) -> None:
    """It says how far the first has come."""
    desk.team.do(
        None,
        lambda scope: scope.replans.add(
            tables.Replan(
                workspace_id=king.WORKSPACE,
                id="r1",
                school_id=king.SCHOOL,
                total=50,
                done=20,
                created_at=desk.at,
            )
        ),
    )

    assert "20 of 50" in words(await desk.send("rosa", "days.ics", ics(STAFF_DAY)))


async def test_who_keeps_several_schools_says_which(desk: Desk) -> None:
    """A file without a school of its own is fetched again for the one that was picked."""
    second = {**king.neutral(), "id": "second", "name": "Second School"}
    desk.team.do(None, schools.import_neutral, second, at=desk.at)
    rosa = desk.team.person("rosa")

    def make_admin(scope: Scope) -> None:
        row = scope.people.get(rosa.id)
        assert row is not None
        row.is_admin = True
        scope.session.add(row)

    desk.team.do(None, make_admin)
    asked = await desk.send("rosa", "days.ics", ics(STAFF_DAY))
    shown = await desk.tap("rosa", "Second School", asked)

    assert "Which school is this calendar for?" in words(asked)
    assert "*Second School*" in words(shown)
    assert labels(shown) == ["Save it", "Don't"]


@pytest.mark.parametrize(
    ("url", "api", "may"),
    [
        ("https://files.slack.com/files-pri/T1-F1/a.ics", "https://slack.com/api/", True),
        ("https://files.slack.com/files-pri/T1-F1/a.ics", "https://www.slack.com/api/", True),
        ("https://files.slack-gov.com/a.ics", "https://slack-gov.com/api/", True),
        ("https://files.slack.com/a.ics", "https://slack-gov.com/api/", False),
        ("https://files.slack.com.evil.example/a.ics", "https://slack.com/api/", False),
        ("https://evilslack.com/a.ics", "https://slack.com/api/", False),
        ("http://files.slack.com/a.ics", "https://slack.com/api/", False),
        ("https://files.slack.com:8443/a.ics", "https://slack.com/api/", False),
        ("https://me@files.slack.com/a.ics", "https://slack.com/api/", False),
        ("http://127.0.0.1:8017/files/F1/a.ics", "http://127.0.0.1:8017/api/", True),
        ("http://127.0.0.1:9999/files/F1/a.ics", "http://127.0.0.1:8017/api/", False),
        ("http://x.127.0.0.1:8017/a.ics", "http://127.0.0.1:8017/api/", False),
        ("https://drive.google.com/a.ics", "https://slack.com/api/", False),
    ],
)
def test_the_token_goes_to_slack_alone(url: str, api: str, may: bool) -> None:
    """Files are fetched from whoever serves the Web API, over the same scheme."""
    assert is_slacks(url, api) is may
