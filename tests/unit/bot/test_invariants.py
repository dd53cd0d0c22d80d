"""A simulation notices every promise that is broken: each rule is broken here on purpose."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from databases import SQLiteFiles
from sqlalchemy import Engine
from sqlmodel import Session, create_engine, select
from unit.pushin.lincoln import (
    ADAMS,
    BEN,
    MAYA,
    MONDAY,
    PLAN,
    TAM,
    WORKSPACE,
    agreement,
    clock,
    found,
    school,
)

from bot.simulation import invariants, postings, sums
from bot.simulation.answers import FAILED, Answer, refusal
from bot.simulation.evidence import READERS, Said
from bot.simulation.promises import Promises
from bot.simulation.record import Message, Record
from bot.simulation.run import errors
from pushin import agreements, minutes
from pushin.results.minutes import Balance, Missed, Sums
from school.calendar import SchoolCalendar
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

NOW = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
"""Monday, 8 o'clock at Lincoln: before the first bell."""
HOUR = timedelta(hours=1)
ONE = f"{PLAN}-20260914"
CODE = "K7-03"


@pytest.fixture(scope="module")
def lincoln(
    sqlite_files: SQLiteFiles, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Open Lincoln's database with its one push-in; nobody commits to it."""
    url = sqlite_files.fresh(tmp_path_factory.mktemp("lincoln"))
    database = Database.open(url)

    def write(scope: Scope) -> None:
        scope.session.add(tables.Workspace(id=WORKSPACE, name="District", created_at=MONDAY))
        scope.session.flush()
        found(scope)

    database.write_now(write, Who(WORKSPACE))
    database.write_now(agreements.agree, Who(WORKSPACE, f"U{MAYA}"), agreement(), at=MONDAY)
    database.close_now()
    engine = create_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def session(lincoln: Engine) -> Iterator[Session]:
    """Yield a look into it; what is broken there is forgotten."""
    with Session(lincoln) as opened:
        yield opened


@pytest.fixture(scope="module")
def calendar() -> SchoolCalendar:
    """Return Lincoln's calendar."""
    return SchoolCalendar.from_neutral(school())


def prompt(state: str, key: str = "k1", **more: Any) -> tables.Prompt:
    facts = {
        "workspace_id": WORKSPACE,
        "id": f"{key}-{more.get('revision', 1)}",
        "kind": "checklist",
        "subject": f"session:{ONE}",
        "conversation_id": "channel:C4",
        "revision": 99,
        "state": state,
        "due_at": NOW - HOUR,
        "key": key,
        "message_ts": "1.0" if state == "sent" else None,
    }
    return tables.Prompt(**{**facts, **more})


def message(at: datetime, key: str = "k1", **more: Any) -> dict[str, Any]:
    metadata = {"event_type": "pushin_prompt", "event_payload": {"key": key}}
    about = {"private": True, "to": ["U1"], "text": "For you", "metadata": metadata}
    return {**about, "ts": f"{at.timestamp():.6f}", **more}


# --- each prompt ends once, and stands once -----------------------------------------------------


def ended(session: Session, rows: list[tables.Prompt], messages: list[dict[str, Any]]) -> list[str]:
    session.add_all(rows)
    session.flush()
    told = [
        *invariants.settled(session, now=NOW),
        *invariants.stands_once(session, messages),
    ]
    mine = {row.subject for row in rows} | {
        one["metadata"]["event_payload"]["key"] for one in messages
    }
    return [one for one in told if any(str(it) in one for it in mine)]


def test_nothing_is_broken(session: Session) -> None:
    """A prompt that is marked as sent and stands once is what was promised."""
    assert ended(session, [prompt("sent", subject="session:x")], [message(NOW)]) == []


@pytest.mark.parametrize(
    ("state", "messages", "words"),
    [
        ("planned", [], "without an end"),
        ("sent", [], "not there"),
        ("sent", [message(NOW), message(NOW)], "2 messages"),
        (None, [message(NOW)], "not marked as sent"),
    ],
    ids=["no end", "not there", "twice", "not marked"],
)
def test_a_broken_promise(
    session: Session, state: str | None, messages: list[dict[str, Any]], words: str
) -> None:
    """Lost, doubled, forgotten and unmarked prompts are each named."""
    rows = [prompt(state, subject="session:x")] if state else []
    assert words in " ".join(ended(session, rows, messages))


# --- at most two a day --------------------------------------------------------------------------


def test_budget(calendar: SchoolCalendar) -> None:
    """The third unasked direct message of a day is named; a channel's message counts for nobody."""
    three = [message(NOW + timedelta(minutes=n)) for n in range(3)]
    in_channel = [message(NOW, private=False) for _ in range(5)]
    assert list(invariants.within_budget([*three[:2], *in_channel], calendar)) == []
    assert "3 unasked" in next(invariants.within_budget(three, calendar))


@pytest.mark.parametrize(("on", "kept"), [(date(2026, 9, 14), True), (date(2026, 9, 15), False)])
def test_budget_excepts_a_change_of_today(
    calendar: SchoolCalendar, on: date, *, kept: bool
) -> None:
    """Three messages are within the budget if one tells that this day has changed."""
    three = [message(NOW, key=f"k{n}") for n in range(1, 4)]
    changed = {"k1": invariants.ChangedDay(on)}

    assert (list(invariants.within_budget(three, calendar, changed)) == []) is kept


def test_changed_days_are_found(session: Session) -> None:
    """What was sent about changes is known by its key: a whole day's, and a single change's."""
    for key, subject in (("k1", "change:tam:2026-09-14"), ("k2", "change:tam:2026-09-15/abc")):
        session.add(prompt("sent", key, kind="change", subject=subject))
    session.flush()

    assert invariants.changed_days(session) == {
        "k1": invariants.ChangedDay(date(2026, 9, 14)),
        "k2": invariants.ChangedDay(date(2026, 9, 15)),
    }


# --- at the moment of posting -------------------------------------------------------------------


def posted(session: Session, calendar: SchoolCalendar, at: datetime, **what: Any) -> str:
    """Return what is broken by a message that is posted at an instant."""
    row = prompt("sent", **what)
    session.add(row)
    session.flush()
    said = Message("D1", f"{at.timestamp():.6f}", "For you", [], key="k1")
    return " ".join(postings.broken(session, calendar, [said]))


IM = {"kind": "ask", "subject": "day:adams:2026-09-14", "conversation_id": f"im:{ADAMS}"}


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (clock(9, 14, 8, 10), ""),
        (clock(9, 14, 13, 10), ""),  # planning time that she offered
        (clock(9, 14, 9, 20), "in a session"),
        (clock(9, 14, 10, 10), "with students in Writing"),
        (clock(9, 14, 11, 50), "lunch"),
        (clock(9, 14, 7, 50), "outside working hours"),
        (clock(9, 14, 6, 20), "quiet hours"),
        (clock(9, 14, 18, 0), "quiet hours"),
        (clock(9, 19, 10), "no school"),
        (clock(11, 26, 10), "no school"),
    ],
)
def test_who_is_asked_when(
    session: Session, calendar: SchoolCalendar, at: datetime, why: str
) -> None:
    """A question among students, at lunch, at night, outside hours or without school is named."""
    told = posted(session, calendar, at, **IM)

    assert why in told if why else told == ""


