"""The log over the wire: a form, and the file in the asker's direct messages, nowhere else."""

from datetime import date
from typing import Any

import pytest
from unit.handlers.desk import BOT, Desk, user, words
from unit.pushin import king

from pushin.exports import Wanted
from storage import tables
from storage.scope import Scope, Who

pytestmark = pytest.mark.slow

WEEK = {"span": "dates", "first": "2026-09-14", "last": "2026-09-18"}


def plan_with_log(desk: Desk) -> None:
    """Let Maya have a plan with a student and a logged session."""
    saved = desk.team.plan(student_codes=("K7-03",))
    session = desk.team.session(saved.plan.id, date(2026, 9, 14))
    maya = desk.team.person("maya").id

    def write(scope: Scope) -> None:
        scope.session.add(
            tables.Log(
                workspace_id=king.WORKSPACE,
                id="log1",
                session_id=session.id,
                plan_id=saved.plan.id,
                provider_id=maya,
                on_date=session.on_date,
                starts_at=session.starts_at,
                ends_at=session.ends_at,
                timezone=king.ZONE.key,
                planned_minutes=40,
                minutes=40,
                status="held",
                service_delivery_model="push_in",
                place="Room 12",
                deliverer_id=maya,
                group_size=1,
                said_by=maya,
                at=king.MONDAY,
            )
        )
        scope.session.flush()
        scope.session.add(
            tables.LogStudent(workspace_id=king.WORKSPACE, log_id="log1", code="K7-03", minutes=40)
        )

    desk.team.do(None, write)


async def form(desk: Desk, who: str = "maya", text: str = "export") -> dict[str, Any]:
    await desk.command(who, text)
    return await desk.modal(who)


def options(view: dict[str, Any], name: str) -> list[str]:
    element = next(b["element"] for b in view["blocks"] if b["block_id"] == name)
    return [one["text"]["text"] for one in element["options"]]


async def uploaded(desk: Desk, who: str) -> list[Any]:
    """Return the files in somebody's direct messages with Push-In."""
    await desk.uploads.finish(within=5)
    channel = await desk.box.open(user(who), [BOT])
    seen = await desk.box.messages(user(who), channel)
    return [one for one in seen if one.get("files")]


async def test_the_form_says_that_codes_stand_in_the_file(desk: Desk) -> None:
    """Before anything is made; months carry their dates, and codes are the asker's own."""
    plan_with_log(desk)
    view = await form(desk)
    names = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]

    assert "The file holds student codes" in words(view)
    assert options(view, "span")[0].startswith("This month, Sep 1 \N{EN DASH} Sep 14, 2026")
    assert options(view, "code") == ["K7-03"]
    assert options(view, "kind") == ["Excel workbook", "CSV, for other programs", "PDF, to print"]
    assert "provider" not in names


async def test_the_file_comes_to_the_asker_alone(desk: Desk) -> None:
    """One file in her direct messages; no message, name or title holds the code."""
    plan_with_log(desk)
    before = len(await desk.box.ledger(kind="api"))
    await form(desk)
    errors = await desk.submit("maya", **WEEK, code="K7-03", kind="csv", notes=["yes"])
    told = words(await desk.modal("maya"))
    (posted,) = await uploaded(desk, "maya")
    calls = (await desk.box.ledger(kind="api"))[before:]
    wanted = Wanted(date(2026, 9, 14), date(2026, 9, 18), code="K7-03", notes=True)
    places = [
        one["payload"]["channel_id"]
        for one in calls
        if one["name"] == "files.completeUploadExternal"
    ]
    posts = [one["payload"] for one in calls if one["name"].startswith(("files.", "chat.post"))]

    assert errors == {}
    assert "1 line. The file comes in our direct messages" in told
    assert desk.pictures.logs == [(Who(king.WORKSPACE, user("maya")), wanted, "csv")]
    assert posted["files"][0]["name"] == "service-log-2026-09-14-2026-09-18.csv"
    assert posted["text"].startswith("The log you asked for, Mon, Sep 14, 2026")
    assert len(places) == 1
    assert places[0].startswith("D")
    assert "K7-03" not in str(posts)


async def test_what_cannot_be_made_stands_under_its_field(desk: Desk) -> None:
    """Dates that are missing, too long or empty are said in the form, and no file comes."""
    plan_with_log(desk)
    await form(desk)
    ten_years = {"span": "dates", "first": "2016-09-01", "last": "2026-09-01"}
    empty = {"span": "dates", "first": "2026-10-01", "last": "2026-10-02"}
    said = [
        await desk.submit("maya", **values, kind="xlsx")
        for values in ({"span": "dates"}, ten_years, empty)
    ]

    assert "Pick the first and the last date" in said[0]["first"] + said[0].get("span", "")
    assert "more than one school year" in said[1]["last"]
    assert "Nothing is logged from Thu, Oct 1, 2026" in said[2]["span"]
    assert await uploaded(desk, "maya") == []


async def test_who_may_not_gets_a_sentence(desk: Desk) -> None:
    """A teacher and a para are told whom to ask; no form opens."""
    plan_with_log(desk)
    answers = [await desk.command(who, "export") for who in ("adams", "tam")]

    assert all("is for its provider" in words(one) for one in answers)
    assert await desk.closed("adams")


async def test_a_month_that_is_typed_is_offered_first(desk: Desk) -> None:
    """`export August` means the latest one; other words are not guessed at."""
    plan_with_log(desk)
    named = await form(desk, text="export August")
    unread = await form(desk, text="export the usual")

    assert options(named, "span")[0] == "Aug 1 \N{EN DASH} Aug 31, 2026"
    assert "I read no dates here" in words(unread)
    assert "I read no dates here" not in words(named)


async def test_a_second_submit_brings_no_second_file(desk: Desk) -> None:
    """While a file is on its way, the same one is not made again, and that is said."""
    plan_with_log(desk)
    desk.pictures.may_draw.clear()
    for _ in range(2):
        await form(desk)
        await desk.submit("maya", **WEEK, kind="pdf")
    told = words(await desk.modal("maya"))
    desk.pictures.may_draw.set()

    assert "on its way already" in told
    assert len(await uploaded(desk, "maya")) == 1


async def test_a_file_that_fails_is_told_with_what_to_type(desk: Desk) -> None:
    """Nobody waits in vain."""
    plan_with_log(desk)
    desk.pictures.fails = True
    await form(desk)
    await desk.submit("maya", **WEEK, kind="pdf")
    await desk.uploads.finish(within=5)
    channel = await desk.box.open(user("maya"), [BOT])
    told = (await desk.box.messages(user("maya"), channel))[-1]

    assert "/pushin export" in words(told)
    assert "K7-03" not in words(told)
