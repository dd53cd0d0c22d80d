"""Whether a push-in still makes sense: facts first, then the choices, then what was decided."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, touchbase
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    BetterTime,
    Lost,
    ReviewDecided,
    ReviewDecision,
    ReviewEvery,
    ReviewFacts,
    ReviewList,
    Support,
)


def review(found: ReviewFacts) -> SlackMessage:
    """Return how a push-in went, and what can be done now."""
    title = facts.plan_title(found.plan)
    return message(
        say("review.text", plan=title, held=found.held, count=found.count),
        *_facts(found),
        section(say("review.choose")) if _is_open(found) else None,
        actions(*_choices(found)) if _is_open(found) else None,
        actions(_goals(found), _every(found) if found.may_decide else None),
    )


def listed(found: ReviewList) -> SlackMessage:
    """Return the push-ins to look at, each with its facts and three taps."""
    blocks: list[Block | None] = []
    for one in found.items:
        blocks += [*_facts(one), actions(*_short(one)) if _is_open(one) else None]
    text = say("review.list", count=len(found.items))
    return message(text, section(bold(text)), *blocks)


def decided(found: ReviewDecided) -> SlackMessage:
    """Return what was decided, with Undo and *Say why*; of talking first, when."""
    one = found.decision
    key = "review.taken_back" if found.taken_back else f"review.done.{one.decision}"
    key = "review.again" if found.again and not one.words else key
    line = say(key, plan=facts.plan_title(one.plan), decision=decision(one))
    why = section(say("review.because", words=one.words)) if one.words else None
    undo = button(ActionRef("review_undo", found.undo_id)) if found.undo_id else None
    says = None if found.taken_back else button(ActionRef("review_why", one.review_id))
    return message(line, section(line), why, *_five(found), actions(undo, says))


def every(found: ReviewEvery) -> SlackMessage:
    """Return how often the team is asked from now on."""
    key = "review.every.on" if found.weeks else "review.every.off"
    line = say(key, plan=facts.plan_title(found.plan))
    return message(line, section(line))


def decision(one: ReviewDecision) -> Mrkdwn:
    """Return what was decided, as a few words."""
    return Mrkdwn(plain(f"review.decision.{one.decision}"))


def event(one: ReviewDecision, zone: str) -> Block | None:
    """Return a decision as a line of the push-in's history."""
    line = say("review.event", name=one.by.name, decision=decision(one))
    why = say("review.because", words=one.words) if one.words else Mrkdwn("")
    return section(f"{bold(when.moment(one.at, zone))} · {line}", why)


def _is_open(found: ReviewFacts) -> bool:
    is_decided = found.decided is not None and found.decided.decision != "talk"
    return found.may_decide and not is_decided


def _facts(found: ReviewFacts) -> list[Block | None]:
    held = (
        say("review.held", held=found.held, count=found.count)
        if found.count
        else say("review.none")
    )
    unsaid = say("review.unsaid", count=found.unsaid) if found.unsaid else Mrkdwn("")
    tried = say("review.tried", text=found.tried) if found.tried else Mrkdwn("")
    support = Mrkdwn("")
    if found.support is not None:
        before, after = map(_support, found.support)
        support = say("review.support", before=before, after=after)
    made = (
        say("review.decided", name=found.decided.by.name, decision=decision(found.decided))
        if (found.decided)
        else Mrkdwn("")
    )
    return [
        section(bold(facts.plan_title(found.plan)), held, *map(_lost, found.lost), unsaid, tried),
        section(support, _last_time(found), made),
        context(say("review.since", first=when.full(found.since), last=when.full(found.until))),
    ]


def _last_time(found: ReviewFacts) -> Mrkdwn:
    one = found.before
    if one is None or found.decided is not None:
        return Mrkdwn("")
    on = when.moment(one.at, one.plan.zone)
    line = say("review.before", name=one.by.name, on=on, decision=decision(one))
    return join([line, say("review.because", words=one.words)], " ") if one.words else line


def _support(found: Support) -> str:
    """Return what was said in one half of the time, the most support first."""
    counts = {"more": found.more, "same": found.same, "less": found.less}
    said = [f"{plain(f'progress.{one}')} {count}" for one, count in counts.items() if count]
    return ", ".join(said) or plain("review.support.none")


def _goals(found: ReviewFacts) -> Block | None:
    return button(ActionRef("progress_plan", found.plan.id)) if found.asks_support else None


def _lost(one: Lost) -> Mrkdwn:
    why = word("reason", one.reason) or word("review.reason", one.reason) or one.reason
    if one.weekday is None:
        return say("review.lost", count=one.count, why=why)
    day = plain(f"review.weekday.{one.weekday}")
    return say("review.lost.day", count=one.count, day=day, why=why)


def _choices(found: ReviewFacts) -> list[Block | None]:
    key = found.review_id
    move = None
    if found.better is not None:
        move = button(ActionRef("review_move", key), _move_label(found.better))
    return [
        button(ActionRef("review_keep", key), style="primary"),
        move,
        button(ActionRef("review_split", key)),
        button(ActionRef("review_model", key)),
        button(ActionRef("review_talk", key)),
    ]


def _short(found: ReviewFacts) -> list[Block | None]:
    return [
        button(ActionRef("review_keep", found.review_id), style="primary"),
        button(ActionRef("review", found.plan.id), plain("button.review_more")),
        button(ActionRef("review_talk", found.review_id)),
    ]


def _move_label(better: BetterTime) -> str:
    times = when.span(better.start, better.end)
    return plain("review.move_to", days=when.weekdays(better.weekdays), times=times)


def _every(found: ReviewFacts) -> Block:
    verb = "review_off" if found.weeks else "review_on"
    return button(ActionRef(verb, found.plan.id))


def _five(found: ReviewDecided) -> list[Block | None]:
    if found.touch_base is not None:
        return [section(say("review.five", slot=touchbase.slot(found.touch_base)))]
    return touchbase.no_slot(found.no_slot).blocks if found.no_slot is not None else []  # type: ignore[return-value]