def test_who_is_out_is_not_asked(session: Session, calendar: SchoolCalendar) -> None:
    """A question to somebody who is out that day is named; one who came back is asked."""
    out = tables.Absence(
        workspace_id=WORKSPACE,
        id="out",
        person_id=ADAMS,
        first_date=date(2026, 9, 14),
        last_date=date(2026, 9, 14),
        said_by=ADAMS,
        at=MONDAY,
    )
    session.add(out)
    session.flush()
    assert "out" in posted(session, calendar, clock(9, 14, 8, 10), **IM)


def test_a_closed_day_is_quiet(session: Session, calendar: SchoolCalendar) -> None:
    """A day that was closed this morning is a day without school."""
    closed = tables.Override(
        workspace_id=WORKSPACE, school_id="lincoln", on=date(2026, 9, 14), created_at=MONDAY
    )
    session.add(closed)
    session.flush()
    assert "no school" in posted(session, calendar, clock(9, 14, 8, 10), **IM)


def test_nobody_who_has_left_is_written_to(session: Session, calendar: SchoolCalendar) -> None:
    """A message to a closed account is named."""
    session.get_one(tables.Person, (WORKSPACE, ADAMS)).active = False
    assert "has left" in posted(session, calendar, clock(9, 14, 8, 10), **IM)


