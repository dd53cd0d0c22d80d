"""Invented teams for a simulation: providers, teachers with rooms, paras, and their push-ins."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot import demo, workspace
from pushin import agreements, calendars, classrooms, people, plans, schools
from pushin.people import Account
from pushin.results import AgreementChanged, PlanPreview
from school.calendar import SchoolCalendar
from school.day import DayType
from school.recurrence import Anchor
from storage.database import Database
from storage.scope import Scope, Who

PLANS_EACH = 4
HOURS = (8 * 60, 16 * 60)
PART = "Helps at table {number}"


@dataclass(frozen=True, slots=True)
class Team:
    """One room: its teacher, para and provider, by Slack user id, and its channel."""

    room: str
    channel: str
    teacher: str
    para: str
    provider: str

    @property
    def members(self) -> tuple[str, str, str]:
        """All three."""
        return (self.teacher, self.para, self.provider)


def invent(count: int) -> list[Team]:
    """Return this many teams; a provider serves a few of them."""
    return [
        Team(
            room=str(100 + n),
            channel=f"C0ROOM{100 + n}",
            teacher=f"U0T{n:03}",
            para=f"U0A{n:03}",
            provider=f"U0P{n // PLANS_EACH:03}",
        )
        for n in range(count)
    ]


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
    kinds = {"T": "Teacher", "A": "Para", "P": "Provider"}
    return f"{kinds[user_id[2]]} {int(user_id[3:])}"


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
        database.write_now(_join, who, _account(user, zone), school_id, at)
    for team in teams:
        teacher, provider = (Who(demo.WORKSPACE, user) for user in (team.teacher, team.provider))
        room_id = database.write_now(_room, teacher, school_id, team, dice, at)
        asked = _asked(calendar, room_id, team, first, dice)
        database.write_now(_plan, provider, asked, at)


def _join(scope: Scope, account: Account, school_id: str, at: datetime) -> None:
    role = {"T": "teacher", "A": "para", "P": "provider"}[account.user_id[2]]
    about = people.MeInput(
        account=account,
        name=account.name,
        role=role,
        discipline="OT" if role == "provider" else None,
        school_id=school_id,
        working_hours=dict.fromkeys(range(5), HOURS),
    )
    people.save_me(scope, about, at=at)


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


def _asked(
    calendar: SchoolCalendar, classroom_id: str, team: Team, first: date, dice: random.Random
) -> plans.PlanInput:
    return plans.PlanInput(
        classroom_id=classroom_id,
        paras=(_account(team.para, calendar.zone.key),),
        weekdays=frozenset(dice.sample(range(5), 2)),
        anchor=Anchor(kind="period", name=dice.choice(_lessons(calendar.regular))),
        from_date=first,
    )


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
