"""The service log: its lines, its sums, and who may have which part of it."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from unit.pushin import logbook
from unit.pushin.lincoln import ADAMS, BEN, MAYA, MONDAY, ROSA, TAM, Team
from unit.pushin.logbook import ADMIN, SEPTEMBER

from pushin import exports
from pushin.errors import PushInError
from pushin.exports import Wanted
from pushin.results import MadeUp, ServiceLine, ServiceLog, ServiceTotals
from storage import tables
from storage.scope import Scope, Who

EXPECTED_MAYA = [
    # date, code, minutes, in a group, setting, status
    ("2026-09-14", "K7-03", 40, 40, "group", "held"),
    ("2026-09-14", "K7-04", 40, 40, "group", "held"),
    ("2026-09-16", "K7-03", 30, 20, "both", "partial"),
    ("2026-09-16", "K7-04", 0, 0, None, "student_absent"),
    ("2026-09-21", "", 0, 0, None, "cancelled"),
    ("2026-09-28", "K7-03", 40, 0, "individual", "held"),
]
EXPECTED_BEN = [("2026-09-15", "B2-11", 40, 0, "individual", "held")]


@pytest.fixture
def logged(team: Team) -> Team:
    """Return the team with a month in its log."""
    return logbook.with_a_month(team)


@dataclass
class Taken:
    """A sheet that keeps what it is given."""

    lines: list[ServiceLine] = field(default_factory=list)
    about: ServiceLog | None = None
    totals: ServiceTotals | None = None

    def begin(self, about: ServiceLog) -> None:
        """Keep what it is about."""
        self.about = about

    def add(self, line: ServiceLine) -> None:
        """Keep a line."""
        self.lines.append(line)

    def end(self, totals: ServiceTotals) -> None:
        """Keep the sums."""
        self.totals = totals

    def close(self) -> None:
        """Let go of nothing."""


def lines(
    team: Team, who: str | None, wanted: Wanted = SEPTEMBER
) -> tuple[list[ServiceLine], ServiceTotals]:
    taken = Taken()
    _, totals = team.do(who, exports.write, wanted, taken, most=1000, at=MONDAY)
    assert taken.totals == totals
    return taken.lines, totals


def short(found: list[ServiceLine]) -> list[tuple[Any, ...]]:
    return [
        (str(one.on), one.code, one.minutes, one.group_minutes, one.setting, one.status)
        for one in found
    ]


def test_a_provider_has_her_own_sessions_student_by_student(logged: Team) -> None:
    """Each line is a session and a student; sums count the students' minutes, and sessions once."""
    found, totals = lines(logged, MAYA)

    assert short(found) == EXPECTED_MAYA
    assert totals == ServiceTotals(
        lines=6, sessions=4, minutes=150, group_minutes=100, session_minutes=110
    )


def test_an_admin_has_all_by_provider(logged: Team) -> None:
    """Providers stand in the order of their names, with all that is theirs."""
    found, totals = lines(logged, ADMIN)

    assert short(found) == EXPECTED_BEN + EXPECTED_MAYA
    assert totals.minutes == 190
    assert short(lines(logged, ADMIN, replace(SEPTEMBER, provider_id=BEN))[0]) == EXPECTED_BEN


def test_a_case_manager_has_the_lines_of_their_own_students(logged: Team) -> None:
    """Of a group only the own student stands there; of its note nothing, that is about others."""
    found, _ = lines(logged, ROSA, replace(SEPTEMBER, notes=True))

    assert short(found) == [one for one in EXPECTED_MAYA if one[1] == "K7-03"]
    assert [one.note for one in found] == [None, "", "=1+1"]


def test_a_code_has_its_lines_alone(logged: Team) -> None:
    """A file about one student holds no other's code and no note about a group."""
    found, totals = lines(logged, MAYA, replace(SEPTEMBER, code=" k7-03 ", notes=True))

    assert {one.code for one in found} == {"K7-03"}
    assert found[0].note is None
    assert totals.minutes == 110


def test_notes_come_only_where_they_are_wanted(logged: Team) -> None:
    """Without asking for notes there is none."""
    assert {one.note for one in lines(logged, MAYA)[0]} == {""}
    assert lines(logged, MAYA, replace(SEPTEMBER, notes=True))[0][0].note