def _cancel(session: Session) -> None:
    row = session.get_one(tables.Session, (WORKSPACE, ONE))
    row.status, row.reason = "cancelled", "skipped"


def _end(session: Session) -> None:
    session.get_one(tables.Plan, (WORKSPACE, PLAN)).state = "ended"


@pytest.mark.parametrize(
    ("at", "break_it", "why"),
    [
        (clock(9, 14, 8, 40), None, ""),
        (clock(9, 14, 8, 30), None, "too early"),
        (clock(9, 14, 9, 50), None, "too late"),
        (clock(9, 14, 8, 40), _cancel, "not on: skipped"),
        (clock(9, 14, 8, 40), _end, "not on"),
    ],
)
def test_a_checklist_of_what_is_on(
    session: Session,
    calendar: SchoolCalendar,
    at: datetime,
    break_it: Callable[[Session], None] | None,
    why: str,
) -> None:
    """A checklist too early, too late, or of a session that is not on is named."""
    if break_it is not None:
        break_it(session)
    told = posted(session, calendar, at)

    assert why in told if why else told == ""


@pytest.mark.parametrize(
    ("at", "break_it", "why"),
    [
        (clock(9, 14, 6), None, "could have waited"),
        (clock(9, 14, 6), "anytime", ""),
        (clock(9, 14, 12), None, ""),
        (clock(9, 13, 12), None, "could have waited"),
    ],
)
def test_a_change_in_quiet_time(
    session: Session, calendar: SchoolCalendar, at: datetime, break_it: str | None, why: str
) -> None:
    """A change by night, or on a Sunday, is named unless its person wants to know at any time."""
    session.get_one(tables.Person, (WORKSPACE, TAM)).change_anytime = break_it == "anytime"
    what = {"kind": "change", "subject": "change:tam:2026-09-16", "conversation_id": f"im:{TAM}"}
    told = posted(session, calendar, at, worthless_at=clock(9, 16, 9, 10), **what)

    assert why in told if why else told == ""


@pytest.mark.parametrize(
    ("at", "why"),
    [
        (clock(9, 14, 8, 15), ""),
        (clock(9, 14, 6, 20), "quiet hours"),
        (clock(9, 14, 7, 30), "before Tam works"),
        (clock(9, 14, 8, 40), "after the first bell"),
        (clock(9, 19, 8, 15), "no school"),
    ],
)
def test_a_digest_before_the_bell(
    session: Session, calendar: SchoolCalendar, at: datetime, why: str
) -> None:
    """A digest by night, long before or after the bell, or on a day off is named."""
    what = {"kind": "digest", "subject": "week:tam:2026-09-14", "conversation_id": f"im:{TAM}"}
    told = posted(session, calendar, at, **what)

    assert why in told if why else told == ""


def test_a_change_after_work(session: Session, calendar: SchoolCalendar) -> None:
    """A change of a day to come is named if it came after somebody's working hours."""
    what = {
        "kind": "change",
        "subject": "change:adams:2026-09-16",
        "conversation_id": f"im:{ADAMS}",
        "worthless_at": clock(9, 16, 9, 10),
    }
    assert "outside working hours" in posted(session, calendar, clock(9, 14, 16), **what)


def test_the_card_of_a_plan_that_has_ended(session: Session, calendar: SchoolCalendar) -> None:
    """A plan's card is named once the plan has ended."""
    _end(session)
    what = {"kind": "plan_card", "subject": f"plan:{PLAN}"}
    assert "has ended" in posted(session, calendar, clock(9, 14, 8, 10), **what)


