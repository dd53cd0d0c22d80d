"""Who is out: said back, said, taken back; who covers, asked and answered."""

import json

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, outs
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, join
from handlers.slack.sentences import plain, say
from pushin.results import (
    AbsenceEnded,
    AbsencePreview,
    AbsenceSaid,
    CoverAnswered,
    CoverAsked,
    Covers,
    SessionFacts,
    TouchBaseFacts,
)
from pushin.results.absences import Dates

_SHOWN = 10
_DAY_END = 24 * 60


def preview(found: AbsencePreview) -> SlackMessage:
    """Return who is out when, and what becomes of each session; Confirm and Change."""
    buttons = actions(
        button(ActionRef("absent_confirm", found.draft_id), style="primary"),
        button(ActionRef("absent_change", found.draft_id)),
    )
    return message(say("absent.preview", told=_who(found)), *_understood(found), buttons)


def preview_modal(found: AbsencePreview) -> Modal:
    """Return the echo of the form, with Confirm as its submit and Change inside."""
    ref = ActionRef("absent_change", found.draft_id)
    return modal(
        plain("absence_preview.title"),
        [*_understood(found), actions(button(ref))],
        submit=plain("absence_preview.submit"),
        callback_id="pushin:absence_preview",
        private_metadata=json.dumps({"ref": ref.encode(), "kept": {}}),
        again=ref,
    )


def changing(draft_id: str) -> SlackMessage:
    """Return what stands in place of the echo while its form is open."""
    again = actions(button(ActionRef("absent_change", draft_id)))
    return message(say("changing"), section(say("changing")), again)


def said(found: AbsenceSaid) -> SlackMessage:
    """Return what holds now that somebody is out, and what may be done about it."""
    line = say("absent.again" if found.again else "absent.said", told=_who(found))
    if len(found.sessions) == 1 and not found.spans:
        (session,) = found.sessions
        rest: list[Block | None] = [section(bold(line), outs.effect(session, found.person.id))]
    else:
        rest = [section(bold(line)), *_sessions(found.sessions, found.person.id)]
    told = say("absent.told") if found.sessions and not found.again else Mrkdwn("")
    undo_for = say("day.undo_for") if found.undo_id else Mrkdwn("")
    return message(
        _text(line, found.sessions, found.person.id),
        *rest,
        section(*map(_touch_base, found.touch_bases)),
        context(join([told, undo_for], " ")),
        actions(*_next_steps(found)),
    )


def ended(found: AbsenceEnded) -> SlackMessage:
    """Return that somebody is there after all."""
    told = _when_all(found.spans) or "; ".join(map(facts.session_when, found.sessions))
    key = "absent.back.mine" if found.mine else "absent.back"
    line = say(key, name=found.person.name, when=told)
    listed = [_as_it_is(one) for one in found.sessions[:_SHOWN]]
    return message(line, section(bold(line)), section(bullets(listed)))


def asked(found: CoverAsked) -> SlackMessage:
    """Return that somebody is asked to cover, and what holds until they answer."""
    in_already = any(one.cover == found.cover and one.answer == "in" for one in found.session.out)
    key = "cover.in_already" if in_already else "cover.again" if found.again else "cover.asked"
    line = say(key, cover=found.cover.name, session=_named(found.session))
    until = Mrkdwn("") if in_already else say("cover.until")
    return message(line, section(line, *outs.lines(found.session)), context(until))


def answered(found: CoverAnswered) -> SlackMessage:
    """Return what somebody said who was asked to cover, and how the session is held."""
    key = ("cover.yes" if found.yes else "cover.no") + (".again" if found.again else "")
    line = say(key, session=_named(found.session), name=found.person.name)
    held = outs.lines(found.session) if found.yes else []
    steps = actions(button(ActionRef("next"))) if found.yes else None
    return message(line, section(line, *held), steps)


def covers(found: Covers) -> SlackMessage:
    """Return what somebody is asked to cover, and what of theirs nobody holds."""
    if not found.asked and not found.open:
        return message(say("cover.none"), section(say("cover.none")), context(say("cover.how")))
    rows: list[Block | None] = []
    for session in found.asked[:_SHOWN]:
        rows += ask_rows(session, found.me.id)
    for session in found.open[:_SHOWN]:
        line = say("cover.open", session=_named(session), why=outs.off(session))
        rows += [section(line), actions(pick(session))]
    count = len(found.asked) + len(found.open)
    return message(say("cover.list", count=count), *rows, context(say("cover.how")))


def ask_rows(session: SessionFacts, person_id: str) -> list[Block | None]:
    """Return the question whether a person covers, with its two answers."""
    one = outs.asked_of(session, person_id)
    if one is None:
        return []
    line = say("cover.question", name=one.person.name, session=_named(session))
    return [section(line), yes_or_no(session, person_id)]


