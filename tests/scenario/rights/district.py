"""Two schools, three rooms with all that a plan gathers, and a room of another workspace."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from scenario import two_schools
from scenario.rights.table import AT_GRANT, KEEPERS
from sqlmodel import col, delete, select

from bot import demo
from pushin import (
    absence_requests,
    absences,
    agreements,
    change_requests,
    classrooms,
    covers,
    day_changes,
    day_requests,
    expectation_drops,
    expectations,
    people,
    plans,
    room_answers,
    schools,
    touchbase_notes,
)
from pushin.change_inputs import ChangeInput
from pushin.people import Account, MeInput
from school.day_wishes import Wish
from school.recurrence import Anchor
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

P = ParamSpec("P")
R = TypeVar("R")

ZONE = ZoneInfo(two_schools.ZONE)
NOW = datetime(2026, 10, 5, 7, 0, tzinfo=ZONE).astimezone(UTC)
"""A Monday, before school."""
HOME, ELSEWHERE = "T1", "T2"
CODE = "K7-05"
"""A student of room Heron; forms show another one as an example."""
_PARTS = ("provider", "teacher", "para")
HOURS = dict.fromkeys(range(5), (8 * 60, 15 * 60 + 30))


@dataclass(frozen=True)
class Team:
    """A room and its people; every text of theirs holds the room's name, to be known by it."""

    room: str
    school: str
    provider: str
    teacher: str
    para: str
    case_manager: str = ""
    code: str = CODE
    """The student whose case the case manager manages."""
    other: str = "K8-01"
    """Another student of the group."""

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody of the team."""
        named = (self.provider, self.teacher, self.para, self.case_manager)
        return tuple(one for one in named if one)


TEAMS = (
    Team("heron", "lincoln", "maya", "adams", "tam", "cora"),
    Team("ibis", "lincoln", "ben", "diaz", "pat", "carl", "K7-13", "K8-11"),
    Team("jay", "grant", "zoe", "webb", "wes", code="K7-23", other="K8-21"),
)
FOREIGN = Team("kite", "lincoln", "kim", "kent", "kai", code="K7-33", other="K8-31")
ROLES = {
    "provider": ("maya", "ben", "zoe", "kim"),
    "teacher": ("adams", "diaz", "webb", "kent"),
    "organiser": ("rosa", "oona"),
    "case_manager": ("cora", "carl"),
}
NAMES = {
    "maya": "Maya Ortiz",
    "ben": "Ben Chosen",
    "zoe": "Zoe Zimmer",
    "adams": "Ms. Adamson",
    "diaz": "Mr. Diazmann",
    "webb": "Mrs. Webbster",
    "tam": "Tam Tamsin",
    "pat": "Pat Patterson",
    "wes": "Wes Westerly",
    "cora": "Cora Corwin",
    "carl": "Carl Carlsen",
    "rosa": "Rosa Leeward",
    "oona": "Oona Oonagh",
    "ada": "Ada Adminson",
    "nell": "Nell Nelson",
    "gone": "Greta Gonesome",
    "guy": "Guy Guyson",
    "newt": "Newt Newcome",
    "gus": "Gus Guston",
    "far": "Fred Faraway",
    "kim": "Kim Kimball",
    "kent": "Kent Kentish",
    "kai": "Kai Kaisen",
}
KINDS = {"gone": "deleted", "gus": "guest", "guy": "guest", "far": "stranger"}


def user(name: str) -> str:
    """Return somebody's account."""
    return f"U0{name.upper()}"


def channel(room: str) -> str:
    """Return the private channel of a room's team."""
    return f"C0{room.upper()}"


def account(name: str) -> Account:
    """Return an account as Slack told it when its person was a full member."""
    return Account(user(name), NAMES[name], "full", ZONE.key)