# --- what was acknowledged ----------------------------------------------------------------------


def missing(session: Session, verb: str, entity: str, **values: Any) -> list[str]:
    """Return what was acknowledged of an act of Ms. Adams, and is not in the database."""
    said = Said(f"U{ADAMS}", NOW, entity, 1, {}, values, WORKSPACE)
    return [
        one.what
        for one in READERS[verb](session, said, Answer("ok", ({"text": "Added for it"},)))
        if not one.holds(session)
    ]


def test_an_answer_that_was_lost(session: Session) -> None:
    """Who said to be in, and of whom nothing was kept, is named; who is kept is not."""
    role = session.exec(agreed_roles()).one()
    assert missing(session, "in", role.agreement_id) == [f"'in' to {role.agreement_id}"]

    session.add(answer_of(role))
    session.flush()
    assert missing(session, "in", role.agreement_id) == []
    assert missing(session, "talk", role.agreement_id) != []


@pytest.mark.parametrize(
    ("verb", "entity", "values"),
    [
        ("pushin:expect", PLAN, {"text": "folders out"}),
        ("pushin:agree", PLAN, {f"part.{ADAMS}": "Something else"}),
        ("pushin:note", "none", {"worked": "Timers"}),
        ("pushin:students", PLAN, {"joins": CODE}),
        ("pushin:log", ONE, {"status": "held"}),
        ("log_as", f"{ONE}/student_absent", {}),
        ("tb_held", "none", {}),
    ],
)
def test_what_was_acknowledged_and_lost(
    session: Session, verb: str, entity: str, values: dict[str, Any]
) -> None:
    """An expectation, roles, a note, a student, a log, a talk: each is missed by its name."""
    assert len(missing(session, verb, entity, **values)) == 1


@pytest.mark.parametrize(
    ("kind", "content", "verb"),
    [
        ("change", {"what": "skip", "session_id": ONE, "plan_id": PLAN}, "change_confirm"),
        (
            "change",
            {"what": "move", "session_id": ONE, "plan_id": PLAN, "on": "2026-09-15"},
            "change_confirm",
        ),
        ("change", {"what": "pause", "session_id": ONE, "plan_id": PLAN}, "change_confirm"),
        (
            "day",
            {"school_id": "lincoln", "targets": {"2026-09-15": {"day_type": None}}},
            "day_confirm",
        ),
        ("out", {"person_id": ADAMS, "spans": [["2026-09-15", "2026-09-15"]]}, "absent_confirm"),
    ],
    ids=["skip", "move", "pause", "closed", "out"],
)
def test_what_was_confirmed_and_lost(
    session: Session, kind: str, content: dict[str, Any], verb: str
) -> None:
    """A change, an override and an absence that were confirmed are looked for."""
    draft = {"id": "d1", "person_id": ADAMS, "kind": kind, "created_at": NOW}
    session.add(tables.Draft(workspace_id=WORKSPACE, content=content, **draft))
    session.flush()
    said = Said(f"U{ADAMS}", NOW, "d1", 0, {}, {}, WORKSPACE)
    told = Answer("ok", ({"text": "Done: it is so."},))

    assert [one.holds(session) for one in READERS[verb](session, said, told)] == [False]


class OnePlace:
    """A place whose database is one session, now."""

    def __init__(self, session: Session) -> None:
        """Look into this session."""
        self.session, self.now = session, NOW

    def look(self, fn: Callable[[Session], Any]) -> Any:
        """Return what a function reads."""
        return fn(self.session)


def test_what_is_lost_later_is_missed_later(session: Session) -> None:
    """An answer that was kept and is gone after a kill is named once; an unknown one is not."""
    role = session.exec(agreed_roles()).one()
    row = answer_of(role)
    session.add(row)
    session.flush()
    dice = Random(1)  # noqa: S311  nothing is rolled
    promises = Promises(OnePlace(session), dice, [CODE], WORKSPACE)  # type: ignore[arg-type]
    tap = {"type": "button", "value": f"in:{role.agreement_id}:1"}
    promises.tapped(f"U{ADAMS}", tap, Answer("ok", ({"text": "You're in."},)))
    promises.check()
    assert (promises.broken, promises.count) == ([], 1)

    session.delete(row)
    session.flush()
    promises.check()
    promises.check()
    assert len(promises.broken) == 1

    promises.tapped(f"U{ADAMS}", {**tap, "value": f"talk:{role.agreement_id}:1"}, Answer("no_app"))
    assert promises.kept == {}


