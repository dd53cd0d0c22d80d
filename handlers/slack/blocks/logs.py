"""How did it go: the day's list, one session's answer, what was said before."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, make_ups
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    context,
    message,
    modal,
    option,
    plain_text,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, escape
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    DayLogged,
    LogDay,
    LogFacts,
    LogForm,
    Logged,
    LogLine,
    LogTakenBack,
    WaitingLog,
)
from storage.tables.records import REASONS

_SHOWN = 12
_SELF, _OPEN = "log_as", "log_open"


def state(line: LogLine) -> str:
    """Return in words what is said, or known, of a session."""
    return _state(line.status, line.minutes, line.planned, line.reason, line)


def said(found: LogFacts) -> str:
    """Return in words what somebody said, when and who."""
    told = _state(found.status, found.minutes, found.planned, found.reason, found)
    at = when.moment(found.at, found.zone)
    return plain("log.said", state=told, at=at, name=found.by.name)


def _state(
    status: str, minutes: int, planned: int, reason: str | None, found: LogLine | LogFacts
) -> str:
    why = word("log.reason", reason)
    who = found.deliverer.name if found.deliverer else ""
    if status == "provider_absent" and found.support:
        return plain("log.state.support", name=who, minutes=found.support)
    if status == "cancelled":
        return plain("log.state.cancelled", reason=why)
    text = plain(f"log.state.{status}", minutes=minutes, planned=planned)
    if status in {"held", "partial"}:
        log = found.log if isinstance(found, LogLine) else found
        boss = log.supervisor.name if log is not None and log.supervisor else ""
        parts = [
            why if status == "partial" else "",
            plain("log.by", name=who) if who else "",
            plain("log.supervised", name=boss) if boss else "",
        ]
        told = ", ".join(one for one in parts if one)
        return f"{text} ({told})" if told else text
    return text


def _line(line: LogLine) -> Mrkdwn:
    session = line.session
    times, where = when.span(session.start, session.end), facts.session_where(session)
    mark = "log.line.done" if line.log else "log.line"
    return say(mark, times=times, where=where, state=state(line))


# --- the card ---------------------------------------------------------------------------------


def asked(item: WaitingLog) -> tuple[Block | None, ...]:
    """Return the day's sessions, each with what may have been otherwise, and the one tap."""
    return (
        section(bold(plain("log.ask", day=when.full(item.on)))),
        *(section(_line(one), accessory=_otherwise(one)) for one in item.lines[:_SHOWN]),
        actions(button(ActionRef("log_day", item.on.isoformat()), style="primary")),
    )


def _otherwise(line: LogLine) -> Block:
    """Return what a session may have been instead; of a logged one the button that changes it."""
    session = line.session
    if line.log is not None:
        return button(ActionRef(_OPEN, session.id, session.revision), plain("button.log_change"))
    picks = [
        ("partial", ActionRef(_OPEN, f"{session.id}/partial", session.revision)),
        ("student_absent", _as(line, "student_absent")),
        ("provider_absent", _as(line, "provider_absent")),
        *((f"cancelled.{one}", _as(line, "cancelled", one)) for one in REASONS),
        ("held", _as(line, "held")),
        ("open", ActionRef(_OPEN, session.id, session.revision)),
    ]
    return {
        "type": "static_select",
        "action_id": f"pushin:{_SELF}",
        "placeholder": plain_text(plain("log.otherwise"), 150),
        "options": [option(ref.encode(), _pick(key)) for key, ref in picks],
    }


def _as(line: LogLine, status: str, reason: str = "") -> ActionRef:
    return ActionRef(_SELF, f"{line.session.id}/{status}/{reason}", line.session.revision)


def _pick(key: str) -> str:
    kind, _, reason = key.partition(".")
    return (
        plain("log.pick.cancelled", reason=word("log.reason", reason))
        if reason
        else plain(f"log.pick.{kind}")
    )


# --- when asked for ---------------------------------------------------------------------------