def test_who_was_there_and_who_answers_for_it(logged: Team) -> None:
    """Whoever worked with the students and their supervisor stand beside whose session it was."""
    partial = lines(logged, MAYA)[0][2]

    assert (partial.provider, partial.discipline) == ("Maya", "OT")
    assert (partial.deliverer, partial.supervisor) == ("Tam", "Maya")
    assert (partial.start, partial.end, partial.length) == (550, 590, 40)
    assert partial.reason == "assembly"


def test_a_make_up_is_linked_both_ways(logged: Team) -> None:
    """The missed session says when it was made up, and that one what it made up."""
    found, _ = lines(logged, MAYA)

    assert found[4].made_up == MadeUp("done", 40, date(2026, 9, 28))
    assert found[5].makes_up == (date(2026, 9, 21),)
    assert found[0].made_up is None


def test_a_corrected_log_counts_once(logged: Team) -> None:
    """What was replaced by a correction is in no file."""
    key = {"id": "log-plan1-20260928"}
    logged.change(tables.Log, key, replaced_at=MONDAY)
    logged.do(None, logbook.log, date(2026, 9, 28), {"K7-03": (25, 0)}, minutes=25, again="b")
    found, totals = lines(logged, MAYA)

    assert short(found)[5] == ("2026-09-28", "K7-03", 25, 0, "individual", "held")
    assert totals.minutes == 135


@pytest.mark.parametrize(
    ("on", "begins", "real"), [(date(2026, 11, 1), "0:30", 120), (date(2027, 3, 14), "1:30", 60)]
)
def test_the_length_is_what_truly_passed(logged: Team, on: date, begins: str, real: int) -> None:
    """Where clocks change between start and end, the times are local and the length is real."""
    starts = logbook.local(on, begins).timestamp()

    def write(scope: Scope) -> None:
        logbook.log(scope, on, clock=begins, minutes=real, length=real, planned_minutes=real)
        row = scope.session.get(tables.Log, {"workspace_id": "T1", "id": f"log-plan1-{on:%Y%m%d}"})
        assert row is not None
        row.ends_at = row.starts_at + timedelta(minutes=real)

    logged.do(None, write)
    (found,), _ = lines(logged, MAYA, Wanted(on, on))
    row = logged.rows(tables.Log, on_date=on)[0]

    assert row.starts_at.timestamp() == starts
    assert found.length == real
    assert found.end - found.start != real


@pytest.mark.parametrize("who", [ADAMS, TAM])
def test_everybody_else_is_refused(logged: Team, who: str) -> None:
    """A teacher and a para get a sentence and no line; so does the form."""
    with pytest.raises(PushInError, match="export_not_yours"):
        lines(logged, who)
    with pytest.raises(PushInError, match="export_not_yours"):
        logged.do(who, exports.form, at=MONDAY)


def test_an_organiser_who_is_no_admin_is_refused(logged: Team) -> None:
    """To keep a school's calendar opens no student's log."""
    logged.change(tables.Person, {"id": ADMIN}, is_admin=False)
    with pytest.raises(PushInError, match="export_not_yours"):
        lines(logged, ADMIN)


def test_a_stranger_is_refused(logged: Team) -> None:
    """Whom nobody knows gets nothing."""
    with pytest.raises(PushInError, match="stranger"):
        lines(logged, "Unobody")


@pytest.mark.parametrize(
    ("who", "wanted", "code"),
    [
        (MAYA, replace(SEPTEMBER, provider_id=BEN), "export_not_their_provider"),
        (MAYA, replace(SEPTEMBER, code="B2-11"), "export_code"),
        (MAYA, replace(SEPTEMBER, code="Z9-99"), "export_code"),
        (ROSA, replace(SEPTEMBER, code="K7-04"), "export_code"),
        (ADMIN, replace(SEPTEMBER, code="Z9-99"), "export_code"),
        (MAYA, Wanted(date(2026, 9, 30), date(2026, 9, 1)), "until_before_from"),
        (MAYA, Wanted(date(2016, 9, 1), date(2026, 9, 1)), "export_too_long"),
        (MAYA, Wanted(date(2026, 10, 1), date(2026, 10, 31)), "export_empty"),
    ],
)
def test_what_cannot_be_made_is_refused(logged: Team, who: str, wanted: Wanted, code: str) -> None:
    """Another's provider or code, dates that are none, too long, nothing there: a clear no.

    A code that somebody else has and one that nobody has are answered alike.
    """
    with pytest.raises(PushInError, match=f"^{code}$"):
        logged.do(who, exports.ready, wanted, most=1000, at=MONDAY)