# --- what is agreed -----------------------------------------------------------------------------


def agreed_roles() -> Any:
    return select(tables.Role).where(tables.Role.person_id == ADAMS)


def answer_of(role: tables.Role, **more: Any) -> tables.Confirmation:
    facts = {
        "workspace_id": WORKSPACE,
        "agreement_id": role.agreement_id,
        "person_id": role.person_id,
        "answer": "in",
        "content_hash": role.content_hash,
        "at": NOW,
    }
    return tables.Confirmation(**{**facts, **more})


def test_in_force_with_all_answers(session: Session) -> None:
    """An agreement that everybody has answered, each for themselves, is as promised."""
    told = _agreed(session, acted={(f"U{TAM}", NOW), (f"U{ADAMS}", NOW)})
    assert told == []


def test_an_answer_that_nobody_gave(session: Session) -> None:
    """An answer at an instant at which its person did nothing is named."""
    told = _agreed(session, acted={(f"U{TAM}", NOW)})
    assert "Adams did not give" in " ".join(told)


def test_in_force_with_an_answer_to_something_else(session: Session) -> None:
    """An agreement that is in force on an answer to other words is named."""
    session.exec(agreed_roles()).one().part = "Something else"
    told = _agreed(session, acted={(f"U{TAM}", NOW), (f"U{ADAMS}", NOW)})
    assert "confirmed something else" in " ".join(told)


def test_in_force_with_a_lead_who_was_not_asked(session: Session) -> None:
    """An agreement whose lead's answer was carried over from another one is named."""
    told = _agreed(session, acted={(f"U{TAM}", NOW)}, adams={"carried_from": "before"})
    assert "was not asked" in " ".join(told)


def _agreed(
    session: Session, acted: set[tuple[str, datetime]], adams: dict[str, Any] | None = None
) -> list[str]:
    for role in session.exec(select(tables.Role)).all():
        if role.person_id != MAYA:
            session.add(answer_of(role, **(adams or {} if role.person_id == ADAMS else {})))
    session.flush()
    return list(invariants.agreed(session, WORKSPACE, {*acted, (f"U{MAYA}", MONDAY)}))


# --- minutes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "parts", "loop", "words"),
    [
        (Sums(planned=40, delivered=30), [Sums(planned=40, delivered=30)], 30, "are not the 30"),
        (Sums(planned=40, delivered=40), [Sums()], 40, "its two parts 0"),
        (Sums(planned=40, delivered=40), [Sums(planned=40, delivered=40)], 30, "the logs 30"),
        (
            Sums(planned=-40, missed=(Missed("closed", 0, -40, 1),)),
            [Sums(planned=-40, missed=(Missed("closed", 0, -40, 1),))],
            0,
            "below 0",
        ),
    ],
    ids=["identity", "parts", "logs", "negative"],
)
def test_minutes_that_do_not_add_up(whole: Sums, parts: list[Sums], loop: int, words: str) -> None:
    """Sums that are not their parts, not those of the logs, or below 0 are named."""
    told = sums.differs(Balance(whole), [Balance(one) for one in parts], sums.Total(delivered=loop))
    assert words in " ".join(told)


def test_minutes_of_a_fresh_year_add_up(session: Session, calendar: SchoolCalendar) -> None:
    """What the product says of planned sessions is what a plain loop says."""
    stretch = (date(2026, 9, 14), date(2026, 9, 30))
    told = sums.broken(session, WORKSPACE, calendar, stretch, at=NOW)
    assert list(told) == []


