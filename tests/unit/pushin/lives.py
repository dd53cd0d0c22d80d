"""What a team does in a few weeks, by chance: every act goes through a real use case."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeVar

from unit.pushin import lived_teams
from unit.pushin.lived_teams import CODES, DAY, Lived
from unit.pushin.postman import Postman

from pushin import (
    absence_requests,
    absences,
    agreements,
    change_requests,
    checklists,
    classrooms,
    covers,
    day_answers,
    day_changes,
    doings,
    errors,
    expectations,
    proposal_answers,
    room_answers,
    settings,
    touchbase_habits,
    touchbase_moves,
    touchbase_notes,
    waiting,
)
from pushin.absences import AbsenceInput
from pushin.change_inputs import ChangeInput
from pushin.classrooms import RoutineInput
from pushin.results import (
    AbsencePreview,
    AgreementChanged,
    ChangePreview,
)
from school.day_wishes import Wish
from school.errors import SchoolError
from storage import tables

PARTS = (
    "Leads the routine",
    "Helps at the writing table",
    "Puts folders out",
    "Watches and takes turns",
)
MODELS = ("one_teach_one_assist", "station", "team")
TEXTS = ("Folders out before the bell", "Pencils ready", f"{CODES[0]} sits in front")
"""The last one carries a code: it is not taken, or stands nowhere."""
MINUTE = timedelta(minutes=1)
Undo = tuple[str, Callable[..., Any], str]
T = TypeVar("T")


def words(rows: Callable[..., list[Any]], agreement_id: str, person_id: str) -> tuple[str, ...]:
    """Return what somebody says yes to: their part; of the lead all of it."""
    (agreement,) = rows(tables.Agreement, id=agreement_id)
    (role,) = rows(tables.Role, agreement_id=agreement_id, person_id=person_id)
    if agreement.lead_id != person_id:
        return (role.part,)
    more = (agreement.co_teaching_model, agreement.activity, agreement.materials)
    return (role.part, "leads", *more, agreement.fallback)


@dataclass(frozen=True)
class Said:
    """An answer to an agreement, and the words that it was given to."""

    at: datetime
    agreement_id: str
    person_id: str
    words: tuple[str, ...]
    is_in: bool


class NothingThereError(Exception):
    """There is nothing to choose from."""


class Dice(Random):
    """Dice that say so where there is nothing to choose from."""

    def choice(self, seq: Sequence[T]) -> T:
        """Return one of these."""
        if not len(seq):
            raise NothingThereError
        return super().choice(seq)


@dataclass
class Life:
    """The people of a team; `at` is now."""

    lived: Lived
    postman: Postman
    at: datetime
    undos: list[Undo] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    down_until: datetime | None = None
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    def act(self, what: str, dice: Dice) -> None:
        """Let somebody do something; what is refused is left."""
        try:
            getattr(self, f"do_{what}")(dice)
        except (errors.Refusal, SchoolError) as refusal:
            self.refused[f"{what}: {refusal.code}"] += 1
        except NothingThereError:
            self.refused[f"{what}: nothing there"] += 1
        else:
            self.done[what] += 1

    # --- the school's days ------------------------------------------------------------------

    def do_override(self, dice: Dice) -> None:
        """Close, delay or shorten a day, or let it be as usual."""
        school_id = dice.choice(list(self.lived.calendars))
        on = self.today + dice.choice((0, 0, 1, 2)) * DAY
        kind = dice.choice(("closed", "delay", "starts", "ends", "usual", "named"))
        minute = {"delay": dice.choice((60, 120)), "starts": 620, "ends": 750}.get(kind)
        name = (
            dice.choice(list(self.lived.calendars[school_id].day_types)) if kind == "named" else ""
        )
        who = self.lived.organiser(school_id)
        wish = Wish(kind, minute, name)  # type: ignore[arg-type]
        found = self._do(who, day_changes.change_day, wish, school_id, on)
        self._undoable(who, day_changes.take_back, found)

    # --- being out --------------------------------------------------------------------------

    def do_out(self, dice: Dice) -> None:
        """Say that somebody is out on dates, perhaps with who is asked to cover."""
        who = dice.choice(self._names("tpa"))
        first = self.today + dice.choice((0, 0, 1, 2)) * DAY
        last = first + dice.choice((0, 0, 1)) * DAY
        part: tuple[int | None, int | None] = dice.choice(((None, None), (None, None), (600, 800)))
        cover = self.lived.people[dice.choice(self._names("tpa"))] if dice.random() < 0.5 else None
        given = AbsenceInput(self.lived.people[who], ((first, last),), *part, cover)
        by = who if dice.random() < 0.7 else dice.choice(self._names("o"))
        found = self._do(by, absence_requests.preview, given)
        if isinstance(found, AbsencePreview):
            done = self._do(by, absence_requests.confirm, found.draft_id)
            self._undoable(by, absences.take_back, done)

    def do_cannot_come(self, dice: Dice) -> None:
        """Say of one session that one cannot come, and perhaps find who covers."""
        session = dice.choice(self._sessions(days=3))
        who = dice.choice(self._adults(session.plan_id))
        found = self._do(who, absences.cannot_come, session.id)
        self._undoable(who, absences.take_back, found)
        if found.absence_id and dice.random() < 0.6:
            cover = dice.choice(self._names("tpa"))
            self._do(who, covers.ask, found.absence_id, self.lived.people[cover])
            if dice.random() < 0.7:
                self._do(cover, covers.answer, found.absence_id, yes=True)

    def do_come_back(self, dice: Dice) -> None:
        """Take an absence back."""
        row = dice.choice([one for one in self.lived.rows(tables.Absence) if one.ended_at is None])
        self._do(self.lived.name(row.person_id), absences.come_back, row.id)

    def do_ask_cover(self, dice: Dice) -> None:
        """Ask somebody to cover."""
        row = dice.choice(self._open_absences())
        cover = self.lived.people[dice.choice(self._names("tpa"))]
        self._do(self.lived.name(row.person_id), covers.ask, row.id, cover)

    def do_cover(self, dice: Dice) -> None:
        """Say whether one covers."""
        row = dice.choice([one for one in self._open_absences() if one.cover_id])
        who = self.lived.name(row.cover_id or "")
        self._do(who, covers.answer, row.id, yes=dice.random() < 0.7)

    # --- plans and sessions -----------------------------------------------------------------

    def do_move(self, dice: Dice) -> None:
        """Move one session to another date and time."""
        session = dice.choice(self._sessions(days=6))
        on = self.today + dice.choice((0, 0, 1, 2, 5)) * DAY
        start = dice.randrange(490, 840, 5)
        self._change("move", session, dice, on=on, start=start)

    def do_skip(self, dice: Dice) -> None:
        """Let one session fall out."""
        self._change("skip", dice.choice(self._sessions(days=4)), dice)

    def do_plan(self, dice: Dice) -> None:
        """Change a plan from a date on, pause it, resume it, or (rarely) end it."""
        session = dice.choice(self._sessions(days=20))
        what = dice.choice(("change", "change", "pause", "resume", "resume", "end"))
        on = self.today + dice.choice((0, 1, 3)) * DAY
        more: dict[str, Any] = {"on": on}
        if what == "pause":
            more["until"] = on + dice.choice((1, 6)) * DAY
        if what == "change":
            more["start"] = dice.randrange(490, 840, 5)
        self._change(what, session, dice, **more)

    def do_answer_proposal(self, dice: Dice) -> None:
        """Answer what somebody proposed."""
        row = dice.choice([one for one in self.lived.rows(tables.Proposal) if one.answer is None])
        plan = self.lived.rows(tables.Plan, id=row.plan_id)[0]
        said = dice.choice(
            (proposal_answers.accept, proposal_answers.decline, proposal_answers.talk)
        )
        self._do(self.lived.name(plan.provider_id), said, row.id)

    def do_keep_missing(self, dice: Dice) -> None:
        """Keep a session whose routine is not there."""
        rows = [one for one in self.lived.rows(tables.Session) if one.obstacle == "routine_missing"]
        session = dice.choice([one for one in rows if one.starts_at > self.at])
        self._do(self._provider(session.plan_id), waiting.keep_missing, session.id)

    def do_undo(self, _dice: Dice) -> None:
        """Take the last thing back."""
        if not self.undos:
            raise NothingThereError
        who, use_case, undo_id = self.undos.pop()
        self._do(who, use_case, undo_id)

    # --- what is agreed ---------------------------------------------------------------------

    def do_agree(self, dice: Dice) -> None:
        """Write who does what, for all sessions or for one."""
        session = dice.choice(self._sessions(days=8))
        who = dice.choice([self._provider(session.plan_id), self._teacher(session.plan_id)])
        only = dice.random() < 0.3
        session_id = session.id if only else None
        form = self._ask(who, agreements.form, session.plan_id, session_id)
        told = [one for one in form.plan.adults if one.slack_user_id is None]
        lead = dice.choice([one.id for one in form.plan.adults])
        parts = {
            adult.id: old
            if (old := form.parts[adult.id]) and dice.random() < 0.6
            else dice.choice(PARTS)
            for adult in form.plan.adults
        }
        said = agreements.AgreementInput(
            plan_id=session.plan_id,
            co_teaching_model=dice.choice(MODELS),
            lead_id=lead,
            parts=parts,
            activity=dice.choice(("", "Centers as usual", f"{CODES[1]} at the table")),
            fallback=dice.choice(("", "The class goes on by itself")),
            expectations=(dice.choice(TEXTS),) if dice.random() < 0.3 else (),
            told={one.id: self.today for one in told if dice.random() < 0.5},
            base_number=form.number or None,
            opened_at=self.at,
            session_id=session_id,
            only=only,
        )
        found = self._do(who, agreements.agree, said)
        if isinstance(found, AgreementChanged) and found.changed:
            self._said(found.agreement.id, self.lived.people[who], is_in=True)

    def do_confirm(self, dice: Dice) -> None:
        """Give one's own answer."""
        rows = [one for one in self.lived.rows(tables.Agreement) if one.closed_at is None]
        agreement = dice.choice(sorted(rows, key=lambda one: (one.created_at, one.number)))
        roles = self.lived.rows(tables.Role, agreement_id=agreement.id)
        names = sorted(
            self.lived.name(one.person_id)
            for one in roles
            if one.person_id in self.lived.people.values()
        )
        who = dice.choice(names)
        answer: Any = dice.choice(("in", "in", "in", "talk"))
        self._do(who, agreements.confirm, agreement.id, agreement.number, answer)
        self._said(agreement.id, self.lived.people[who], is_in=answer == "in")

    def do_expect(self, dice: Dice) -> None:
        """Add an expectation, to a plan or to one session."""
        session = dice.choice(self._sessions(days=3))
        who = dice.choice(self._adults(session.plan_id))
        session_id = session.id if dice.random() < 0.5 else None
        self._do(who, expectations.add, session.plan_id, session_id, dice.choice(TEXTS))

    def do_tick(self, dice: Dice) -> None:
        """Tick what is expected of a session."""
        session = dice.choice(self._sessions(days=1))
        known = self.lived.rows(tables.Expectation, plan_id=session.plan_id)
        all_ids = frozenset(one.id for one in known)
        ticked = frozenset([dice.choice(sorted(all_ids))])
        who = dice.choice(self._adults(session.plan_id))
        told = {"shown": frozenset[str](), "ticked": ticked, "block": all_ids}
        self._do(who, checklists.tick, session.id, **told)

    def do_doing(self, dice: Dice) -> None:
        """Say what the class will be doing."""
        session = dice.choice(self._sessions(days=4))
        words = dice.choice(("", "Writing a letter", f"{CODES[2]} reads aloud"))
        self._do(self._teacher(session.plan_id), doings.say, session.id, words)

    # --- touch-bases ------------------------------------------------------------------------

    def do_touch_base(self, dice: Dice) -> None:
        """Answer a touch-base's card: done, later today, another time, a note."""
        row = dice.choice(self._touch_bases())
        who = self.lived.name(dice.choice((row.teacher_id, row.provider_id)))
        what = dice.choice(("done", "later", "another", "note"))
        if what == "done":
            self._do(who, touchbase_notes.done, row.id, row.revision)
        elif what == "later":
            self._do(who, touchbase_moves.later, row.id, row.revision)
        elif what == "note":
            told = (f"{CODES[0]} wrote alone", "", dice.choice(("", "Try pencil grips")))
            self._do(who, touchbase_notes.save_note, row.id, *told)
        else:
            self._do(who, touchbase_moves.another, row.id, row.revision)

    def do_five_minutes_now(self, dice: Dice) -> None:
        """Take five minutes that can be had today."""
        who = dice.choice(self._names("tp"))
        slot = dice.choice(self._ask(who, touchbase_moves.now))
        self._do(who, touchbase_moves.take_now, slot.pair, slot.slot.on, slot.slot.start)

    def do_habit(self, dice: Dice) -> None:
        """Say how often two want to meet, or by phone."""
        who = dice.choice(self._names("tp"))
        if dice.random() < 0.3:
            self._do(who, touchbase_habits.set_phone, phone_ok=dice.random() < 0.5)
            return
        pair = dice.choice(self._ask(who, touchbase_habits.of_asker))
        often = dice.choice(touchbase_habits.OFTEN)
        self._do(who, touchbase_habits.set_often, pair.key, often)

    # --- rooms, people, places --------------------------------------------------------------

    def do_room(self, dice: Dice) -> None:
        """Answer the question about one's room, or say another planning time."""
        who = dice.choice(self._names("t"))
        room = self._ask(who, classrooms.room)
        asked, key = room.question, room.classroom_id
        if asked is None or dice.random() < 0.3:
            start = dice.randrange(500, 800, 5)
            said = RoutineInput(
                "Planning time", "planning", start, start + 40, with_students=False, usable=True
            )
            self._do(who, classrooms.set_routine, key, said)
        elif asked.kind == "routine" and dice.random() < 0.5:
            found = self._do(who, room_answers.confirm, key, asked.key, asked.revision)
            self._undoable(who, room_answers.take_back, found)
        elif asked.kind == "routine":
            found = self._do(who, room_answers.none, key, asked.key, asked.revision)
            self._undoable(who, room_answers.take_back, found)
        elif asked.grades:
            self._do(who, room_answers.choose_grade, key, dice.choice(asked.grades))
        elif asked.periods:
            period = dice.choice(asked.periods)[0]
            self._do(who, room_answers.planning_in, key, period, "Planning time")
        else:
            found = self._do(who, room_answers.offer, key, usable=dice.random() < 0.5)
            self._undoable(who, room_answers.take_back, found)

    def do_settings(self, dice: Dice) -> None:
        """Say other hours, lunch, quiet hours or buildings."""
        who = dice.choice(self._names("tpao"))
        row = self.lived.rows(tables.Person, id=self.lived.people[who])[0]
        said = lived_teams.about(self.lived, dice, who, row.role, row.school_id or "")
        self._do(who, settings.save, said)

    def do_seen(self, dice: Dice) -> None:
        """Say of a changed day that it looks right."""
        told = dice.choice([one for one in self.postman.posted if one.kind == "change"])
        _, person_id, rest = told.subject.split(":")
        on = date.fromisoformat(rest.partition("/")[0])
        self._do(self.lived.name(person_id), day_answers.looks_right, on, 1)

    def do_down(self, dice: Dice) -> None:
        """Push-In itself is down for a while."""
        self.down_until = self.at + dice.choice((10, 45, 180, 1500)) * MINUTE

    def do_channel(self, dice: Dice) -> None:
        """A channel is archived, or open again."""
        room = dice.choice([one for one in self.lived.rows(tables.Classroom) if one.channel_id])
        self.postman.closed ^= {f"channel:{room.channel_id}"}

    # --- what they look at ------------------------------------------------------------------

    @property
    def today(self) -> date:
        """The date at school."""
        return self.lived.local(self.at)[0]

    def has_confirmed(self, agreement: tables.Agreement, person_id: str) -> bool:
        """Tell whether somebody is in: by their answer to it, or to the same words before it.

        The words are their part; of the lead all of it.
        """
        said = words(self.lived.rows, agreement.id, person_id)
        last: dict[str, bool] = {}
        for one in self.said:
            is_known = one.agreement_id == agreement.id or one.at <= agreement.created_at
            if is_known and (one.person_id, one.words) == (person_id, said):
                last[one.agreement_id] = one.is_in
        return last.get(agreement.id, any(last.values()))

    def _said(self, agreement_id: str, person_id: str, *, is_in: bool) -> None:
        told = words(self.lived.rows, agreement_id, person_id)
        self.said.append(Said(self.at, agreement_id, person_id, told, is_in))

    def _do(self, who: str, use_case: Callable[..., Any], *args: Any, **kw: Any) -> Any:
        return self.lived.do(who, use_case, *args, **kw, at=self.at)

    def _ask(self, who: str, use_case: Callable[..., Any], *args: Any) -> Any:
        more = {} if use_case is agreements.form else {"at": self.at}
        return self.lived.ask(who, use_case, *args, **more)

    def _undoable(self, who: str, use_case: Callable[..., Any], found: Any) -> None:
        undo_id = getattr(found, "undo_id", "")
        if undo_id:
            self.undos.append((who, use_case, undo_id))

    def _change(self, what: Any, session: tables.Session, dice: Dice, **more: Any) -> None:
        given = ChangeInput(what=what, plan_id=session.plan_id, session_id=session.id, **more)
        who = dice.choice([self._provider(session.plan_id), self._teacher(session.plan_id)])
        found = self._do(who, change_requests.preview, given)
        if isinstance(found, ChangePreview):
            done = self._do(who, change_requests.confirm, found.draft_id)
            self._undoable(who, change_requests.take_back, done)

    def _names(self, roles: str) -> list[str]:
        return [name for name in self.lived.people if name[0] in roles]

    def _provider(self, plan_id: str) -> str:
        return self.lived.name(self.lived.rows(tables.Plan, id=plan_id)[0].provider_id)

    def _teacher(self, plan_id: str) -> str:
        return self.lived.rooms[self.lived.rows(tables.Plan, id=plan_id)[0].classroom_id]

    def _adults(self, plan_id: str) -> list[str]:
        ids = {one.person_id for one in self.lived.rows(tables.PlanPerson, plan_id=plan_id)}
        return [name for name, person_id in self.lived.people.items() if person_id in ids]

    def _sessions(self, *, days: int) -> list[tables.Session]:
        """Return sessions to come, in an order that does not hang on ids."""
        until = self.at + days * DAY
        plans = {one.id: one for one in self.lived.rows(tables.Plan)}
        rows = [one for one in self.lived.rows(tables.Session) if self.at < one.starts_at < until]
        return sorted(
            rows,
            key=lambda one: (
                one.starts_at,
                one.status,
                self.lived.name(plans[one.plan_id].provider_id),
                self.lived.rooms[plans[one.plan_id].classroom_id],
            ),
        )

    def _open_absences(self) -> list[tables.Absence]:
        rows = self.lived.rows(tables.Absence)
        coming = {one.id for one in self._sessions(days=9)}
        found = [one for one in rows if one.session_id in coming and one.ended_at is None]
        return sorted(found, key=lambda one: (one.at, one.person_id == one.said_by))

    def _touch_bases(self) -> list[tables.TouchBase]:
        week = self.today - self.today.weekday() * DAY
        rows = self.lived.rows(tables.TouchBase)
        near = [one for one in rows if week <= one.week <= week + 7 * DAY]
        return sorted(near, key=lambda one: (one.week, one.starts_at or self.at))


ACTS = tuple(sorted(name[3:] for name in vars(Life) if name.startswith("do_")))
_OFTEN = (
    "agree",
    "confirm",
    "confirm",
    "confirm",
    "cover",
    "touch_base",
    "override",
    "move",
    "out",
)
_RARE = frozenset({"undo", "down", "channel", "habit", "settings"})
OFTEN = (*(one for one in ACTS if one not in _RARE), *_OFTEN) * 2 + ("down", "channel", "settings")
"""What is done, more often what is done more often; an undo follows what can be undone."""
