"""Five minutes of two adults: the card, other times for it, and what became of it."""

from collections.abc import Sequence

from handlers import slot_refs
from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import expectation, facts, touchbase_gaps
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
from pushin.results import (
    ExpectationAdded,
    NoSlot,
    SlotFacts,
    StepAdded,
    TouchBaseCard,
    TouchBaseFacts,
    TouchBaseNote,
    TouchBaseOptions,
)


def card(found: TouchBaseCard) -> SlackMessage:
    """Return the touch-base's card in the pair's group message."""
    base = found.touch_base
    return message(
        say("touchbase.text", when=slot(base), pair=pair(base)),
        section(bold(plain("touchbase.title", when=slot(base))), _where(base), *_topics(found)),
        context(say(f"touchbase.state.{base.state}") if base.state != "planned" else Mrkdwn("")),
        actions(*(_note(base) if found.over else [*_buttons(base), *_more(found)])),
    )


def touch_base(found: TouchBaseFacts) -> SlackMessage:
    """Return how a touch-base stands after a tap."""
    if found.state == "planned" and found.on:
        line = say("touchbase.moved", when=slot(found), pair=pair(found))
    else:
        line = say(f"touchbase.state.{found.state}")
    return message(line, section(line), actions(*_buttons(found), _support(found)))


def _support(base: TouchBaseFacts) -> Block | None:
    """Return the button that asks how much support the goals need, once the two have talked."""
    return button(ActionRef("progress", base.id)) if base.state in {"done", "talked"} else None


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
    """Return that a week has no common time, what was tried, and when the next one is."""
    first, *tried = gap(found)
    return message(first, section(first, *tried), actions(button(ActionRef("touchbase"))))


def gap(found: NoSlot) -> list[Mrkdwn]:
    """Return the lines of a week without a common time."""
    pair_names = facts.names([found.teacher, found.provider])
    tried = touchbase_gaps.lines(found)
    if found.next_slot is None or found.next_slot.on is None:
        return [say("touchbase.no_slot", week=when.full(found.week), pair=pair_names), *tried]
    then = slot(found.next_slot)
    line = say("touchbase.gap", week=when.full(found.week), pair=pair_names, next=then)
    return [line, *tried]


def options(found: TouchBaseOptions) -> SlackMessage:
    """Return when a touch-base is now, and the times to which it can be moved, one tap each."""
    base = found.touch_base
    if base.state != "planned":
        key = "touchbase.other.none"
    elif not found.moved:
        key = "touchbase.today_full"
    else:
        key = "touchbase.moved_or" if found.slots else "touchbase.moved"
    line = say(key, pair=pair(base), room=facts.room(base.room), when=slot(base))
    rows = [_option(base, one) for one in found.slots]
    return message(line, section(line), *rows)


def _option(base: TouchBaseFacts, one: SlotFacts) -> Block | None:
    when_ = f"{when.full(one.on)}, {when.span(one.start, one.end)}"
    line = say("touchbase.option", when=when_, why=word("why", one.why))
    ref = ActionRef("tb_take", slot_refs.of_date(base.id, one.on, one.start), base.revision)
    return section(line, accessory=button(ref))


def which_plan(found: TouchBaseNote) -> SlackMessage:
    """Return the question of which push-in what two try next becomes an expectation."""
    rows = [
        section(
            bold(facts.plan_title(plan)),
            accessory=button(
                ActionRef("tb_step", f"{found.touch_base.id}/{plan.id}"), plain("button.this")
            ),
        )
        for plan in found.plans[:20]
    ]
    return message(say("touchbase.step"), section(say("touchbase.step")), *rows)


def step(found: StepAdded) -> SlackMessage:
    """Return that what two try next is an expectation now, or the question about it."""
    if isinstance(found.added, ExpectationAdded):
        return expectation.added(found.added)
    return expectation.may_name_student(found.added)


def noted(found: TouchBaseNote) -> SlackMessage:
    """Return that the note is kept; its words stay in the form."""
    line = say("touchbase.noted", pair=pair(found.touch_base))
    return message(line, section(line), actions(_support(found.touch_base)))


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
        # Once they talked, it is what the two try from now on.
        key = "touchbase.try" if found.touch_base.state == "planned" else "touchbase.try_now"
        lines.append(say(key, text=found.try_next))
    if found.touch_base.state == "planned":
        lines.append(say("touchbase.topics"))
    return lines


def _buttons(base: TouchBaseFacts, *, style: str | None = "primary") -> list[Block]:
    if base.state == "no_slot":
        return [button(ActionRef("tb_other", base.id, base.revision))]
    if base.state != "planned":
        return _note(base)
    verbs = ("tb_later", "tb_other", "tb_done")
    return [
        button(ActionRef("tb_held", base.id, base.revision), style=style),
        *(button(ActionRef(verb, base.id, base.revision)) for verb in verbs),
    ]


def _note(base: TouchBaseFacts) -> list[Block]:
    if base.state not in {"planned", "done", "talked"}:
        return []
    key = "button.tb_note_again" if base.has_note else "button.tb_note"
    return [button(ActionRef("tb_note", base.id, base.revision), plain(key))]


def _more(found: TouchBaseCard) -> list[Block]:
    """Return what the two can set for all from here: expectations, and what they try."""
    base = found.touch_base
    wanted = [button(ActionRef("tb_expect", base.id))] if found.plan_count else []
    if found.try_next and base.has_note and found.plan_count:
        wanted.append(button(ActionRef("tb_step", base.id)))
    return wanted
