"""Invented people of a school: teachers with rooms, paras, providers, and their push-ins."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlmodel import Session, select

from bot import demo, workspace
from pushin import agreements, calendars, classrooms, people, plans, schools
from pushin.people import Account
from pushin.results import AgreementChanged, PlanPreview
from school.calendar import SchoolCalendar
from school.day import DayType
from school.recurrence import Anchor
from storage import tables
from storage.database import Database
from storage.scope import Scope, Who

PLANS_OF_A_ROOM = 3
PLANS_OF_A_PROVIDER = 6
OFTEN, SELDOM = 0.5, 0.15
PART = "Helps at table {number}"
ROLES: Mapping[str, str] = MappingProxyType(
    {"T": "teacher", "A": "para", "P": "provider", "O": "organiser", "C": "case_manager"}
)
"""What somebody is, by the third letter of their account."""


@dataclass(frozen=True, slots=True)
class Team:
    """One room: its teacher and para by Slack user id, its channel, and who pushes in."""

    room: str
    channel: str
    teacher: str
    para: str
    providers: tuple[str, ...]

    @property
    def members(self) -> tuple[str, ...]:
        """All who are in its channel."""
        return (self.teacher, self.para, *dict.fromkeys(self.providers), ORGANISER, CASE_MANAGER)


ORGANISER, CASE_MANAGER = "U0O000", "U0C000"


def invent(count: int) -> list[Team]:
    """Return the teams of so many push-ins; a provider serves a few rooms."""
    providers = [f"U0P{n // PLANS_OF_A_PROVIDER:03}" for n in range(count)]
    if count > 1:  # rooms are shared: the push-ins of one have several providers
        spread = max(1, -(-count // PLANS_OF_A_PROVIDER))
        providers = [f"U0P{n % spread:03}" for n in range(count)]
    rooms = -(-count // PLANS_OF_A_ROOM)
    return [
        Team(
            room=str(100 + n),
            channel=f"C0ROOM{100 + n}",
            teacher=f"U0T{n:03}",
            para=f"U0A{n:03}",
            providers=tuple(providers[n * PLANS_OF_A_ROOM : (n + 1) * PLANS_OF_A_ROOM]),
        )
        for n in range(rooms)
    ]


def role_of(user: str) -> str:
    """Return what somebody is in the school."""
    return ROLES[user[2]]


def codes(count: int) -> list[str]:
    """Return two student codes for each push-in; nothing else looks like them."""
    return [f"QX{10 + n // 90}-{10 + n % 90}" for n in range(2 * count)]


def workspace_seed(teams: Sequence[Team], at: datetime, zone: str) -> dict[str, Any]:
    """Return the sandbox's seed for these teams."""
    seed = demo.workspace_seed(at, zone=zone)
    users = {user for team in teams for user in team.members}
    seed["users"] = [
        {"id": user, "name": user.lower(), "real_name": _name(user), "tz": zone, "kind": "full"}
        for user in sorted(users)
    ]
    seed["channels"] = [
        {
            "id": team.channel,
            "name": f"room-{team.room}",
            "is_private": True,
            "members": [*team.members, demo.BOT_USER],
        }
        for team in teams
    ]
    return seed


def _name(user_id: str) -> str:
    return f"{role_of(user_id).replace('_', ' ').capitalize()} {int(user_id[3:])}"


def _account(user_id: str, zone: str) -> Account:
    return Account(user_id, _name(user_id), "full", zone)


def settle(
    database: Database,
    teams: Sequence[Team],
    neutral: Mapping[str, Any],
    *,
    first: date,
    at: datetime,
    dice: random.Random,
) -> None:
    """Write school, people, rooms, push-ins and proposed roles, as the people would."""
    here = workspace.Identity(demo.WORKSPACE, "Simulation", "", demo.BOT_USER)
    database.system_now(workspace.keep, here, at=at)
    database.write_now(schools.import_neutral, Who(demo.WORKSPACE), neutral, at=at)
    calendar = SchoolCalendar.from_neutral(neutral)
    school_id, zone = calendar.id, calendar.zone.key
    for user in sorted({user for team in teams for user in team.members}):
        who = Who(demo.WORKSPACE, user)
        database.write_now(_join, who, _account(user, zone), school_id, dice, at)
    students = iter(codes(sum(len(team.providers) for team in teams)))
    for team in teams:
        teacher = Who(demo.WORKSPACE, team.teacher)
        room_id = database.write_now(_room, teacher, school_id, team, dice, at)
        lessons = _lessons(calendar.regular)
        for provider, period in zip(team.providers, _spread(lessons, team, dice), strict=True):
            asked = plans.PlanInput(
                classroom_id=room_id,
                paras=(_account(team.para, zone),),
                weekdays=_weekdays(calendar, period, first, dice),
                anchor=Anchor(kind="period", name=period),
                from_date=first,
                student_codes=(next(students), next(students)),
            )
            database.write_now(_plan, Who(demo.WORKSPACE, provider), asked, at)
    database.system_now(_give_students)