@dataclass
class Things:
    """The ids of all that hangs on one room's plan, and the words by which it would be known."""

    team: Team
    ids: dict[str, str] = field(default_factory=dict)
    thread: str = ""
    place: str = "heron"
    """The room in whose channel these things are tried."""

    @property
    def extra(self) -> tuple[str, ...]:
        """Who was of the team and is not any more."""
        return ("gone", "guy") if self.team.room == "heron" else ()

    def __getitem__(self, name: str) -> str:
        """Return the id of one thing, or what the room is called."""
        return self.team.room.capitalize() if name == "called" else self.ids[name]

    @property
    def words(self) -> tuple[str, ...]:
        """Words that stand in nothing but this room's things."""
        return (self.team.room.capitalize(), *(NAMES[one] for one in self.team.people))

    @property
    def codes(self) -> tuple[str, ...]:
        """The students, and the word by which the note about a session of theirs is known."""
        return (self.team.code, self.team.other, f"{self.team.room}log")

    @property
    def secrets(self) -> tuple[str, ...]:
        """Words that stand only in what the room's adults wrote."""
        room = self.team.room
        return tuple(f"{room}{what}" for what in ("quilt", "folder", "part", "note", "doing"))


@dataclass
class District:
    """A database with everything in it, filled by the people themselves."""

    database: Database
    things: dict[str, Things] = field(default_factory=dict)

    def do(
        self,
        who: str | None,
        use_case: Callable[Concatenate[Scope, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Perform a use case as somebody."""
        workspace = ELSEWHERE if who in FOREIGN.people else HOME
        return self.database.write_now(
            use_case, Who(workspace, user(who) if who else None), *args, **kwargs
        )

    def person(self, name: str) -> str:
        """Return somebody's id."""

        def look(scope: Scope) -> str:
            found = scope.people.of_account(user(name))
            assert found is not None, name
            return found.id

        return self.do(name, look)


def found(database: Database, *, small: bool = False) -> District:
    """Fill an empty database; a small one has room Heron alone, and one workspace."""
    district = District(database)
    teams = TEAMS[:1] if small else (*TEAMS, FOREIGN)
    for workspace in (HOME,) if small else (HOME, ELSEWHERE):
        database.write_now(_workspace, Who(workspace))
    nobody = {"newt", "gus", "far", *(FOREIGN.people if small else ())}
    for name in NAMES.keys() - nobody:
        _join(district, name)
    for team in teams:
        district.things[team.room] = _Filling(district, team).things
    database.write_now(_closed, Who(HOME))
    database.write_now(_nothing_to_post, Who(ELSEWHERE))
    return district


def _workspace(scope: Scope) -> None:
    scope.session.add(tables.Workspace(id=scope.workspace_id, name="District", created_at=NOW))
    scope.session.flush()
    for school in (two_schools.lincoln(), two_schools.grant()):
        schools.import_neutral(scope, school, at=NOW)


def _join(district: District, name: str) -> None:
    role = next((role for role, names in ROLES.items() if name in names), "para")
    about = MeInput(
        account(name),
        NAMES[name],
        "para" if role == "case_manager" else role,
        "OT" if role == "provider" else None,
        "grant" if name in AT_GRANT else "lincoln",
        HOURS,
    )
    district.do(name, people.save_me, about, at=NOW)

    def appoint(scope: Scope) -> None:
        me = people.require_member(scope)
        me.role, me.is_admin = role, name == "ada"
        scope.session.add(me)

    district.do(name, appoint)


def _closed(scope: Scope) -> None:
    """Let Gone leave: what hung on them stays in the database."""
    gone = scope.people.of_account(user("gone"))
    assert gone is not None
    gone.active = False
    scope.session.add(gone)


def _nothing_to_post(scope: Scope) -> None:
    # The bot under test has the token of one workspace only.
    of_here = col(tables.Prompt.workspace_id) == scope.workspace_id
    scope.session.exec(delete(tables.Prompt).where(of_here))


class _Filling:
    """Fills one room: its plan, and one of everything that can be asked about it."""

    def __init__(self, district: District, team: Team) -> None:
        self.district, self.team = district, team
        self.things = Things(team, place=team.room if team is not FOREIGN else "heron")
        self._room()
        self._plan()
        self._words()
        self._changes()
        self._out()
        if team is not FOREIGN:
            self._day()
        else:
            self.things.ids |= dict.fromkeys(("day_draft", "day_undo"), "0123456789abcdef")
            self.things.ids |= {"school": "elsewhere", "day": "elsewhere/2026-10-13"}

    def do(self, who: str, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Perform a use case at the beginning of the story."""
        return self.district.do(who, use_case, *args, at=NOW, **kwargs)

    def _room(self) -> None:
        team, called = self.team, self.team.room.capitalize()
        teacher = self.district.person(team.teacher)
        about = classrooms.ClassroomInput(team.school, called, teacher, channel(team.room))
        self.things.ids["room"] = room = self.do(
            team.teacher, classrooms.save_classroom, about
        ).classroom_id
        writing = classrooms.RoutineInput(f"{called} writing", "writing", 600, 640)
        self.do(team.teacher, classrooms.set_routine, room, writing)
        start = 780 if team.school == "lincoln" else 770
        planning = classrooms.RoutineInput(
            "Planning", "planning", start, start + 40, with_students=False, usable=True
        )
        self.do(team.teacher, classrooms.set_routine, room, planning)
        self.do(team.teacher, room_answers.offer, room, usable=False)
        answered = self.do(team.teacher, room_answers.offer, room, usable=True)
        self.things.ids["room_undo"] = answered.undo_id

    def _plan(self) -> None:
        team = self.team
        more = (team.para, team.case_manager, *self.things.extra)
        adults = tuple(account(one) for one in more if one)
        asked = plans.PlanInput(
            teacher=account(team.teacher),
            room=team.room.capitalize(),
            channel_id=channel(team.room),
            paras=adults,
            weekdays=frozenset({0, 2}),
            anchor=Anchor("routine", f"{team.room.capitalize()} writing"),
            student_codes=(team.code,),
        )
        draft = self.do(team.provider, plans.preview, asked)
        saved = self.do(team.provider, plans.save, draft.draft_id)
        self.things.ids["plan"] = plan = saved.plan.id

        def rows(scope: Scope) -> list[str]:
            own = select(tables.Session).where(
                col(tables.Session.workspace_id) == scope.workspace_id,
                col(tables.Session.plan_id) == plan,
            )
            found = sorted(scope.session.exec(own).all(), key=lambda one: one.on_date)
            return [one.id for one in found]

        sessions = self.district.do(team.provider, rows)
        self.things.ids |= {f"session{n}": one for n, one in enumerate(sessions[:8])}
        self.things.ids["school"] = team.school

    def _words(self) -> None:
        team, ids = self.team, self.things.ids
        everybody = (*team.people, *self.things.extra)
        said = agreements.AgreementInput(
            plan_id=ids["plan"],
            co_teaching_model="station",
            lead_id=self.district.person(team.provider),
            parts={self.district.person(one): f"{team.room}part" for one in everybody},
            activity=f"{team.room}quilt",
        )
        agreed = self.do(team.provider, agreements.agree, said).agreement
        ids["agreement"] = agreed.id
        ids |= {one: self.district.person(one) for one in everybody}
        ids |= {one: self.district.person(getattr(team, one)) for one in _PARTS}
        adding = (ids["plan"], None, f"{team.room}folder out")
        ids["expectation"] = self.do(team.provider, expectations.add, *adding).expectation.id
        once = (None, ids["session1"], f"{team.room}folder once")
        ids["once"] = self.do(team.provider, expectations.add, *once).expectation.id
        gone = self.do(
            team.provider, expectations.add, ids["plan"], None, f"{team.room}folder gone"
        ).expectation.id
        ids["expectation_undo"] = self.do(team.provider, expectation_drops.for_good, gone).undo_id
        doubt = (ids["plan"], None, f"Liam needs the {team.room}folder")
        ids["doubt"] = self.do(team.provider, expectations.add, *doubt).draft_id
        listed = self.do(team.teacher, touchbase_notes.coming).coming
        ids["touch_base"], ids["revision"] = listed[0].id, str(listed[0].revision)
        note = (f"{team.room}note {team.code}", f"{team.room}note", f"{team.room}note next")
        self.do(team.teacher, touchbase_notes.save_note, listed[1].id, *note)
        ids["noted"] = listed[1].id
        pair = (self.district.person(team.teacher), self.district.person(team.provider))
        ids["pair"] = "/".join(pair)

    def _changes(self) -> None:
        team, ids = self.team, self.things.ids
        skip = ChangeInput(what="skip", plan_id=ids["plan"], session_id=ids["session5"])
        done = self.do(team.provider, change_requests.preview, skip)
        ids["change_undo"] = self.do(team.provider, change_requests.confirm, done.draft_id).undo_id
        skip = ChangeInput(what="skip", plan_id=ids["plan"], session_id=ids["session6"])
        ids["change_draft"] = self.do(team.provider, change_requests.preview, skip).draft_id
        end = ChangeInput(
            what="end", plan_id=ids["plan"], session_id=ids["session7"], on=date(2026, 11, 2)
        )
        asked = self.do(team.teacher, change_requests.preview, end)
        self.do(team.teacher, change_requests.confirm, asked.draft_id)

        def proposal(scope: Scope) -> str:
            return str(scope.proposals.open_of_plan(ids["plan"])[0].id)

        ids["proposal"] = self.district.do(team.provider, proposal)
        other = plans.PlanInput(
            teacher=account(team.teacher),
            room=team.room.capitalize(),
            channel_id=channel(team.room),
            weekdays=frozenset({4}),
            anchor=Anchor("clock", start=750, end=775),
        )
        ids["plan_draft"] = self.do(team.provider, plans.preview, other).draft_id

    def _out(self) -> None:
        team, ids = self.team, self.things.ids
        said = self.do(team.provider, absences.cannot_come, ids["session2"])
        ids["absence"], ids["absence_undo"] = said.absence_id, said.undo_id
        self.do(team.provider, covers.ask, ids["absence"], self.district.person(team.para))
        draft = self.do(team.provider, absence_requests.ask, "absent", "10/20", {})
        ids["absence_draft"] = draft.draft_id

    def _day(self) -> None:
        team, ids = self.team, self.things.ids
        keeper = KEEPERS[team.school]
        on = date(2026, 10, 13 if team.room == "heron" else 15)
        made = self.do(keeper, day_changes.change_day, Wish("closed"), team.school, on, "flood")
        ids["day"], ids["day_undo"] = f"{team.school}/{on}", made.undo_id
        ids["day_draft"] = self.do(keeper, day_requests.ask, "closed", "10/22").draft_id


def seed() -> dict[str, Any]:
    """Return the sandbox's workspace: everybody sits in every room's channel, to try."""
    whole = demo.workspace_seed(NOW, name="District", zone=ZONE.key)
    here = [one for one in NAMES if one not in FOREIGN.people]
    whole["team"]["id"] = HOME
    whole["users"] = [
        {
            "id": user(one),
            "name": one,
            "real_name": NAMES[one],
            "tz": ZONE.key,
            "kind": KINDS.get(one, "full"),
        }
        for one in here
    ]
    whole["channels"] = [
        {
            "id": channel(team.room),
            "name": f"c-{team.room}",
            "is_private": True,
            "members": [*(user(one) for one in here if KINDS.get(one) != "deleted"), demo.BOT_USER],
        }
        for team in TEAMS
    ]
    return whole
