"""Two providers in one room: what can be done, what was asked, and what was answered."""

from collections.abc import Iterable

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import buildings, facts
from handlers.slack.blocks.kit import Block, SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import plain, say
from pushin.results import (
    Beside,
    BothKept,
    Clash,
    PlanDropped,
    PlanPreview,
    SessionFacts,
    TogetherAnswered,
    WaitingClash,
    WaitingTogether,
    WaitingTogetherTalk,
)

_SHOWN = 3
Item = tuple[Block | None, Block | None]


# --- before a plan is saved -------------------------------------------------------------------


def choices(found: PlanPreview) -> list[Block]:
    """Return what stands in place of Confirm: treat together, move it, leave it."""
    rivals = found.rivals[:_SHOWN]
    return [
        *(
            button(
                ActionRef("together", f"{found.draft_id}/{one.plan_ids[0]}"),
                plain("button.together.with", name=one.who) if len(rivals) > 1 else "",
                style="primary" if one is rivals[0] else None,
            )
            for one in rivals
            if one.plan_ids
        ),
        button(ActionRef("plan_change", found.draft_id), plain("button.move_it")),
        button(ActionRef("plan_drop", found.draft_id)),
    ]


def advice(found: PlanPreview) -> list[Mrkdwn]:
    """Return what helps to choose: who decides about minutes, and what else is free."""
    if not found.rivals:
        return []
    lines = [say("together.minutes")]
    if found.free is not None:
        weekday, start, end = found.free
        day, times = when.weekdays((weekday,)), when.span(start, end)
        lines.append(say("together.free", weekday=day, times=times))
    return lines


def shared(found: PlanPreview) -> Block | None:
    """Return that two plans have a student in common; for a modal, never for a message."""
    return section(say("together.shared", codes=found.shared)) if found.shared else None


def clash(found: Clash) -> Mrkdwn:
    """Return what is at the same time as a plan that is not saved yet."""
    if found.kind in {"building", "travel"}:
        return buildings.clash(found)
    times = f"{when.full(found.on)}, {when.span(found.start, found.end)}"
    if found.kind == "adults":
        counts = {"count": found.count, "most": found.most}
        return say("preview.clash.adults", who=found.who, when=times, **counts)
    is_room = found.kind == "room"
    line = say("preview.clash.room" if is_room else "preview.clash", who=found.who, when=times)
    if not is_room or found.overlap is None:
        return line
    start, end = found.overlap
    span = f"{when.short(found.on)}, {when.span(start, end)}"
    told = say("preview.clash.overlap", minutes=_minutes(end - start), when=span)
    return Mrkdwn(f"{line} {told}")


def dropped(found: PlanDropped) -> SlackMessage:
    """Return that nothing was planned."""
    line = say("dropped.again" if found.again else "dropped")
    return message(line, section(line), actions(button(ActionRef("schedule"))))


# --- what waits -------------------------------------------------------------------------------


def asked(item: WaitingTogether) -> Item:
    """Return the question whether to treat together, with both plans."""
    name, (start, end) = item.theirs.provider.name, item.overlap
    times = f"{when.full(item.on)}, {when.span(start, end)}"
    question = say("waiting.together", name=name, minutes=_minutes(end - start), when=times)
    later = say("waiting.together.talk", name=name) if item.talk else Mrkdwn("")
    talk = None if item.talk else button(ActionRef("joint_talk", item.theirs.id))
    yes = button(ActionRef("joint_yes", item.theirs.id), style="primary")
    lines = (bold(facts.plan_title(item.theirs)), question, say("together.minutes"), later)
    return section(*lines), actions(yes, talk)


def talks(item: WaitingTogetherTalk) -> Item:
    """Return that the other provider would like to talk first, with a way to change one's own."""
    line = say("waiting.together_talk", name=item.who.name)
    change = _change(item.session) if item.session else None
    return section(bold(facts.plan_title(item.plan)), line), actions(change)


def clash_question(item: WaitingClash) -> Item:
    """Return a clash that a changed calendar made, with Keep both and Change."""
    session = item.session
    line = say("clash.asked", on=when.full(item.clash.on), what=what(item.clash))
    more = say("clash.more", count=item.more) if item.more else Mrkdwn("")
    title = bold(f"{facts.session_when(session)} · {facts.session_where(session)}")
    keep = button(ActionRef("clash_keep", item.key, item.plan_revision), style="primary")
    return section(title, line, more), actions(keep, _change(session))


def what(found: Clash) -> str:
    """Return what is at the same time, in half a sentence."""
    start, end = found.overlap or (found.start, found.end)
    nowhere = ".nowhere" if found.kind == "building" and not found.where else ""
    return plain(
        f"clash.{found.kind}{nowhere}",
        who=found.who,
        room=plain("room.in", room=found.room) if found.room[:1].isdigit() else found.room,
        times=when.span(start, end),
        count=found.count,
        most=found.most,
        where=found.where,
        gap=_minutes(found.gap),
        way=_minutes(found.way),
    )


def lines(clashes: Iterable[Clash]) -> list[Mrkdwn]:
    """Return one line for each clash of a day."""
    return [say("clash.line", what=what(one)) for one in clashes]


def beside(session: SessionFacts) -> Mrkdwn:
    """Return from when until when each of several providers is there; nothing where one is alone.

    Of a session that is not on: who comes all the same.
    """
    if facts.not_on(session):
        return join([_comes(one) for one in session.beside])
    told = [(session.provider, session.start, session.end)]
    told += [(one.provider, one.start, one.end) for one in session.beside]
    lines = [
        say("checklist.times", name=facts.who(who), times=when.span(start, end))
        for who, start, end in told
    ]
    return join(lines, " · ") if session.beside else Mrkdwn("")


def _comes(one: Beside) -> Mrkdwn:
    times = when.span(one.start, one.end)
    return say("checklist.comes", name=facts.who(one.provider), times=times)


def _change(session: SessionFacts) -> Block:
    ref = ActionRef("change", session.id, session.revision)
    return button(ref, plain("button.clash_change"))


# --- what was answered ------------------------------------------------------------------------


def answered(found: TogetherAnswered) -> SlackMessage:
    """Return the provider's own answer, and the next step."""
    again = ".again" if found.again else ""
    if found.answer == "talk":
        line = say(f"together.talk{again}", name=found.who.name)
        yes = button(ActionRef("joint_yes", found.theirs.id), style="primary")
        return message(line, section(line), actions(yes))
    plan = facts.plan_title(found.plan)
    line = say(f"together.yes{again}", name=found.who.name, plan=plan)
    roles = button(ActionRef("agree", found.plan.id))
    return message(line, section(line, say("together.minutes")), actions(roles))


def kept(found: BothKept) -> SlackMessage:
    """Return that both stay, or that there is nothing to keep any more."""
    if found.clash is not None:
        line = say("clash.kept", what=_kept(found.clash))
    else:
        line = say("clash.kept.again" if found.again else "clash.gone")
    return message(line, section(line), actions(button(ActionRef("confirm"))))


def _kept(found: Clash) -> str:
    return f"{when.full(found.on)}, {what(found)}"


def _minutes(count: int) -> str:
    return plain("together.minute" if count == 1 else "together.some_minutes", count=count)
