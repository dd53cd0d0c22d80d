"""A person's changed day in one message: each session on its line, Looks right and Fix."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import absences, facts, outs, together
from handlers.slack.blocks import day as days
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    are_you_sure,
    button,
    context,
    message,
    modal,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn
from handlers.slack.sentences import plain, say
from pushin.results import DayFix, DaySeen, RepairedDay, RepairedLine, SessionFacts

_SHOWN = 15
_MISSING = "routine_missing"


def card(found: RepairedDay) -> SlackMessage:
    """Return the whole day as it is now; a day that was told anew points to the newer message."""
    on = when.full(found.on)
    if found.replaced:
        line = say("repaired.replaced", on=on)
        return message(line, section(line))
    if found.as_usual:
        title = say("repaired.usual", on=on)
        return message(title, section(title), *_lines(found), _clashes(found), *_answers(found))
    return message(
        _text(found),
        section(say("repaired.title", on=on), *_schools(found)),
        *_lines(found),
        _clashes(found),
        *_answers(found),
    )


def seen(found: DaySeen) -> SlackMessage:
    """Return that the person's word was kept."""
    key = "repaired.thanks_again" if found.again else "repaired.thanks"
    line = say(key, on=when.full(found.on))
    return message(line, section(line))


def fixing(found: DayFix) -> Modal:
    """Return what the person can do about each session of the day."""
    mine = [line for line in found.lines if line.session.id in found.may][:_SHOWN]
    rows: list[Block | None] = []
    for line in mine:
        rows += [section(_line(line)), _decide(line)]
    change = button(
        ActionRef("day_change", f"{found.school_id}/{found.on.isoformat()}"),
        plain("button.day_change_it"),
    )
    if not mine and found.school_id is None:
        rows += [section(say("fix.none")), actions(button(ActionRef("today")))]
    return modal(
        plain("fix.title"),
        [
            section(say("fix.intro", on=when.full(found.on))),
            *rows,
            actions(change) if found.school_id else None,
        ],
        again=ActionRef("day_fix", found.on.isoformat()),
    )


def _clashes(found: RepairedDay) -> Block | None:
    return section(*together.lines(found.clashes[:_SHOWN]))


def _text(found: RepairedDay) -> str:
    """Return the day as sentences, for notifications and screen readers."""
    told = "; ".join(_schools(found))
    lines = [
        plain(
            _key_text(line.session),
            usual=_usual(line),
            times=_times(line),
            where=facts.session_where(line.session),
            told=outs.short(line.session),
        )
        for line in found.lines[:_SHOWN]
    ]
    days_told = plain("day.line_text", on=when.full(found.on), then=told)
    return say("repaired.text", told=". ".join([days_told, *lines]))


def _key_text(session: SessionFacts) -> str:
    if facts.not_on(session):
        return "repaired.off_text"
    return "repaired.out_text" if session.out else "repaired.on_text"


def _schools(found: RepairedDay) -> list[Mrkdwn]:
    return [
        say("repaired.school", school=one.school_name, then=days.kind(one)) for one in found.days
    ]


def _lines(found: RepairedDay) -> list[Block | None]:
    """Return a paragraph for all sessions; one that its owner has to decide has its buttons."""
    if not found.lines:
        return [context(say("repaired.no_sessions"))]
    blocks: list[Block | None] = []
    for line in found.lines[:_SHOWN]:
        asked = outs.asked_of(line.session, found.person.id)
        if asked is not None:
            question = say("repaired.cover", name=asked.person.name)
            answers = absences.yes_or_no(line.session, found.person.id)
            blocks += [section(_line(line), *outs.lines(line.session), question), answers]
        elif not found.seen and _is_asked(found, line):
            sentence = say("repaired.missing")
            blocks += [section(_line(line), sentence), _decide(line)]
        else:
            blocks.append(section(_line(line), *outs.lines(line.session)))
    return [*blocks, context(_more(len(found.lines)))]


def _more(count: int) -> Mrkdwn:
    return say("preview.more", count=count - _SHOWN) if count > _SHOWN else Mrkdwn("")


def _is_asked(found: RepairedDay, line: RepairedLine) -> bool:
    session = line.session
    mine = session.provider.id == found.person.id
    return mine and session.status == "planned" and session.obstacle == _MISSING


def _decide(line: RepairedLine) -> Block | None:
    """Return what can be decided about a session: keep one without its routine, skip any."""
    session = line.session
    keep = button(ActionRef("keep", session.id, session.revision), style="primary")
    missing = session.obstacle == _MISSING and not session.moved
    sure = are_you_sure(
        plain("skip.title"),
        plain("skip.sure", when=facts.session_when(session), where=facts.session_where(session)),
        plain("skip.yes"),
        plain("skip.no"),
    )
    skip = button(
        ActionRef("skip", session.id, session.revision),
        plain("button.skip_it"),
        confirm=None if missing else sure,
    )
    return actions(keep if missing else None, skip)


def _line(line: RepairedLine) -> Mrkdwn:
    session = line.session
    why = facts.not_on(session)
    return say(
        f"repaired.{_change(line, off=bool(why))}",
        times=_times(line),
        usual=_usual(line),
        where=facts.session_where(session),
        adults=facts.names([session.teacher, *session.providers]),
        why=why,
        minutes=session.end - session.start,
        before=_usual_minutes(line),
        before_on=when.full(session.moved_from or session.on),
    )


def _change(line: RepairedLine, *, off: bool) -> str:
    if off:
        return "off"
    if line.session.moved_from is not None:
        return "moved_here"
    if line.is_usual or line.usual_start is None:
        return "on"
    if (line.session.start, line.session.end) == (line.usual_start, line.usual_end):
        # Who is out of it is said below: it is where and when it always is.
        return "elsewhere" if line.session.moved else "on"
    same_length = line.session.end - line.session.start == _usual_minutes(line)
    return "moved_whole" if same_length else "moved"


def _usual_minutes(line: RepairedLine) -> int:
    return (line.usual_end or 0) - (line.usual_start or 0)


def _times(line: RepairedLine) -> str:
    return when.span(line.session.start, line.session.end)


def _usual(line: RepairedLine) -> str:
    """Return a session's time without the change, by which its people know it."""
    if line.usual_start is None or line.usual_end is None:
        return _times(line)
    return when.span(line.usual_start, line.usual_end)


def _answers(found: RepairedDay) -> list[Block | None]:
    if found.seen:
        return [context(say("repaired.seen"))]
    on = found.on.isoformat()
    right = ActionRef("day_right", on, found.revision)
    return [
        actions(button(right, style="primary"), button(ActionRef("day_fix", on, found.revision)))
    ]
