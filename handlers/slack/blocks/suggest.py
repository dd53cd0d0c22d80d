"""Times that make sense for a goal, a few on a screen, each with its reason and one tap."""

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts, room_question
from handlers.slack.blocks.kit import (
    Block,
    SlackMessage,
    actions,
    button,
    context,
    message,
    option,
    plain_text,
    section,
)
from handlers.slack.mrkdwn import Mrkdwn, bold, join
from handlers.slack.sentences import plain, say, word
from pushin.results import (
    InTheWay,
    NotTold,
    Suggestion,
    Suggestions,
    SuggestWhich,
    Taken,
    TeacherAsked,
)

_OPTIONS = 100
"""Slack's limit of a list."""
_OWN = frozenset({"room", "teacher", "adults"})
"""What is in the way of anybody, whoever asks."""


def suggestions(found: Suggestions) -> SlackMessage:
    """Return the times, what the room's teacher could still say, and until when was looked."""
    if not found.total:
        return _none(found)
    above = (None, *found.shown)
    entries = [_entry(found, one, before) for one, before in zip(found.shown, above, strict=False)]
    text = say("suggest.text", label=_label(found), total=found.total, best=_line(found.shown[0]))
    return message(
        text,
        section(bold(_title(found)), _not_said(found)),
        *entries,
        *(block for one in found.not_told for block in _not_told(one, "suggest.not_told")),
        context(_page(found), say("suggest.until", until=found.until), _hours(found)),
        actions(_more(found)),
    )


def which(found: SuggestWhich) -> SlackMessage:
    """Return what is to be picked: those perhaps meant as buttons, all in a list."""
    near = join([label for _, label in found.near], ", ")
    lines = [
        say("suggest.which.unknown") if found.unknown else say(f"suggest.which.{found.what}"),
        say("suggest.which.near", near=near) if near else Mrkdwn(""),
        say("suggest.which.list") if found.unknown else Mrkdwn(""),
    ]
    buttons = [button(_which_ref(found, value), label) for value, label in found.near]
    example = say("suggest.which.example") if found.what == "goal" else ""
    return message(
        join(lines, " "), section(*lines), actions(*buttons), _list(found), context(example)
    )


def asked(found: TeacherAsked) -> SlackMessage:
    """Return that the room's teacher is asked, or that somebody has to speak to her."""
    key = "suggest.asked"
    if found.again:
        key = "suggest.asked.again"
    elif not found.reachable:
        key = "suggest.asked.nobody"
    room, during = room_question.in_room(found.room), room_question.called("", found.kind)
    line = say(key, name=found.teacher.name, during=during, room=room)
    return message(line, section(line))


# --- one time -----------------------------------------------------------------------------------


def _entry(found: Suggestions, one: Suggestion, above: Suggestion | None) -> Block | None:
    """Return a time; why other days are not offered is not said again below the same."""
    said = () if above is None else above.in_the_way
    ways = () if one.in_the_way == said else one.in_the_way
    ref = ActionRef("suggest_pick", f"{found.draft_id}/{one.number}")
    lines = [
        bold(_days(one)),
        _where(one),
        join([_why(one), _there(found, one), _caveats(one)], " "),
        *(_way(found, way) for way in ways),
    ]
    if not one.may_schedule:
        lines.append(say("suggest.propose", name=found.provider.name))
    return section(*lines, accessory=button(ref) if one.may_schedule else None)


def _days(one: Suggestion) -> str:
    return f"{when.weekdays(one.weekdays)} {when.span(one.start, one.end)}"


def _line(one: Suggestion) -> str:
    return f"{_days(one)}, {_where(one)}"


def _where(one: Suggestion) -> Mrkdwn:
    """Return the room and the routine; one whose name says "routine" is not called so twice."""
    source = plain(f"suggest.kind.{one.kind}")
    source = "" if source.strip() in one.during.casefold() else source
    during, where = room_question.titled(one.during), facts.room(one.room)
    return say("suggest.where", room=where, during=during, source=source)


def _why(one: Suggestion) -> Mrkdwn:
    return say("suggest.why", why=one.why) if one.why else Mrkdwn("")


def _there(found: Suggestions, one: Suggestion) -> Mrkdwn:
    """Return in which building the provider is then, where they are in several."""
    if not found.itinerant:
        return Mrkdwn("")
    key = "suggest.there" if found.mine else "suggest.there.other"
    return say(key, name=found.provider.name, school=facts.short_school(one.school_name))


def _caveats(one: Suggestion) -> Mrkdwn:
    during = room_question.titled(one.during)
    said = [
        say("suggest.guess", during=during, name=one.teacher.name) if one.guess else "",
        say("suggest.short", during=during, length=one.length) if one.is_short else "",
        _missing(one) if one.missing > 0 else "",
    ]
    return join(said, " ")


