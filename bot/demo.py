"""The demo: a real school's calendar, an invented team, and a push-in 40 minutes ahead.

The bells and dates are those of Martin Luther King Middle School, Berkeley, 2026-27 (MIT, see
the file's `source`); the people and what room 12 does are invented, and labelled so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot import workspace
from handlers import manifest
from pushin import agreements, calendars, classrooms, people, plans, schools
from pushin.errors import Refusal
from pushin.people import Account
from pushin.results import AgreementChanged, PlanPreview
from school.calendar import SchoolCalendar
from school.clock import instant
from school.day import Day, Period
from school.recurrence import Anchor
from storage.database import Database
from storage.scope import Scope, Who

WORKSPACE = "T0PUSHIN"
WORKSPACE_NAME = "King Middle School"
ZONE = "America/Los_Angeles"
BOT_USER = "U0PUSHIN"
CHANNEL = "C0ROOM12"
LEAD = timedelta(minutes=40)
CHECKLIST = timedelta(minutes=30)
"""How long before a session its checklist is posted, as plans begin."""
OCTOBER = 10

BOT_TOKEN = "xoxb-sandbox"  # noqa: S105  opens the sandbox on this machine, nothing else
APP_TOKEN = "xapp-1-sandbox"  # noqa: S105  the same
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105  the same


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the invented team."""

    user_id: str
    handle: str
    name: str
    title: str
    role: str
    color: str
    discipline: str | None = None