def test_a_mandate_week_by_week(session: Session, calendar: SchoolCalendar) -> None:
    """Two weeks and a day of a mandate of 60 a week are 132 minutes, by the plain loop too."""
    mandate = tables.Mandate(
        workspace_id=WORKSPACE,
        id="m1",
        provider_id=MAYA,
        discipline="OT",
        minutes=60,
        per="week",
        from_date=date(2026, 9, 14),
        created_by=MAYA,
        created_at=MONDAY,
    )
    session.add(mandate)
    session.add(tables.MandatePlan(workspace_id=WORKSPACE, mandate_id="m1", plan_id=PLAN))
    session.flush()
    first, last = date(2026, 9, 14), date(2026, 9, 28)
    assert sums.mandated(session, MAYA, calendar, first, last) == 132
    assert sums.mandated(session, BEN, calendar, first, last) == 0
    scope = Scope.of(session, Who(WORKSPACE, f"U{MAYA}"))
    assert minutes.of_key(scope, f"me/{first}/{last}", at=NOW).balance.mandated == 132


# --- what is shown ------------------------------------------------------------------------------


def entry(kind: str, name: str, payload: Any, response: Any = None) -> str:
    facts = {"n": 1, "at": "2026-09-14T12:00:00Z", "wall": 1.5, "direction": "in", "kind": kind}
    rest = {"name": name, "payload": payload, "response": response, "status": 200}
    return json.dumps({**facts, **rest}) + "\n"


@pytest.mark.parametrize(
    ("kind", "name", "payload", "leaks"),
    [
        ("api", "chat.postMessage", {"channel": "C1", "text": f"{CODE} is here"}, 1),
        ("api", "chat.update", {"channel": "C1", "ts": "1.0", "text": CODE}, 1),
        ("api", "views.publish", {"view": {"blocks": [CODE]}}, 1),
        ("response_url", "respond", {"text": CODE}, 1),
        ("ack", "block_actions", {"text": CODE}, 1),
        ("api", "views.open", {"view": {"blocks": [CODE]}}, 0),
        ("ack", "view_submission", {"response_action": "push", "view": CODE}, 0),
    ],
)
def test_a_code_outside_a_modal(
    tmp_path: Path, kind: str, name: str, payload: Any, leaks: int
) -> None:
    """A student code in a message, a Home or a private answer is a leak; in a form it is none."""
    file = tmp_path / "record.jsonl"
    file.write_text(entry(kind, name, payload), encoding="utf-8")
    record = Record(file, {CODE})
    record.read()

    assert len(record.leaks) == leaks


def test_a_record_is_read_once(tmp_path: Path) -> None:
    """What grows is read from where the last look ended; half a line waits for its end."""
    file = tmp_path / "record.jsonl"
    response = {"ok": True, "channel": "C1", "ts": "1.0"}
    line = entry("api", "chat.postMessage", {"channel": "C1", "text": "Hello"}, response)
    file.write_text(line + line[:40], encoding="utf-8")
    record = Record(file)

    assert [len(record.read()), len(record.read())] == [1, 0]
    with file.open("a", encoding="utf-8") as more:
        more.write(line[40:])
    assert len(record.read()) == 1


def test_errors_in_the_log(tmp_path: Path) -> None:
    """An error in the bot's log is a broken promise; a warning is none."""
    log = tmp_path / "bot.log"
    log.write_text('{"level": "WARNING"}\n{"level": "ERROR", "message": "A tick failed"}\n')

    assert [one for one in errors(log) if "A tick failed" in one] == list(errors(log))
    assert len(list(errors(log))) == 1


# --- what is answered ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (
            "Something went wrong on my side, and it is logged. Please try again in a minute.",
            "failed",
        ),
        (
            "There is no school on Mon, Sep 14. Pick another date, or a later last day.",
            "no_school_then",
        ),
        ("You're in: Room 4.", ""),
    ],
)
def test_a_no_is_known_by_its_sentence(text: str, code: str) -> None:
    """A refusal is known by its sentence, with whatever is put in; an answer is none."""
    assert refusal(text) == code
    assert (code in FAILED) is (code == "failed")
    assert Answer("ok", ({"text": text},)).is_yes is (code == "")
