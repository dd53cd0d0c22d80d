"""Made-up adults, sessions and plans, for tests of what people see."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from unit.handlers import absence_facts, day_facts, flex_facts

from pushin import results as r

AT = datetime(2026, 10, 12, 12, 30, tzinfo=UTC)
ON = date(2026, 10, 12)

MAYA = r.PersonRef("p1", "Maya Ortiz", "provider", "OT", "UMAYA")
ADAMS = r.PersonRef("p2", "Ms. Adams", "teacher", None, "UADAMS")
TAM = r.PersonRef("p3", "Tam", "para", None, None)
NASTY = "<!channel> & <b>*bold*</b> <https://evil.example|click> @here"


def session(**changes: Any) -> r.SessionFacts:
    facts: dict[str, Any] = {
        "id": "plan1-20261012",
        "plan_id": "plan1",
        "on": ON,
        "start": 550,
        "end": 580,
        "starts_at": datetime(2026, 10, 12, 13, 10, tzinfo=UTC),
        "ends_at": datetime(2026, 10, 12, 13, 40, tzinfo=UTC),
        "zone": "America/New_York",
        "school_name": "Lincoln",
        "room": "4",
        "channel_id": "C4",
        "during": "centers",
        "day_label": "Regular day",
        "service_delivery_model": "push_in",
        "provider": MAYA,
        "teacher": ADAMS,
        "adults": (MAYA, ADAMS, TAM),
        "status": "planned",
        "reason": None,
        "obstacle": None,
        "revision": 2,
    }
    return r.SessionFacts(**(facts | changes))


def plan(**changes: Any) -> r.PlanFacts:
    facts: dict[str, Any] = {
        "id": "plan1",
        "revision": 1,
        "classroom_id": "room4",
        "room": "4",
        "school_name": "Lincoln",
        "zone": "America/New_York",
        "channel_id": "C4",
        "provider": MAYA,
        "teacher": ADAMS,
        "adults": (MAYA, ADAMS, TAM),
        "service_delivery_model": "push_in",
        "weekdays": (0, 2),
        "anchor_kind": "routine",
        "during": "centers",
        "start": 550,
        "end": 580,
        "from_date": ON,
        "until_date": date(2027, 6, 9),
        "lead_minutes": 30,
        "state": "active",
    }
    return r.PlanFacts(**(facts | changes))


def agreement(**changes: Any) -> r.AgreementFacts:
    facts: dict[str, Any] = {
        "id": "agr1",
        "plan": plan(),
        "number": 3,
        "co_teaching_model": "station",
        "lead": MAYA,
        "parts": (
            r.Part(MAYA, "runs the writing table", "in"),
            r.Part(ADAMS, "opens centers", None),
            r.Part(TAM, "brings the pencils", None, date(2026, 10, 9)),
        ),
        "activity": "name writing",
        "materials": "slant boards",
        "fallback": "Tam runs the table",
        "expectations": (),
        "in_force": False,
        "waiting_for": (ADAMS,),
    }
    return r.AgreementFacts(**(facts | changes))


def expectation(
    number: int = 1, text: str = "writing folders out", **more: Any
) -> r.ExpectationFacts:
    return r.ExpectationFacts(f"e{number}", text, session_only=False, **more)


def next_session(**changes: Any) -> r.NextSession:
    facts: dict[str, Any] = {
        "session": session(),
        "agreement_id": "agr1",
        "agreement_number": 3,
        "lead": MAYA,
        "my_part": "opens centers",
        "my_answer": None,
        "in_force": False,
        "waiting_for": (ADAMS,),
        "try_next": "pencil grips first",
    }
    return r.NextSession(**(facts | changes))


def touch_base(**changes: Any) -> r.TouchBaseFacts:
    facts: dict[str, Any] = {
        "id": "tb1",
        "teacher": ADAMS,
        "provider": MAYA,
        "room": "4",
        "zone": "America/New_York",
        "on": ON,
        "start": 780,
        "end": 785,
        "why": "planning",
        "state": "planned",
        "revision": 1,
        "has_note": False,
    }
    return r.TouchBaseFacts(**(facts | changes))


def pair(**changes: Any) -> r.PairFacts:
    facts: dict[str, Any] = {
        "key": "adams/maya",
        "teacher": ADAMS,
        "provider": MAYA,
        "other": ADAMS,
        "room": "4",
        "often": "weekly",
        "weekday": None,
        "start": None,
        "note_of": None,
    }
    return r.PairFacts(**(facts | changes))


def gap(teacher: r.PersonRef, provider: r.PersonRef, word: str = "Grant") -> r.NoSlot:
    """Return a week without a common time: a day of each reason, told to the teacher."""
    clauses = (
        r.Clause("students", teacher, you=True, times=((510, 900),)),
        r.Clause("kept", teacher, you=True, times=((780, 820),)),
        r.Clause("away", provider, where=word),
        r.Clause("off", provider),
        r.Clause("taken", times=((780, 785),)),
        r.Clause("quiet", times=((1080, 1140),)),
        r.Clause("over", times=((480, 510),)),
        r.Clause("free", times=((480, 510),)),
    )
    both = (
        ("students_until", "leaves"),
        ("free_until", "comes"),
    )
    days = [r.TriedDay(ON, (one,)) for one in clauses]
    days += [
        r.TriedDay(ON, (r.Clause(hers, teacher, minute=900), r.Clause(his, provider, minute=900)))
        for hers, his in both
    ]
    then = r.Clause("free_then", teacher, you=True, times=((780, 820),))
    busy = [r.Clause("busy", provider, has=has) for has in ((), ("push_in", "travel", "lunch"))]
    days += [r.TriedDay(ON, (then, one)) for one in busy]
    ways = ("planning", "phone", "hours", "lunch")
    return r.NoSlot(ON, teacher, provider, touch_base(), tuple(days), ways)


def offer(**changes: Any) -> r.StandingOffer:
    facts: dict[str, Any] = {
        "pair": pair(),
        "weekday": 0,
        "start": 780,
        "common": 5,
        "weeks": 6,
        "number": 0,
        "is_last": False,
    }
    return r.StandingOffer(**(facts | changes))


def day(**changes: Any) -> r.SchoolDay:
    facts: dict[str, Any] = {
        "on": ON,
        "school_name": "Lincoln",
        "in_session": True,
        "known": True,
        "day_label": "Regular day",
        "cycle_day": "A",
        "reason": "pattern",
    }
    return r.SchoolDay(**(facts | changes))


def preview(**changes: Any) -> r.PlanPreview:
    facts: dict[str, Any] = {
        "draft_id": "d1",
        "plan": plan(),
        "first_dates": ((ON, 550, 580), (date(2026, 10, 14), 550, 580)),
        "session_count": 58,
        "moved": ((date(2026, 10, 30), 630, 660, "Late start"),),
        "obstacles": (date(2026, 11, 4),),
        "clashes": (r.Clash("room", "Ben", ON, 545, 590),),
    }
    return r.PlanPreview(**(facts | changes))


def routine(name: str, kind: str, start: int, end: int, **changes: Any) -> r.RoutineFacts:
    facts: dict[str, Any] = {"with_students": True, "usable": False, "guess": False}
    return r.RoutineFacts(name, kind, start, end, **(facts | changes))


def checklist(**changes: Any) -> r.Checklist:
    facts: dict[str, Any] = {
        "session": session(),
        "agreement": None,
        "expectations": (),
        "closed": False,
        "plan_card_ts": None,
    }
    return r.Checklist(**(facts | changes))


def room(**changes: Any) -> r.Room:
    facts: dict[str, Any] = {
        "classroom_id": "room4",
        "room": "4",
        "school_name": "Lincoln",
        "teacher": ADAMS,
        "channel_id": "C4",
        "routines": (
            routine("Arrival", "arrival", 510, 525, guess=True),
            routine("Planning", "planning", 780, 820, with_students=False, usable=True),
        ),
        "periods": (routine("Period 1", "class", 510, 560),),
        "may_edit": True,
        "is_mine": True,
        "question": question(),
        "number": 2,
        "count": 6,
        "bells": (510, 900),
        "days": (LATE,),
    }
    return r.Room(**(facts | changes))


LATE = r.UnusualDay("LATE", "Two-hour delay", 630, None, ON)


def question(**changes: Any) -> r.RoomQuestion:
    facts: dict[str, Any] = {
        "classroom_id": "room4",
        "room": "4",
        "key": "routine:Arrival",
        "kind": "routine",
        "revision": 7,
        "name": "Arrival",
        "routine_kind": "arrival",
        "start": 510,
        "end": 525,
    }
    return r.RoomQuestion(**(facts | changes))


def day_question(name: str = "Arrival", count: int = 3) -> r.RoomQuestion:
    """Return the question about a late day, with `count` routines to tick."""
    return question(
        key="day:LATE",
        kind="day",
        day=LATE,
        routines=tuple(
            r.DayRoutine(f"{n} {name}", 630 + n, 640 + n, happens=n > 0) for n in range(count)
        ),
        left_out=(name,),
        start=None,
        end=None,
    )


def questions(name: str = "Arrival") -> list[r.RoomQuestion]:
    """Return a question of each kind."""
    grades = ("pre_k", "kindergarten", "grades_1_2", "grades_3_5", "middle", "high", "a_new_one")
    periods = tuple((f"{name} {n}", 500 + n, 540 + n) for n in range(12))
    nothing: dict[str, Any] = {"start": None, "end": None, "name": ""}
    return [
        question(key="grade", kind="grade", grades=grades, **nothing),
        question(name=name, routine_kind="other", who=MAYA),
        question(key="kind:planning", routine_kind="planning", periods=periods, **nothing),
        question(key="use", kind="use", start=780, end=820),
        day_question(name),
        day_question(name, 40),
    ]


def clashes(who: str = "Ben Cho", room: str = "4") -> tuple[r.Clash, ...]:
    """Return a clash of each kind."""
    about: dict[str, Any] = {"room": room, "plan_ids": ("plan2",), "overlap": (555, 585)}
    return (
        r.Clash("room", who, ON, 550, 590, **about),
        r.Clash("provider", who, ON, 550, 590, **about),
        r.Clash("teacher", who, ON, 550, 590, **about),
        r.Clash("adults", who, ON, 555, 585, count=5, most=4, room=room),
        r.Clash("building", who, ON, 550, 590, where="Grant"),
        r.Clash("building", who, ON, 550, 590),
        r.Clash("travel", who, ON, 550, 590, where="Grant", gap=10, way=20),
    )


def everything(text: str = "", names: str = "") -> list[Any]:
    """Return one of every result, with `text` wherever a person wrote and `names` as names."""
    maya = r.PersonRef("p1", names or "Maya Ortiz", "provider", "OT", "UMAYA")
    adams = r.PersonRef("p2", names or "Ms. Adams", "teacher", None, "UADAMS")
    word = text or "writing folders out"
    a_session = session(room=names or "4", during=word, provider=maya, teacher=adams)
    a_plan = plan(
        room=names or "4", during=word, provider=maya, teacher=adams, adults=(maya, adams)
    )
    an_agreement = agreement(
        plan=a_plan,
        lead=maya,
        parts=(r.Part(maya, word, "in"), r.Part(adams, word, None)),
        activity=word,
        materials=word,
        fallback=word,
        waiting_for=(adams,),
    )
    expectations = tuple(expectation(n, word) for n in range(12))
    upcoming = next_session(session=a_session, lead=maya, my_part=word, try_next=word)
    a_base = touch_base(teacher=adams, provider=maya)
    here, there = r.Slot(ON, 550, 580, names or "4"), r.Slot(ON, 800, 830, names or "Library")
    moves = r.ChangeFacts("move", a_plan, here, there)
    goes_on = r.ChangeFacts("change", a_plan, first=ON, then=replace(a_plan, start=600, end=630))
    pauses = r.ChangeFacts("pause", a_plan, first=ON, last=ON, dates=(ON,) * 12)
    pulled = replace(goes_on, then=replace(a_plan, service_delivery_model="pull_out"))
    parts = replace(pulled, apart=replace(a_plan, service_delivery_model="consultation"))
    every_change = (
        moves,
        r.ChangeFacts("skip", a_plan, here),
        goes_on,
        pulled,
        pauses,
        r.ChangeFacts("resume", a_plan, first=ON, dates=(ON,)),
        r.ChangeFacts("end", a_plan, first=ON),
    )
    a_clash = r.Clash("provider", names or "Maya", ON, 545, 590)
    waiting: tuple[r.Waiting, ...] = (
        r.WaitingProposal("pr1", goes_on, adams),
        r.WaitingMissing(session(during=word, obstacle="routine_missing", moved=True)),
        r.WaitingRole(an_agreement, word),
        r.WaitingMissing(session(during=word, obstacle="routine_missing")),
        r.WaitingTalk(an_agreement, adams),
        r.WaitingTime(adams, mine=False),
        r.WaitingDoing(a_session),
        r.WaitingSilent("agr1", a_plan, (adams, maya), ON),
        r.WaitingTime(maya, mine=True),
        r.WaitingExpired("pr1", "checklist", a_session),
        r.WaitingNoSlot(gap(adams, maya, word)),
        r.WaitingStanding(offer(pair=pair(teacher=adams, provider=maya, other=adams))),
        *(r.WaitingRoom(one) for one in questions(names or "Arrival")[1:3]),
        r.WaitingTogether(a_plan, a_plan, ON, (555, 585), talk=False),
        r.WaitingTogether(a_plan, a_plan, ON, (555, 585), talk=True),
        r.WaitingTogetherTalk(a_plan, maya, a_session, AT),
        r.WaitingTogetherTalk(a_plan, maya, None, AT),
        *(
            r.WaitingClash("p/o/k", one, a_session, 1, more=2)
            for one in clashes(names or "Ben Cho", names or "4")
        ),
    ) * 5
    return [
        upcoming,
        r.NothingNext(has_plans=False, role="teacher"),
        r.NothingNext(has_plans=False, role="provider"),
        r.NothingNext(has_plans=True, role="para"),
        r.Agenda(day(), "America/New_York", (a_session, session(status="cancelled", reason=word))),
        r.Agenda(day(in_session=False, day_label=word), "America/New_York", ()),
        r.Agenda(day(known=False), "America/New_York", ()),
        preview(plan=a_plan, moved=((ON, 550, 580, word),) * 9),
        r.PlanSaved(a_plan, 58, a_session),
        r.PlanSaved(a_plan, 0, None),
        r.PlanCard(a_plan, None, None, ()),
        r.PlanCard(a_plan, an_agreement, a_session, expectations),
        r.PlanCard(plan(state="ended"), None, None, ()),
        r.PlanCard(a_plan, an_agreement, a_session, expectations, moved=True),
        r.Choice("agree", (a_plan,) * 30),
        r.AgreementChanged(an_agreement, changed=True, asked=(adams,)),
        r.AgreementChanged(
            replace(an_agreement, session_id="plan1-20261012", only_on=ON),
            changed=True,
            asked=(adams,),
            changes=(
                r.Difference("lead", names or "Ms. Adams", names or "Maya Ortiz"),
                r.Difference("part", word, f"{word}!", adams),
                r.Difference("part", "", word, maya),
                r.Difference("part", word, "", maya),
                r.Difference("model", "station", "team"),
                r.Difference("activity", "", word),
                r.Difference("materials", word, ""),
                r.Difference("fallback", word, f"{word}!"),
            ),
            kept=(word,) * 10,
        ),
        r.DoingSaid(replace(a_session, doing=word), again=False),
        r.DoingSaid(replace(a_session, doing=""), again=True),
        r.Confirmed(an_agreement, "in", again=False),
        r.Confirmed(an_agreement, "talk", again=True),
        r.ExpectationAdded(expectations[0], a_plan, None, again=False),
        r.ExpectationAdded(
            r.ExpectationFacts("e", word, session_only=True), a_plan, a_session, again=True
        ),
        r.ExpectationAdded(
            r.ExpectationFacts("e", word, session_only=True),
            a_plan,
            a_session,
            again=False,
            choose=True,
        ),
        r.ExpectationDropped(expectations[0], a_plan, None, "undo1"),
        r.ExpectationDropped(expectations[0], a_plan, a_session, "", by_message=True),
        r.ExpectationBack(expectations[0], a_plan),
        r.ExpectationStays(expectations[0], "session_over"),
        r.DropWhich(expectations[0], a_session),
        r.ExpectationList(a_plan, None, ()),
        r.ExpectationList(a_plan, a_session, expectations * 3, asked=99),
        r.WhoDoesWhat(a_plan, None, None),
        r.WhoDoesWhat(a_plan, a_session, an_agreement),
        r.WhyThen(a_plan, a_session, "arrival", an_agreement, an_agreement.parts[0], maya),
        r.WhyThen(a_plan, None, "", None, None, None),
        r.MayNameStudent("d1", "name"),
        checklist(session=a_session, agreement=an_agreement, expectations=expectations),
        checklist(session=a_session, plan_card_ts="1700000000.000100"),
        checklist(
            expectations=tuple(
                r.ExpectationFacts(
                    f"{n:016}",
                    word,
                    session_only=False,
                    ticked=n % 2 == 0,
                    number=n,
                    carried=n > 150,
                )
                for n in range(1, 200)
            )
        ),
        checklist(session=a_session, expectations=expectations, closed=True),
        checklist(session=session(status="cancelled", reason=word)),
        r.AskCard(maya, ON, waiting, 2),
        r.AskCard(maya, ON, (), 3),
        r.AskCard(maya, ON, (), 0, replaced=True),
        r.TouchBaseCard(a_base, a_session, word, (r.Topic(a_plan, (adams,)),), plan_count=2),
        r.TouchBaseCard(touch_base(state="done", has_note=True), None, None, ()),
        r.TouchBaseCard(a_base, a_session, word, (r.Topic(a_plan, (adams,)),), over=True),
        a_base,
        touch_base(state="missed"),
        r.TouchBases((a_base,) * 12, (r.NoSlot(ON, adams, maya, a_base),) * 6),
        r.TouchBases((), (), role="teacher"),
        r.TouchBases((), (), role="provider"),
        r.TouchBases(
            (),
            (gap(adams, maya, word),) * 3,
            tuple(
                r.NowSlot(
                    "adams/maya", adams, maya, "4", r.SlotFacts(ON, 780, 785, "planning", 820), n
                )
                for n in (0, 10, 90)
            ),
            (
                pair(teacher=adams, provider=maya, other=adams),
                pair(other=adams, weekday=0, start=780, note_of="tb1"),
                pair(often="each_session", other=adams),
                pair(often="on_request", other=adams),
            ),
            "provider",
        ),
        r.TouchBases((), (), (), (pair(other=adams),), "provider", phone_ok=True),
        gap(adams, maya, word),
        r.TouchBaseOptions(a_base, (r.SlotFacts(ON, 780, 785, "planning", 820),) * 3, moved=True),
        r.TouchBaseOptions(a_base, (), moved=True),
        r.TouchBaseOptions(a_base, (r.SlotFacts(ON, 780, 785, "lunch", 820),)),
        r.TouchBaseOptions(
            touch_base(state="no_slot", on=None, start=None, end=None),
            (r.SlotFacts(ON, 780, 785, "planning", 820),),
        ),
        r.StepAdded("tb1", r.ExpectationAdded(expectations[0], a_plan, None, again=False)),
        r.StepAdded("tb1", r.MayNameStudent("d1", "name")),
        pair(teacher=adams, provider=maya, other=adams),
        offer(pair=pair(teacher=adams, provider=maya, other=adams)),
        offer(is_last=True),
        *(r.HabitSaved(pair(often=one), one) for one in ("weekly", "each_session", "on_request")),
        r.HabitSaved(pair(weekday=0, start=780), "standing", again=True),
        r.HabitSaved(pair(), "no_standing"),
        r.PhoneSaved(phone_ok=True),
        r.PhoneSaved(phone_ok=False),
        r.NoSlot(ON, adams, maya, None),
        room(room=names or "4", teacher=adams),
        room(routines=(), periods=(), may_edit=False, is_mine=False, question=None),
        room(routines=(), is_mine=False, question=None, number=0, count=0),
        room(
            routines=tuple(
                routine(f"{n} {word[:60]}", "other", 500 + n, 520, drops_on=("LATE",), guess=True)
                for n in range(40)
            ),
            notes=tuple(
                r.RoomNote(code, names or "Arrival", 510, 525, (names or "Centers",))
                for code in ("kept", "none", "laid", "same_time", "outside", "day")
            ),
            undo_id="undo1",
            offered=True,
        ),
        *(room(question=one, teacher=adams) for one in questions(names or "Arrival")),
        *day_facts.everything(a_session, maya, word),
        *absence_facts.everything(a_session, a_base, word),
        *(r.ChangePreview("d1", one, 9, (ON,), (a_clash,), told=2) for one in every_change),
        r.ChangePreview("d1", goes_on, 9, (), (a_clash,), (a_clash,), asks=maya),
        *(r.Changed(one, "u1", told=2) for one in every_change),
        r.Changed(moves, again=True),
        r.Changed(pauses, taken_back=True),
        r.ChangeChoice("d1", (a_session,) * 8, missed=ON),
        r.ChangeChoice("", (a_session,)),
        *(r.ChangeNews(adams, maya, one, withdrawn=True) for one in every_change),
        r.ChangeNews(adams, maya, moves, taken_back=True),
        *(r.ProposalNews(adams, maya, goes_on, one) for one in ("declined", "withdrawn", "talk")),
        r.Proposed(goes_on, maya),
        r.Proposed(goes_on, maya, again=True),
        r.ProposalAnswered(goes_on, adams, "declined"),
        r.ProposalAnswered(goes_on, adams, "declined", again=True),
        r.ProposalAnswered(goes_on, adams, "talk"),
        r.PlanCard(plan(state="ended"), None, None, (), then=a_plan),
        r.PlanCard(a_plan, None, None, (), then=a_plan),
        r.Refused("end_before_start", {"start": 1, "end": 0}),
        r.Refused("no_such_code_at_all", {}),
        r.Refused("period_unknown", {"known": [word] * 40}),
        r.Agenda(
            day(school_name=word),
            "America/New_York",
            (session(school_name=word), session(school_name="Grant")) * 2,
            (day(school_name=word), day(school_name="Grant"), day(school_name="Third")),
            20,
        ),
        r.Agenda(day(), "America/New_York", (), ()),
        preview(
            clashes=(
                r.Clash("building", names or "Maya", ON, 545, 590, word, weekly=True),
                r.Clash("travel", names or "Maya", ON, 545, 590, word, gap=5, way=20),
            )
        ),
        r.PlanSaved(a_plan, 58, a_session, asks=adams),
        preview(plan=a_plan, clashes=clashes(names or "Ben Cho", names or "4")),
        r.PlanDropped(again=False),
        r.PlanDropped(again=True),
        *(
            r.TogetherAnswered(a_plan, a_plan, maya, answer, again)
            for answer in ("together", "talk")
            for again in (False, True)
        ),
        r.PlanCard(a_plan, an_agreement, a_session, expectations, together=(a_plan,)),
        checklist(session=replace(a_session, beside=(r.Beside(adams, 555, 585),))),
        *flex_facts.everything(a_plan, parts, a_base, adams, word),
    ]


def uncertain(number: int) -> r.UncertainMessage:
    """A checklist that may stand in room 4's channel."""
    return r.UncertainMessage(
        f"prompt{number}", "checklist", "C0ROOM4", (), date(2026, 10, 7), 9 * 60 + 1, too_late=False
    )


def homes(text: str = "", names: str = "") -> list[r.Home]:
    """Return Homes: of somebody new, of somebody without plans, a full one."""
    every = everything(text, names)
    asks = next(one for one in every if isinstance(one, r.AskCard))
    return [
        r.Home(None, None, (), (), (), "UTC"),
        r.Home(MAYA, None, (), (), (), "America/New_York", uncertain=(uncertain(1),)),
        r.Home(ADAMS, day(in_session=False, day_label=""), (), (), (), "America/New_York"),
        r.Home(MAYA, day(), (), (), (), "UTC", buildings=(day(school_name=text or "Grant"),) * 2),
        r.Home(
            MAYA,
            day(),
            (every[0],) * 5,
            asks.items,
            (touch_base(),) * 5,
            "America/New_York",
            checklist=next(one for one in every if isinstance(one, r.Checklist)),
        ),
    ]