MAYA = Member("U0MAYA", "maya", "Maya Ortiz", "Occupational therapist", "provider", "0b6e63", "OT")
ADAMS = Member("U0ADAMS", "adams", "Ms. Adams", "6th grade teacher, room 12", "teacher", "8a4b08")
TAM = Member("U0TAM", "tam", "Tam", "Paraprofessional, room 12", "para", "4a5aa8")
BEN = Member("U0BEN", "ben", "Ben Cho", "Speech-language pathologist", "provider", "8c3b63", "SLP")
ROSA = Member("U0ROSA", "rosa", "Rosa Lee", "Special-education organiser", "organiser", "5b6b2a")
TEAM = (MAYA, ADAMS, TAM, BEN, ROSA)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the demo begins: the push-in's day and period, and the school clock's first instant."""

    day: Day
    period: Period
    starts_at: datetime
    now: datetime


def local_instant(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant of a local time such as `2026-10-07 09:01`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def opening(calendar: SchoolCalendar, today: date) -> Opening:
    """Return the first school day from `today` (local) with a push-in 40 minutes ahead.

    After the year's end it is the first school day of the year's first October week. Refusal
    "school_without_lessons" for a school that has no day or no class periods to show.
    """
    day = calendar.next_school_day(today - timedelta(days=1))
    if day is None and calendar.first_day is not None:
        october = date(calendar.first_day.year, OCTOBER, 1)
        day = calendar.next_school_day(october - timedelta(days=1))
    if day is None:
        coming = calendar.days(today, today + timedelta(days=400))
        day = next((one for one in coming if one.in_session), None)
    if day is None or not _classes(day):
        raise Refusal("school_without_lessons", name=calendar.name)
    period = _push_in_period(day)
    starts_at = instant(day.on, period.start, calendar.zone)
    return Opening(day, period, starts_at, starts_at - LEAD)


def _classes(day: Day) -> list[Period]:
    periods = day.day_type.periods if day.day_type else ()
    return [p for p in periods if p.kind == "class" and not p.optional and not p.staff_only]


def _push_in_period(day: Day) -> Period:
    classes = _classes(day)
    return classes[len(classes) // 2 - 1] if len(classes) > 1 else classes[0]


def workspace_seed(at: datetime, *, name: str = WORKSPACE_NAME, zone: str = ZONE) -> dict[str, Any]:
    """Return the sandbox's seed: the team, its channel and the app with Push-In's own manifest."""
    users = [
        {
            "id": m.user_id,
            "name": m.handle,
            "real_name": m.name,
            "title": m.title,
            "color": m.color,
            "tz": zone,
            "kind": "full",
            "is_admin": m is ROSA,
        }
        for m in TEAM
    ]
    return {
        "team": {"id": WORKSPACE, "name": name, "domain": "push-in-demo"},
        "app": {
            "id": "A0PUSHIN",
            "name": "Push-In",
            "bot_user_id": BOT_USER,
            "bot_id": "B0PUSHIN",
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "signing_secret": SIGNING_SECRET,
            "manifest": manifest.build(),
        },
        "users": users,
        "channels": [
            {
                "id": CHANNEL,
                "name": "room-12-team",
                "is_private": True,
                "topic": "Push-ins in room 12. No student names, please.",
                "members": [*(m.user_id for m in TEAM), BOT_USER],
            }
        ],
        "now": at.isoformat(),
    }


def opening_seed(start: Opening, neutral: Mapping[str, Any]) -> dict[str, Any]:
    """Return the demo's seed: the team's workspace and the tour through its first push-in."""
    name = str(neutral["name"]).split(",")[0].split(" (")[0]
    seed = workspace_seed(start.now, name=name, zone=str(neutral["timezone"]))
    return {**seed, "tour": tour(start)}


def tour(start: Opening) -> list[dict[str, Any]]:
    """Return the cards that take a newcomer through one push-in in two minutes."""
    checklist = (start.starts_at - CHECKLIST).isoformat()
    return [
        {
            "title": "Look at the card",
            "text": "This is the team of room 12. The card says when Maya pushes in, who leads, "
            "and what each adult does. It stays true by itself. One answer is still missing.",
            "do": {"label": "Show the card", "as": MAYA.user_id, "place": CHANNEL},
        },
        {
            "title": "Say that you're in",
            "text": "Be Ms. Adams, the teacher. Send `/pushin next`, then tap *I'm in*. "
            "The card changes for everybody: now the whole team has agreed.",
            "do": {
                "label": "Be Ms. Adams",
                "as": ADAMS.user_id,
                "place": CHANNEL,
                "write": "/pushin next",
            },
        },
        {
            "title": "See the checklist come",
            "text": "Half an hour before it begins, the checklist stands in the channel. "
            "It asks nothing and mentions nobody. Tick a box: the others see it at once.",
            "do": {"label": "Move the clock", "place": CHANNEL, "clock": {"set": checklist}},
        },
        {
            "title": "Touch base",
            "text": "Five minutes as a team, when no students are there. Send `/pushin touchbase`: "
            "it finds a time in which you are both free. That was one push-in.",
            "do": {
                "label": "Find five minutes",
                "as": ADAMS.user_id,
                "place": CHANNEL,
                "write": "/pushin touchbase",
            },
        },
    ]


def _account(member: Member) -> Account:
    return Account(user_id=member.user_id, name=member.name, kind="full", tz=ZONE)


def seed_database(database: Database, neutral: Mapping[str, Any], start: Opening) -> None:
    """Fill an empty database with the school, the team, room 12 and one push-in.

    Its agreement waits for the teacher alone, so that whoever tries the demo can say "I'm in".
    """
    before = start.now - timedelta(minutes=5)
    here = workspace.Identity(WORKSPACE, WORKSPACE_NAME, "", BOT_USER)
    database.system_now(workspace.keep, here, at=before)
    database.write_now(schools.import_neutral, Who(WORKSPACE), neutral, at=before)
    for member in TEAM:
        database.write_now(_join, Who(WORKSPACE, member.user_id), member, neutral["id"], before)
    room_id = database.write_now(_room, Who(WORKSPACE, ADAMS.user_id), neutral["id"], start, before)
    plan_id = database.write_now(_plan, Who(WORKSPACE, MAYA.user_id), room_id, start, before)
    agreement = database.write_now(_agree, Who(WORKSPACE, MAYA.user_id), plan_id, before)
    tam = Who(WORKSPACE, TAM.user_id)
    database.write_now(agreements.confirm, tam, *agreement, "in", at=before)


def _join(scope: Scope, member: Member, school_id: str, at: datetime) -> None:
    hours = dict.fromkeys(range(5), (8 * 60, 15 * 60 + 30))
    people.save_me(
        scope,
        people.MeInput(
            account=_account(member),
            name=member.name,
            role=member.role,
            discipline=member.discipline,
            school_id=school_id,
            working_hours=hours,
            lunch=None,
            lunch_ok=False,
        ),
        at=at,
    )


def _room(scope: Scope, school_id: str, start: Opening, at: datetime) -> str:
    teacher = people.require_member(scope)
    room = classrooms.save_classroom(
        scope,
        classrooms.ClassroomInput(
            school_id=school_id, room="12", teacher_id=teacher.id, channel_id=CHANNEL
        ),
        at=at,
    )
    for routine in _routines(calendars.calendar_of(scope, school_id), start):
        classrooms.set_routine(scope, room.classroom_id, routine, at=at)
    return room.classroom_id


def _routines(calendar: SchoolCalendar, start: Opening) -> list[classrooms.RoutineInput]:
    """Return invented routines of room 12: a warm-up, writing, and planning late in the day."""
    classes = [
        p
        for p in calendar.regular.periods
        if p.kind == "class" and not p.optional and not p.staff_only
    ]
    first = classes[0]
    routines = [
        classrooms.RoutineInput(
            name="Warm-up (sample)",
            kind="arrival",
            start=first.start,
            end=min(first.start + 15, first.end),
            with_students=True,
            usable=False,
        )
    ]
    later = [p for p in classes[1:] if p.name != start.period.name]
    if later:
        planning = later[-2] if len(later) > 1 else later[-1]
        routines.append(
            classrooms.RoutineInput(
                name="Planning time (sample)",
                kind="planning",
                start=planning.start,
                end=planning.end,
                with_students=False,
                usable=True,
            )
        )
    return routines


def _plan(scope: Scope, classroom_id: str, start: Opening, at: datetime) -> str:
    monday_to_friday = 5
    today = start.day.on.weekday()
    preview = plans.preview(
        scope,
        plans.PlanInput(
            classroom_id=classroom_id,
            paras=(_account(TAM),),
            weekdays=frozenset({today, (today + 2) % monday_to_friday}),
            anchor=Anchor(kind="period", name=start.period.name),
            from_date=start.day.on,
        ),
        at=at,
    )
    if not isinstance(preview, PlanPreview):
        raise TypeError("the demo's own words look like a student's name")
    return plans.save(scope, preview.draft_id, at=at).plan.id


def _agree(scope: Scope, plan_id: str, at: datetime) -> tuple[str, int]:
    form = agreements.form(scope, plan_id)
    names = {adult.id: adult.name for adult in form.plan.adults}
    by_name = {name: key for key, name in names.items()}
    changed = agreements.agree(
        scope,
        agreements.AgreementInput(
            plan_id=plan_id,
            co_teaching_model="one_teach_one_assist",
            lead_id=by_name[ADAMS.name],
            parts={
                by_name[ADAMS.name]: "Opens the writing warm-up",
                by_name[MAYA.name]: "Sits at table 2, helps with grip and paper position",
                by_name[TAM.name]: "Keeps the other tables going",
            },
            activity="Quick-write, ten minutes",
            materials="Slant boards, short pencils",
            fallback="Ms. Adams runs the warm-up with slant boards, Tam at table 2",
            expectations=("Folders out before the bell", "Slant boards on table 2"),
            told={},
            base_number=None,
        ),
        at=at,
    )
    if not isinstance(changed, AgreementChanged):
        raise TypeError("the demo's own words look like a student's name")
    return changed.agreement.id, changed.agreement.number
