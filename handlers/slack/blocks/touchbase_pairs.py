"""How a pair meets: the overview of `/pushin touchbase`, how often, a standing time."""

from collections.abc import Iterable

from handlers import slot_refs
from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, touchbase
from handlers.slack.blocks.kit import Block, SlackMessage, actions, button, message, section
from handlers.slack.mrkdwn import Mrkdwn, bold
from handlers.slack.sentences import plain, say
from pushin.results import (
    HabitSaved,
    NowSlot,
    PairFacts,
    PhoneSaved,
    StandingOffer,
    TouchBases,
)

_COMING, _GAPS, _NOW, _PAIRS = 4, 4, 3, 6
_SOON = 60
_OFTEN = {"weekly": "tb_weekly", "each_session": "tb_each", "on_request": "tb_request"}


def overview(found: TouchBases) -> SlackMessage:
    """Return the asker's touch-bases, weeks without one, what can be had now, and how they meet."""
    if not (found.coming or found.without_slot or found.pairs):
        return _first_steps(found.role)
    key = "touchbase.coming" if found.coming or found.without_slot else "touchbase.none_coming"
    rows = touchbase.entries(found.coming[:_COMING])
    gaps = [section(*touchbase.gap(one)) for one in found.without_slot[:_GAPS]]
    title = plain(key)
    now = [_now(one) for one in found.now[:_NOW]]
    pairs = [block for pair in found.pairs[:_PAIRS] for block in _pair(pair)]
    return message(say(key), section(bold(title)), *rows, *gaps, *now, *pairs, _phone(found))


def _first_steps(role: str) -> SlackMessage:
    plans = role in {"provider", "organiser"}
    line = say("touchbase.first.plans" if plans else "touchbase.first.team")
    step = button(ActionRef("schedule"), style="primary") if plans else button(ActionRef("room"))
    return message(line, section(line), actions(step))


def _now(found: NowSlot) -> Block | None:
    slot = found.slot
    told = {
        "pair": facts.names([found.teacher, found.provider]),
        "until": when.clock(slot.free_until),
        "start": when.clock(slot.start),
        "minutes": found.minutes,
    }
    if found.minutes <= 0:
        key = "touchbase.now"
    else:
        key = "touchbase.in_minutes" if found.minutes <= _SOON else "touchbase.today_at"
    ref = ActionRef("tb_now", slot_refs.of_date(found.pair, slot.on, slot.start))
    return section(say(key, **told), accessory=button(ref))


def _pair(pair: PairFacts) -> Iterable[Block | None]:
    note = (
        button(ActionRef("tb_note", pair.note_of), plain("button.tb_last"))
        if pair.note_of
        else None
    )
    has_time = pair.weekday is not None
    standing = button(ActionRef("tb_no_standing" if has_time else "tb_standing", pair.key))
    yield section(_habit(pair))
    yield actions(button(ActionRef("tb_often", pair.key)), standing, note)


def _habit(pair: PairFacts) -> Mrkdwn:
    told = {"name": pair.other.name, "room": facts.room(pair.room), "often": _often(pair)}
    if pair.weekday is None or pair.start is None:
        return say("habit.line", **told)
    return say("habit.line.standing", **told, **_time(pair.weekday, pair.start))


def _phone(found: TouchBases) -> Block | None:
    if not found.pairs:
        return None
    verb, entity = ("tb_in_person", "no") if found.phone_ok else ("tb_phone", "yes")
    return actions(button(ActionRef(verb, entity)))


def how_often(pair: PairFacts) -> SlackMessage:
    """Return the question how often a pair meets, one button each."""
    line = say("habit.ask", pair=_names(pair), often=_often(pair))
    others = [verb for often, verb in _OFTEN.items() if often != pair.often]
    return message(line, section(line), actions(*(button(ActionRef(v, pair.key)) for v in others)))


def offer(found: StandingOffer) -> SlackMessage:
    """Return a time of the week that a pair could keep."""
    return message(offered(found), section(offered(found)), answers(found))


def offered(found: StandingOffer) -> Mrkdwn:
    """Return the sentence of an offer."""
    time = _time(found.weekday, found.start)
    return say(
        "habit.offer", pair=_names(found.pair), **time, common=found.common, weeks=found.weeks
    )


def answers(found: StandingOffer) -> Block | None:
    """Return the buttons that answer an offer."""
    key = found.pair.key
    at = slot_refs.of_weekday(key, found.weekday, found.start)
    other = None if found.is_last else button(ActionRef("tb_another", key, found.number + 1))
    take = button(ActionRef("tb_stand", at), style="primary")
    return actions(take, other, button(ActionRef("tb_not_now", key)))


def saved(found: HabitSaved) -> SlackMessage:
    """Return how a pair meets from now on."""
    pair = found.pair
    time = {} if pair.weekday is None or pair.start is None else _time(pair.weekday, pair.start)
    said = say(f"habit.saved.{found.code}", pair=_names(pair), **time)
    line = say("habit.again", said=said) if found.again else said
    return message(line, section(line), actions(button(ActionRef("touchbase"))))


def phone(found: PhoneSaved) -> SlackMessage:
    """Return whether the asker may be met by phone."""
    line = say("habit.phone" if found.phone_ok else "habit.in_person")
    return message(line, section(line), actions(button(ActionRef("touchbase"))))


def _often(pair: PairFacts) -> str:
    return plain(f"habit.{pair.often}")


def _names(pair: PairFacts) -> str:
    return facts.names([pair.teacher, pair.provider])


def _time(weekday: int, start: int) -> dict[str, str]:
    return {"weekday": plain(f"weekday.{weekday}"), "start": when.clock(start)}