def test_too_long_says_which_year(logged: Team) -> None:
    """A refusal of ten years names the school year to ask for."""
    with pytest.raises(PushInError) as told:
        logged.do(
            MAYA, exports.ready, Wanted(date(2026, 9, 9), date(2036, 9, 9)), most=9, at=MONDAY
        )

    assert told.value.params == {"first": date(2026, 9, 8), "last": date(2027, 6, 18)}


def test_a_file_that_holds_too_little_is_refused_before_it_is_made(logged: Team) -> None:
    """More lines than fit are counted first."""
    with pytest.raises(PushInError, match="export_too_much"):
        logged.do(MAYA, exports.ready, SEPTEMBER, most=5, at=MONDAY)

    assert logged.do(MAYA, exports.ready, SEPTEMBER, most=6, at=MONDAY).lines == 6


def test_the_form_offers_what_the_asker_may_have(logged: Team) -> None:
    """Codes are the asker's own; whose sessions is asked of admins only."""
    forms = {who: logged.do(who, exports.form, at=MONDAY) for who in (MAYA, BEN, ROSA, ADMIN)}

    assert forms[MAYA].codes == ("K7-03", "K7-04")
    assert forms[BEN].codes == ("B2-11",)
    assert forms[ROSA].codes == ("K7-03",)
    assert forms[ADMIN].codes == ("B2-11", "K7-03", "K7-04")
    assert [name for _, name in forms[ADMIN].providers] == ["Ben", "Maya"]
    assert [forms[who].providers for who in (MAYA, BEN, ROSA)] == [(), (), ()]
    assert forms[MAYA].month == (date(2026, 9, 1), date(2026, 9, 14))
    assert forms[MAYA].last_month == (date(2026, 8, 1), date(2026, 8, 31))
    assert forms[MAYA].year[0] == date(2026, 9, 8)


def test_another_workspace_has_none_of_it(logged: Team) -> None:
    """Push-In itself in another workspace finds no line of this one."""
    other = Who("T2")
    with pytest.raises(PushInError, match="export_empty"):
        logged.database.read_now(exports.write, other, SEPTEMBER, Taken(), most=9, at=MONDAY)


def test_the_sums_are_those_of_the_tables(any_team: Team) -> None:
    """On both databases minutes are what a plain sum over the rows says."""
    team = logbook.with_a_month(any_team)
    _, totals = lines(team, None)
    students = team.rows(tables.LogStudent)
    whole = {one.id: one.minutes for one in team.rows(tables.Log)}
    without = [m for key, m in whole.items() if key not in {one.log_id for one in students}]

    assert totals.minutes == sum(one.minutes for one in students) + sum(without)
    assert totals.session_minutes == sum(whole.values())
    assert totals.sessions == len(whole) == 5
    assert short(lines(team, ROSA)[0]) == [one for one in EXPECTED_MAYA if one[1] == "K7-03"]


def test_a_provider_is_found_by_name_or_account(logged: Team) -> None:
    """For the command line; a teacher is no provider, nobody is guessed."""
    found = [logged.do(None, exports.provider_named, one, at=MONDAY) for one in ("maya", "UBEN")]

    assert found == [MAYA, BEN]
    with pytest.raises(PushInError, match="person_unknown"):
        logged.do(None, exports.provider_named, "adams", at=MONDAY)


def test_without_a_school_year_it_runs_from_july(logged: Team) -> None:
    """A date outside of what the school published belongs to July to June."""
    found = [logged.do(None, exports.school_year, date(2030, month, 1)) for month in (3, 7)]

    assert found == [
        (date(2029, 7, 1), date(2030, 6, 30)),
        (date(2030, 7, 1), date(2031, 6, 30)),
    ]
