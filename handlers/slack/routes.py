"""Which request goes where: one table each for typed verbs, buttons and forms."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType

from handlers import verbs
from handlers.actions import UnreadableError
from handlers.slack.blocks import refusals
from handlers.slack.replies import Reply
from handlers.slack.turn import Handler, Turn
from handlers.slack.turns import (
    absences,
    agreements,
    calendars,
    caseloads,
    changes,
    days,
    doings,
    expectations,
    exports,
    given_roles,
    habits,
    help,  # noqa: A004  the verb's name
    logs,
    minutes,
    plans,
    progress,
    quiet,
    reviews,
    rooms,
    schools,
    sessions,
    settings,
    students,
    substitutes,
    suggest,
    takeovers,
    threads,
    together,
    touchbases,
    uncertain,
    weeks,
)

VERBS: Mapping[str, Handler] = MappingProxyType(
    {
        verbs.MENU: sessions.menu,
        "next": sessions.next_session,
        "today": sessions.today,
        "week": weeks.week,
        "schedule": plans.schedule,
        "suggest": suggest.suggest,
        "change": changes.change,
        "review": reviews.review,
        "students": students.students,
        "handover": takeovers.handover,
        "caseload": caseloads.caseload,
        "agree": agreements.agree,
        "confirm": agreements.waits,
        "expect": expectations.expect,
        "drop": threads.drop,
        "who": threads.who,
        "why": threads.why,
        "touchbase": touchbases.coming,
        "absent": absences.absent,
        "cover": absences.cover,
        "minutes": minutes.minutes,
        "mandate": minutes.mandate,
        "log": logs.log,
        "makeup": logs.makeup,
        "indirect": logs.indirect,
        "quiet": quiet.quiet,
        "day": days.day,
        "closed": days.closed,
        "delay": days.delay,
        "early": days.early,
        "room": rooms.room,
        "school": schools.school,
        "calendar": calendars.calendar,
        "substitute": substitutes.substitute,
        "export": exports.export,
        "settings": settings.settings,
        "help": help.overview,
    }
)

BUTTONS: Mapping[str, Handler] = MappingProxyType(
    {
        **VERBS,
        "uncertain_stands": uncertain.stands,
        "uncertain_repeat": uncertain.repeat,
        "skip": changes.skip,
        "change_confirm": changes.confirm,
        "change_form": changes.open_form,
        "change_pick": changes.pick,
        "change_undo": changes.undo,
        "propose_do": changes.accept,
        "propose_keep": changes.decline,
        "propose_talk": changes.talk,
        "consent_agree": changes.agree,
        "consent_talk": changes.agree,
        "consent_none": changes.agree,
        "consent_amended": changes.amended,
        "proposal_withdraw": changes.withdraw,
        "review_keep": reviews.keep,
        "review_move": reviews.move,
        "review_split": reviews.change,
        "review_model": reviews.change,
        "review_talk": reviews.talk,
        "review_undo": reviews.undo,
        "review_why": reviews.why,
        "review_on": reviews.every,
        "review_off": reviews.every,
        "students_undo": students.undo,
        "group_keep": students.keep,
        "handover_confirm": takeovers.confirm,
        "keep": sessions.keep,
        "cant": absences.cant,
        "absent_confirm": absences.confirm,
        "absent_change": absences.open_form,
        "absent_undo": absences.undo,
        "absent_back": absences.back,
        "cover_pick": absences.pick_cover,
        "cover_yes": absences.yes,
        "cover_no": absences.no,
        "log_day": logs.as_planned,
        "log_as": logs.otherwise,
        "log_open": logs.open_form,
        "log_undo": logs.undo,
        "mu_owed": logs.owed,
        "mu_not_owed": logs.not_owed,
        "mu_times": logs.find,
        "mu_take": logs.take,
        "mu_undo": logs.undecide,
        "makeup_rules": logs.rules,
        "indirect_form": logs.open_weeks,
        "indirect_undo": logs.undo_weeks,
        "plan_confirm": plans.confirm,
        "plan_change": plans.open_form,
        "plan_drop": together.leave,
        "together": together.ask,
        "joint_yes": together.yes,
        "joint_talk": together.talk,
        "clash_keep": together.keep_both,
        "schedule_more": plans.more,
        "suggest_which": suggest.which,
        "suggest_more": suggest.more,
        "suggest_pick": suggest.pick,
        "suggest_ask": suggest.ask,
        "agree_more": agreements.more,
        "agree_history": agreements.history,
        "doing_usual": doings.usual,
        "doing_say": doings.open_form,
        "in": agreements.confirm,
        "talk": agreements.talk,
        "expectations": expectations.open_form,
        "settings_more": settings.more,
        "role_give": given_roles.open_form,
        "home_hide": settings.hide,
        "home_show": settings.show,
        "tick": expectations.tick,
        "checklist": threads.open_list,
        "expect_once": threads.for_once,
        "expect_all": threads.for_all,
        "drop_once": threads.drop_once,
        "drop_all": threads.drop_all,
        "expectation_drop": threads.drop_listed,
        "expectation_undo": threads.undo,
        "reword": threads.open_words,
        "privacy_edit": expectations.edit,
        "privacy_keep": expectations.not_a_student,
        "day_confirm": days.confirm,
        "day_change": days.open_form,
        "day_pick": days.pick,
        "day_school": days.at_school,
        "day_clear": days.clear,
        "day_undo": days.undo,
        "day_right": days.looks_right,
        "day_fix": days.fix,
        "routine": rooms.routine,
        "routine_add": rooms.routine,
        "routine_more": rooms.more,
        "routine_drop": rooms.drop,
        "room_grade": rooms.grade,
        "room_right": rooms.right,
        "room_all": rooms.all_right,
        "room_say": rooms.say_when,
        "room_none": rooms.none,
        "room_period": rooms.period,
        "room_yes": rooms.offer,
        "room_no": rooms.offer,
        "room_box": rooms.box,
        "room_day": rooms.day,
        "room_later": rooms.later,
        "room_adults": rooms.adults,
        "room_most": rooms.most_adults,
        "room_change": rooms.pick,
        "room_undo": rooms.undo,
        "school_how": schools.how,
        "school_for": schools.for_school,
        "school_group": schools.group,
        "school_save": schools.save,
        "school_drop": schools.drop,
        "week_picture": weeks.picture,
        "calendar_new": calendars.renew,
        "calendar_off": calendars.turn_off,
        "calendar_file": calendars.file,
        "sub_page": substitutes.page,
        "minutes_show": minutes.show,
        "minutes_codes": minutes.codes,
        "minutes_chart": minutes.chart,
        "mandate_end": minutes.end,
        "mandate_undo": minutes.undo,
        "progress": progress.open_form,
        "progress_plan": progress.open_plan,
        "progress_more": progress.say,
        "progress_same": progress.say,
        "progress_less": progress.say,
        "tb_held": touchbases.held,
        "tb_done": touchbases.done,
        "tb_later": touchbases.later,
        "tb_other": touchbases.another,
        "tb_take": touchbases.take,
        "tb_now": touchbases.take_now,
        "tb_note": touchbases.note,
        "tb_step": touchbases.step,
        "tb_expect": touchbases.expectations,
        "tb_often": habits.how_often,
        "tb_weekly": habits.often,
        "tb_each": habits.often,
        "tb_request": habits.often,
        "tb_standing": habits.standing,
        "tb_another": habits.standing,
        "tb_stand": habits.take,
        "tb_not_now": habits.not_now,
        "tb_no_standing": habits.not_now,
        "tb_phone": habits.phone,
        "tb_in_person": habits.phone,
    }
)

FORMS: Mapping[str, Handler] = MappingProxyType(
    {
        "pushin:schedule": plans.submit,
        "pushin:preview": plans.confirm,
        "pushin:change": changes.submit,
        "pushin:change_preview": changes.confirm,
        "pushin:amended": changes.save_amended,
        "pushin:review_why": reviews.save_why,
        "pushin:students": students.save,
        "pushin:handover": takeovers.submit,
        "pushin:handover_preview": takeovers.confirm,
        "pushin:override": days.submit,
        "pushin:day_preview": days.confirm,
        "pushin:absence": absences.submit,
        "pushin:absence_preview": absences.confirm,
        "pushin:cover": absences.ask_cover,
        "pushin:log": logs.save,
        "pushin:makeup_rules": logs.save_rules,
        "pushin:indirect": logs.save_weeks,
        "pushin:agree": agreements.save,
        "pushin:expect": expectations.save,
        "pushin:reword": threads.save_words,
        "pushin:doing": doings.save,
        "pushin:routine": rooms.save,
        "pushin:settings": settings.save,
        "pushin:given_role": given_roles.save,
        "pushin:note": touchbases.save,
        "pushin:mandate": minutes.save,
        "pushin:export": exports.submit,
    }
)


async def typed(turn: Turn) -> Reply:
    """Answer a typed line: a verb and its text, or what was perhaps meant."""
    said = verbs.parse(turn.text)
    if isinstance(said, verbs.Unknown):
        return await help.unknown(turn, said)
    return await VERBS[said.verb](replace(turn, text=said.rest))


async def sent(turn: Turn) -> Reply:
    """Answer files: whatever the words beside them say."""
    return await schools.received(turn)


async def tapped(turn: Turn) -> Reply:
    """Answer a tap; a button of an older version says what to do instead."""
    return await _handled(BUTTONS.get(turn.ref.verb), turn)


async def submitted(turn: Turn, form: str) -> Reply:
    """Answer a form; one of an older version says what to do instead."""
    return await _handled(FORMS.get(form) if turn.filled else None, turn)


async def _handled(handler: Handler | None, turn: Turn) -> Reply:
    if handler is not None:
        with suppress(UnreadableError):
            return await handler(turn)
    return refusals.nothing("refused.old_button", "next")