def _give_students(session: Session) -> None:
    """Let the case manager look after half of the students."""
    manager = session.exec(
        select(tables.Person).where(tables.Person.slack_user_id == CASE_MANAGER)
    ).one()
    rows = session.exec(select(tables.PlanStudent).order_by(tables.PlanStudent.code)).all()
    for row in rows[::2]:
        row.case_manager_id = manager.id
        session.add(row)


def _spread(lessons: Sequence[str], team: Team, dice: random.Random) -> list[str]:
    """Return a period for each push-in of a room, different ones while there are enough."""
    few = dice.sample(list(lessons), min(len(lessons), len(team.providers)))
    return [few[n % len(few)] for n in range(len(team.providers))]


def _join(
    scope: Scope, account: Account, school_id: str, dice: random.Random, at: datetime
) -> None:
    role = role_of(account.user_id)
    given = role == "case_manager"
    lunch = dice.randrange(660, 780, 5)
    about = people.MeInput(
        account=account,
        name=account.name,
        role="para" if given else role,
        discipline=dice.choice(("OT", "SLP")) if role == "provider" else None,
        school_id=school_id,
        working_hours=_hours(dice),
        lunch=(lunch, lunch + 30) if dice.random() < OFTEN else None,
        lunch_ok=dice.random() < SELDOM,
        change_anytime=dice.random() < SELDOM,
        quiet=dice.choice((None, None, None, (17 * 60, 7 * 60))),
    )
    people.save_me(scope, about, at=at)
    if given:  # which an organiser gives, and nobody takes
        me = people.require_member(scope)
        me.role = role
        scope.session.add(me)


def _hours(dice: random.Random) -> dict[int, tuple[int, int]]:
    if dice.random() < SELDOM:
        return {}
    first, last = dice.randrange(430, 500, 5), dice.randrange(930, 1020, 5)
    return dict.fromkeys(range(5), (first, last))


def _lessons(regular: DayType) -> list[str]:
    return [
        period.name
        for period in regular.periods
        if period.kind == "class" and not period.optional and not period.staff_only
    ]


def _room(scope: Scope, school_id: str, team: Team, dice: random.Random, at: datetime) -> str:
    teacher = people.require_member(scope)
    about = classrooms.ClassroomInput(
        school_id=school_id, room=team.room, teacher_id=teacher.id, channel_id=team.channel
    )
    room = classrooms.save_classroom(scope, about, at=at)
    regular = calendars.calendar_of(scope, school_id).regular
    free = regular.period(dice.choice(_lessons(regular)))
    if free is not None:
        planning = classrooms.RoutineInput(
            name="Planning time",
            kind="planning",
            start=free.start,
            end=free.end,
            with_students=False,
            usable=True,
        )
        classrooms.set_routine(scope, room.classroom_id, planning, at=at)
    return room.classroom_id


def _weekdays(
    calendar: SchoolCalendar, period: str, first: date, dice: random.Random
) -> frozenset[int]:
    """Return one or two weekdays with a period; where every day is another, any two."""
    days = calendar.days(first, first + timedelta(days=13))
    there = sorted(
        {day.on.weekday() for day in days if day.day_type and day.day_type.period(period)}
    )
    return frozenset(dice.sample(there or range(5), min(2, len(there) or 5)))


def _plan(scope: Scope, asked: plans.PlanInput, at: datetime) -> None:
    preview = plans.preview(scope, asked, at=at)
    if not isinstance(preview, PlanPreview):
        raise TypeError("an invented room looks like a student's name")
    saved = plans.save(scope, preview.draft_id, at=at)
    if isinstance(saved, PlanPreview):
        saved = plans.save(scope, saved.draft_id, at=at)
    _agree(scope, saved.plan.id, at)


def _agree(scope: Scope, plan_id: str, at: datetime) -> None:
    form = agreements.form(scope, plan_id)
    parts = {adult.id: PART.format(number=n) for n, adult in enumerate(form.plan.adults, 1)}
    asked = agreements.AgreementInput(
        plan_id=plan_id,
        co_teaching_model="one_teach_one_assist",
        lead_id=form.plan.teacher.id,
        parts=parts,
        expectations=("Folders out before the bell",),
    )
    if not isinstance(agreements.agree(scope, asked, at=at), AgreementChanged):
        raise TypeError("an invented part looks like a student's name")