def _missing(one: Suggestion) -> Mrkdwn:
    count = len(one.weekdays)
    return say("suggest.missing", count=count, times=count + one.missing)


def _way(found: Suggestions, way: InTheWay) -> Mrkdwn:
    """Return why some weekdays are not offered."""
    nowhere = ".nowhere" if way.why == "provider" and not way.where else ""
    other = "" if found.mine or way.why in _OWN else ".other"
    where = facts.room(way.where) if way.why == "provider" else way.where
    name = found.provider.name
    why = plain(
        f"suggest.way.{way.why}{nowhere}{other}", where=where, who=way.who, way=way.way, name=name
    )
    days = when.weekdays(way.weekdays)
    if way.on is not None:
        return say("suggest.not.on", days=days, why=why, on=way.on)
    return say("suggest.not", days=days, why=why)


# --- around them --------------------------------------------------------------------------------


def _label(found: Suggestions) -> str:
    return room_question.titled(found.label)


def _title(found: Suggestions) -> str:
    key = "suggest.title" if found.mine else "suggest.title.for"
    return plain(key, label=_label(found), often=_often(found), name=found.provider.name)


def _often(found: Suggestions) -> str:
    if found.weekly is not None:
        return plain("suggest.often.weekly", minutes=found.weekly)
    if not found.said:
        return plain("suggest.often.open", times=found.times)
    return plain("suggest.often", times=found.times, minutes=found.minutes)


def _not_said(found: Suggestions) -> Mrkdwn:
    if found.said:
        return Mrkdwn("")
    often = plain("suggest.often.open", times=found.times)
    example = found.label.lower()
    return say("suggest.not_said", often=often, minutes=found.minutes, example=example)


def _page(found: Suggestions) -> Mrkdwn:
    last = found.first + len(found.shown)
    return say("suggest.page", first=found.first + 1, last=last, total=found.total)


def _hours(found: Suggestions) -> Mrkdwn:
    if found.hours_said:
        return Mrkdwn("")
    return say("suggest.hours" if found.mine else "suggest.hours.other", name=found.provider.name)


def _more(found: Suggestions) -> Block | None:
    following = found.first + len(found.shown)
    if following >= found.total:
        return None
    return button(ActionRef("suggest_more", found.draft_id, following))


def _not_told(one: NotTold, key: str) -> list[Block | None]:
    """Return which routine its teacher could tell, with the tap that asks her."""
    during = word("routine", one.kind)
    names = {"name": one.teacher.name, "room": room_question.in_room(one.room), "during": during}
    if one.mine:
        return [section(say("suggest.not_told.mine", **names), accessory=button(ActionRef("room")))]
    line = say("suggest.not_told.guess" if one.guess else key, **names)
    if one.asked:
        return [section(line, say("suggest.not_told.asked", **names))]
    ref = ActionRef("suggest_ask", f"{one.classroom_id}/{one.kind}")
    ask = button(ref, plain("button.suggest_ask", name=one.teacher.name))
    return [section(line, accessory=ask)]


def _none(found: Suggestions) -> SlackMessage:
    """Return why there is no time, and what to do."""
    title, until = _label(found), found.until
    if not found.taken:
        rooms = ", ".join(map(room_question.in_room, found.rooms))
        line = Mrkdwn("") if found.not_told else say("suggest.none.fits", rooms=rooms)
        steps = [ActionRef("suggest")]
    else:
        line, steps = say("suggest.none", until=until), [ActionRef("settings")]
    return message(
        say("suggest.text.none", label=title, until=until),
        section(bold(_title(found)), line),
        *(_taken(found, one) for one in found.taken),
        section(say("suggest.try")) if found.taken else None,
        *(block for one in found.not_told for block in _not_told(one, "suggest.not_told.none")),
        context(_hours(found)),
        actions(*map(button, steps)),
    )


def _taken(found: Suggestions, one: Taken) -> Block | None:
    during, times = room_question.titled(one.during), when.span(one.start, one.end)
    title = say("suggest.taken", during=during, times=times, room=facts.room(one.room))
    ways = [_way(found, way) for way in one.in_the_way]
    return section(title, *(ways or [say("suggest.taken.never")]))


# --- picking ------------------------------------------------------------------------------------


def _list(found: SuggestWhich) -> Block:
    options = [
        option(_which_ref(found, value).encode(), _titled(found, label))
        for value, label in found.options[:_OPTIONS]
    ]
    pick: Block = {
        "type": "static_select",
        "action_id": "pushin:suggest_which",
        "placeholder": plain_text(plain("suggest.which.pick"), 150),
        "options": options,
    }
    return {"type": "actions", "elements": [pick]}


def _titled(found: SuggestWhich, label: str) -> str:
    return facts.room(label) if found.what == "room" else label


def _which_ref(found: SuggestWhich, value: str) -> ActionRef:
    return ActionRef("suggest_which", f"{found.draft_id}/{found.what}/{value}")