def yes_or_no(session: SessionFacts, person_id: str) -> Block | None:
    """Return the two answers of who is asked to cover in a session."""
    one = outs.asked_of(session, person_id)
    if one is None:
        return None
    return actions(
        button(ActionRef("cover_yes", one.absence_id), style="primary"),
        button(ActionRef("cover_no", one.absence_id)),
    )


def pick(session: SessionFacts) -> Block | None:
    """Return the button that asks somebody to cover for a session's provider."""
    absent = next((one for one in session.out if one.person.id == session.provider.id), None)
    if absent is None or not absent.absence_id:
        return None
    return button(ActionRef("cover_pick", absent.absence_id))


def _understood(found: AbsencePreview) -> list[Block | None]:
    cover = say("absent.cover", cover=found.cover.name) if found.cover else Mrkdwn("")
    title = section(bold(_who(found)), say("absent.right"), cover)
    return [title, *_sessions(found.sessions, found.person.id)]


def _sessions(sessions: tuple[SessionFacts, ...], person_id: str) -> list[Block | None]:
    if not sessions:
        return [context(say("absent.no_sessions"))]
    listed = [_session(one, person_id) for one in sessions[:_SHOWN]]
    more = len(sessions) - _SHOWN
    return [
        section(bullets(listed)),
        context(say("preview.more", count=more)) if more > 0 else None,
    ]


def _session(session: SessionFacts, person_id: str) -> Mrkdwn:
    return say("absent.session", session=_named(session), effect=outs.effect(session, person_id))


def _as_it_is(session: SessionFacts) -> Mrkdwn:
    why = facts.not_on(session) or outs.short(session)
    return say("absent.session", session=_named(session), effect=why or say("effect.usual"))


def _named(session: SessionFacts) -> str:
    return f"{facts.session_when(session)}, {facts.session_where(session)}"


def _who(found: AbsencePreview | AbsenceSaid) -> Mrkdwn:
    spans = found.spans
    if spans:
        told = ", ".join(filter(None, (_when_all(spans), _part(found.start, found.end))))
    else:
        told = "; ".join(map(_named, found.sessions))
    return say("absent.me" if found.mine else "absent.they", name=found.person.name, when=told)


def _when_all(spans: tuple[Dates, ...]) -> str:
    return "; ".join(map(_dates, spans))


def _dates(span: Dates) -> str:
    first, last = span
    if first == last:
        return when.full(first)
    return plain("facts.dates", first=first, last=last)


def _part(start: int | None, end: int | None) -> str:
    if start is None or end is None:
        return ""
    if (start, end) == (0, _DAY_END // 2):
        return plain("absent.morning")
    if (start, end) == (_DAY_END // 2, _DAY_END):
        return plain("absent.afternoon")
    if end == _DAY_END:
        return plain("absent.from", time=when.clock(start))
    return when.span(start, end)


def _touch_base(base: TouchBaseFacts) -> Mrkdwn:
    pair = facts.names((base.teacher, base.provider))
    if base.on is None or base.start is None or base.end is None or base.state == "no_slot":
        return say("absent.touch_base.none", pair=pair)
    told = f"{when.full(base.on)}, {when.span(base.start, base.end)}"
    return say("absent.touch_base", pair=pair, when=told)


def _text(line: Mrkdwn, sessions: tuple[SessionFacts, ...], person_id: str) -> str:
    if len(sessions) == 1:
        return join([line, outs.effect(sessions[0], person_id)], " ")
    return line


def _back(found: AbsenceSaid) -> Block:
    key = "button.absent_back" if found.mine else "button.absent_back.they"
    return button(ActionRef("absent_back", found.absence_id), plain(key))


def _next_steps(found: AbsenceSaid) -> list[Block | None]:
    """Return Undo or *I can come*, and what may be done about sessions that are off."""
    left = [one for one in found.sessions if one.status == "cancelled"]
    one = left[0] if len(left) == 1 else None
    move = None
    if one is not None:
        move = button(ActionRef("change", one.id, one.revision), plain("button.move_it"))
    several = button(ActionRef("cover")) if len(left) > 1 else None
    return [
        button(ActionRef("absent_undo", found.undo_id)) if found.undo_id else None,
        _back(found) if found.again and found.absence_id else None,
        pick(one) if one else several,
        move,
        _page(found),
    ]


def _page(found: AbsenceSaid) -> Block | None:
    """Return the way to the substitute's half page, where a teacher is out for a day's sessions."""
    taught = [one for one in found.sessions if one.teacher.id == found.person.id]
    return button(ActionRef("sub_page", taught[0].id)) if taught and found.spans else None
