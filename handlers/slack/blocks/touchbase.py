"""Five minutes of two adults: the card, the list and what became of it."""

from collections.abc import Sequence

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, escape, join
from handlers.slack.sentences import plain, say, word
from pushin.results import NoSlot, TouchBaseCard, TouchBaseFacts, TouchBaseNote, TouchBases

_SHOWN = 4


def card(found: TouchBaseCard) -> SlackMessage:
    """Return the touch-base's card in the pair's group message."""
    base = found.touch_base
    return message(
        say("touchbase.text", when=slot(base), pair=pair(base)),
        section(bold(plain("touchbase.title", when=slot(base))), _where(base), *_topics(found)),
        context(say(f"touchbase.state.{base.state}") if base.state != "planned" else Mrkdwn("")),
        actions(*(_note(base) if found.over else _buttons(base))),
    )


def touch_base(found: TouchBaseFacts) -> SlackMessage:
    """Return how a touch-base stands after a tap."""
    if found.state == "planned" and found.on:
        line = say("touchbase.moved", when=slot(found), pair=pair(found))
    else:
        line = say(f"touchbase.state.{found.state}")
    return message(line, section(line), actions(*_buttons(found)))


def coming(found: TouchBases) -> SlackMessage:
    """Return the asker's touch-bases and the weeks without a common time."""
    if not found.coming and not found.without_slot:
        return message(say("touchbase.none"), section(say("touchbase.none")))
    rows = entries(found.coming[:_SHOWN])
    gaps = [_gap(gap) for gap in found.without_slot[:4]]
    title = plain("touchbase.coming")
    return message(say("touchbase.coming"), section(bold(title)), *rows, section(*gaps))


def entries(bases: Sequence[TouchBaseFacts]) -> list[Block | None]:
    """Return touch-bases one a paragraph; only the next one has buttons."""
    later = [section(_entry(base)) for base in bases[1:]]
    return [*(_with_buttons(bases[0]) if bases else ()), *later]


def _with_buttons(base: TouchBaseFacts) -> tuple[Block | None, Block | None]:
    return section(_entry(base)), actions(*_buttons(base, style=None))


def _entry(base: TouchBaseFacts) -> Mrkdwn:
    room = facts.room(base.room)
    line = say("touchbase.entry", when=slot(base), pair=pair(base), room=room)
    return join([line, _why(base)], " · ")


def no_slot(found: NoSlot) -> SlackMessage:
    """Return that a week has no common time, and when the next one is."""
    return message(_gap(found), section(_gap(found)))


def noted(found: TouchBaseNote) -> SlackMessage:
    """Return that the note is kept; its words stay in the form."""
    line = say("touchbase.noted", pair=pair(found.touch_base))
    return message(line, section(line))


def slot(base: TouchBaseFacts) -> str:
    """Return a touch-base's full date and the school's local time."""
    if base.on is None or base.start is None or base.end is None:
        return plain("touchbase.no_time")
    return f"{when.full(base.on)}, {when.span(base.start, base.end)}"


def pair(base: TouchBaseFacts) -> str:
    """Return the two adults."""
    return facts.names([base.teacher, base.provider])


def _where(base: TouchBaseFacts) -> Mrkdwn:
    return say("touchbase.where", room=facts.room(base.room), pair=pair(base))


def _why(base: TouchBaseFacts) -> Mrkdwn:
    return escape(word("why", base.why))


def _topics(found: TouchBaseCard) -> list[Mrkdwn]:
    lines = [
        say("touchbase.topic", names=facts.names(one.who), plan=facts.plan_title(one.plan))
        for one in found.talk
    ]
    if found.next_session:
        lines.append(say("touchbase.next", session=facts.session_line(found.next_session)))
    if found.try_next:
        lines.append(say("touchbase.try", text=found.try_next))
    return lines or [say("touchbase.topics")]


def _buttons(base: TouchBaseFacts, *, style: str | None = "primary") -> list[Block]:
    if base.state != "planned":
        return _note(base)
    return [
        button(ActionRef("tb_done", base.id, base.revision), style=style),
        button(ActionRef("tb_later", base.id, base.revision)),
        *_note(base),
    ]


def _note(base: TouchBaseFacts) -> list[Block]:
    if base.state not in {"planned", "done", "talked"}:
        return []
    key = "button.tb_note_again" if base.has_note else "button.tb_note"
    return [button(ActionRef("tb_note", base.id, base.revision), plain(key))]


def _gap(gap: NoSlot) -> Mrkdwn:
    pair_names = facts.names([gap.teacher, gap.provider])
    if gap.next_slot is None or gap.next_slot.on is None:
        return say("touchbase.no_slot", week=gap.week, pair=pair_names)
    return say("touchbase.gap", week=gap.week, pair=pair_names, next=slot(gap.next_slot))