def day(found: LogDay) -> SlackMessage:
    """Return a date's sessions with their states; a form for each, and the one tap."""
    on = when.full(found.on)
    again = button(ActionRef("log", _before(found)), plain("button.log_before"))
    if not found.lines:
        key = "log.none_yet" if found.later else "log.none"
        return message(say(key, day=on), section(say(key, day=on)), actions(again))
    open_ones = any(one.log is None for one in found.lines)
    every = button(ActionRef("log_day", found.on.isoformat()), style="primary")
    return message(
        say("log.day.text", day=on, count=len(found.lines)),
        section(bold(plain("log.day", day=on))),
        *(section(_line(one), accessory=_form(one)) for one in found.lines[:_SHOWN]),
        context(say("log.later", count=found.later) if found.later else Mrkdwn("")),
        actions(every if open_ones and found.may_log else None, again),
    )


def _before(found: LogDay) -> str:
    return found.on.fromordinal(found.on.toordinal() - 1).isoformat()


def _form(line: LogLine) -> Block:
    key = "button.log_change" if line.log else "button.log_open"
    return button(ActionRef(_OPEN, line.session.id, line.session.revision), plain(key))


# --- answers ----------------------------------------------------------------------------------


def logged(found: Logged) -> SlackMessage:
    """Return how it stands now, what it was before, and what is to be decided."""
    line = found.line
    key = "log.again" if found.again else "log.logged"
    told = say(key, session=facts.session_line(line.session), state=state(line))
    was = say("log.was", said=said(found.before)) if found.before else Mrkdwn("")
    return message(
        told,
        section(told, say("log.turned") if found.turned else Mrkdwn(""), was),
        *make_ups.questions(found.make_ups),
        context(say("day.undo_for") if found.undo_id else Mrkdwn("")),
        actions(
            button(ActionRef("progress_plan", line.session.plan_id)) if found.support else None,
            *_undo(found.undo_id),
            _form(line),
        ),
    )


def day_logged(found: DayLogged) -> SlackMessage:
    """Return the day's sessions as they are logged now."""
    on = when.full(found.on)
    key = "log.day.again" if found.again else "log.day.logged"
    told = say(key, day=on, count=len(found.lines))
    return message(
        told,
        section(bold(told), bullets([_line(one) for one in found.lines[:_SHOWN]])),
        *make_ups.questions(found.make_ups),
        context(say("day.undo_for") if found.undo_id else Mrkdwn("")),
        actions(
            button(ActionRef("progress_day", found.on.isoformat())) if found.support else None,
            *_undo(found.undo_id),
            button(ActionRef("log", found.on.isoformat()), plain("button.log_change")),
        ),
    )


def taken_back(found: LogTakenBack) -> SlackMessage:
    """Return that what was said is taken back."""
    told = say("log.taken_back", count=len(found.lines))
    listed = bullets([_line(one) for one in found.lines[:_SHOWN]])
    first = found.lines[0].session.on.isoformat() if found.lines else ""
    again = button(ActionRef("log", first), plain("button.log_change"))
    return message(told, section(told, listed), actions(again))


def record(found: LogForm) -> Modal:
    """Return a session's record to be read only: for a case manager, in a modal."""
    absent = set(found.absent)
    students = [
        say("log.record.absent" if one in absent else "log.record.there", code=one)
        for one in found.codes or ()
    ]
    return modal(
        plain("log.record.title"),
        [
            section(bold(facts.session_when(found.line.session)), escape(state(found.line))),
            section(bullets(students)) if students else None,
            section(escape(found.note)) if found.note else None,
            *(context(escape(said(one))) for one in found.past),
        ],
        again=ActionRef(_OPEN, found.line.session.id),
    )


def title(found: LogForm) -> str:
    """Return which session a form is about."""
    session = found.line.session
    return f"{facts.session_when(session)} · {facts.session_where(session)}"


def _undo(undo_id: str) -> list[Block]:
    return [button(ActionRef("log_undo", undo_id))] if undo_id else []
