"""Minutes: what they mean in one sentence, a small table, and each push-in; codes in a modal."""

import json
from collections import Counter
from collections.abc import Iterator

from handlers.actions import ActionRef
from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.blocks.kit import (
    Block,
    Modal,
    SlackMessage,
    actions,
    button,
    context,
    divider,
    message,
    modal,
    section,
)
from handlers.slack.catalogue import en
from handlers.slack.mrkdwn import Mrkdwn, bold, bullets, clip, join
from handlers.slack.sentences import known, plain, say, word
from pushin import goals, minutes_stretches
from pushin.results.minutes import (
    Balance,
    CodeLine,
    CodeMinutes,
    MandateFacts,
    MandatePlans,
    MandateSaved,
    Minutes,
    MinutesChart,
    PlanLine,
    ProgressForm,
    Stretch,
    Sums,
    Trend,
    WaitingShortfall,
)

ALT_LIMIT = 1000
"""What Slack takes as a file's description (files.getUploadURLExternal)."""
_WIDE = 21
"""Letters of a row's name in the table: with its number it fits a phone."""
_LINES = 12
_CODES = 25
_MODAL_BLOCKS = 100
_OFFERED = ("this_week", "this_month", "last_month", "this_year")


def minutes(found: Minutes, *, told: str = "") -> SlackMessage:
    """Return the answer about some push-ins; nothing in it is of a single student.

    `told` is a small line below: that the chart is being drawn.
    """
    dates = _dates(found.stretch)
    says = meaning(found.balance)
    return message(
        say("minutes.text", **dates, says=says),
        section(bold(_title(found)), says),
        section(_table(found.balance)),
        section(bullets([_line(one) for one in found.lines[:_LINES]])),
        context(
            say("minutes.by_code", count=found.by_code) if found.by_code else facts.NOTHING,
            say("minutes.rule") if found.balance.mandated is not None else facts.NOTHING,
            told,
        ),
        actions(*_buttons(found, drawn=bool(told))),
    )


def meaning(balance: Balance) -> Mrkdwn:
    """Return what the sums mean, in a sentence or two."""
    sums = balance.sums
    if sums.is_empty and not balance.mandated:
        return say("minutes.none")
    if not balance.behind:
        if sums.not_logged:
            return say("minutes.even.so_far", count=sums.not_logged)
        return say("minutes.even.planned" if balance.mandated is None else "minutes.even.mandated")
    return join([_behind(balance), _close(balance)], " ")


def codes(found: CodeMinutes) -> Modal:
    """Return the minutes of student codes, which stand in a modal alone."""
    lines = found.lines[:_CODES]
    left = len(found.lines) - len(lines)
    return modal(
        plain("minutes.codes.title"),
        [
            section(bold(plain("facts.dates", **_dates(found.stretch)))),
            *([] if lines else [section(say("minutes.codes.none"))]),
            *(block for one in lines for block in _code(one)),
            section(say("minutes.codes.more", count=left)) if left else None,
            *(section(bold(name_of(name)), *map(_trend, said)) for name, said in found.trends[:10]),
            context(say("minutes.rule")),
        ],
        again=ActionRef("minutes_codes", minutes_stretches.key(found.about, found.stretch)),
    )


def alt(found: MinutesChart) -> str:
    """Return what a chart shows, in words, within what Slack takes."""
    bars = " ".join(
        plain(
            "minutes.chart.alt.bar" if one.mandated is None else "minutes.chart.alt.mandated",
            when=bar_name(one.stretch, found.per),
            delivered=sum(one.by_model.values()),
            mandated=one.mandated,
        )
        for one in found.bars
        if not one.ahead
    )
    return clip(plain("minutes.chart.alt", **_dates(found.found.stretch), bars=bars), ALT_LIMIT)


def bar_name(stretch: Stretch, per: str) -> str:
    """Return what stands under a bar: a weekday, the first day of a week, or a month."""
    on = stretch.first
    month = en.MONTHS[on.month - 1]
    if per == "day":
        return f"{en.WEEKDAYS[on.weekday()]} {on.day}"
    return f"{month} {on.day}" if per == "week" else month


def name_of(line: PlanLine) -> str:
    """Return a plan by its room and routine, or its times on a regular day."""
    during = line.during[:1].upper() + line.during[1:] or when.span(line.start, line.end)
    name = f"{facts.room(line.room)} · {during}"
    return name if line.model == "push_in" else f"{name} · {word('model', line.model)}"


def names_of(lines: tuple[PlanLine, ...]) -> str:
    """Return plans by their names, each once."""
    return "; ".join(dict.fromkeys(map(name_of, lines)))


# --- mandates -----------------------------------------------------------------------------------


def which(found: MandatePlans) -> SlackMessage:
    """Return the question for which push-in minutes are mandated."""
    rows = [
        section(
            bold(name_of(name)),
            accessory=button(ActionRef("mandate", plan_id), plain("button.this")),
        )
        for plan_id, name in found.plans[:20]
    ]
    return message(say("mandate.which"), section(say("mandate.which")), *rows)


def saved(found: MandateSaved) -> SlackMessage:
    """Return how a mandate stands now, with Undo; its code is not said."""
    key = "mandate.saved" if found.state == "saved" else f"mandate.saved.{found.state}"
    mandate = found.mandate
    line = say(
        "mandate.saved.again" if found.again else key,
        minutes=mandate.minutes,
        per=word("minutes.per", mandate.per),
        period=word("minutes.period", mandate.per),
        owed=found.this_period,
    )
    plans = say("mandate.saved.plans", plans=names_of(found.lines))
    take_back = button(ActionRef("mandate_undo", found.undo_id)) if found.undo_id else None
    return message(line, section(line, plans), actions(take_back, button(ActionRef("minutes"))))


def mandate_line(mandate: MandateFacts) -> str:
    """Return what is mandated in one line, without its code."""
    return plain(
        "minutes.line.mandate",
        minutes=mandate.minutes,
        per=word("minutes.per", mandate.per),
        discipline=" ".join(
            part for part in (mandate.discipline, word("model", mandate.model)) if part
        ),
        dates=plain(
            "minutes.line.between" if mandate.until_date else "minutes.line.from",
            first=mandate.from_date,
            last=mandate.until_date,
        ),
    )


# --- progress -----------------------------------------------------------------------------------


def progress(found: ProgressForm) -> Modal:
    """Return the goal areas of plans, one tap each; they stand in a modal alone."""
    blocks: list[Block | None] = [context(say("progress.what"))]
    shown: list[str] = []
    for plan_id, name, areas in found.plans:
        if len(blocks) + 2 + 2 * len(areas) > _MODAL_BLOCKS:
            break
        shown.append(plan_id)
        blocks.append(section(bold(name_of(name))))
        for one in areas:
            blocks += [section(_trend(one)), actions(*_answers(plan_id, one.goal_area))]
    left = len(found.plans) - len(shown)
    blocks.append(context(say("progress.more_plans", count=left)) if left else None)
    ref = ActionRef("progress_plan", found.plans[0][0])
    about = json.dumps({"ref": ref.encode(), "kept": {"plans": " ".join(shown)}})
    return modal(plain("progress.title"), blocks, private_metadata=about, again=ref)


def _answers(plan_id: str, area: str) -> Iterator[Block]:
    for support in ("more", "same", "less"):
        yield button(ActionRef(f"progress_{support}", f"{plan_id}/{area}"))


def _trend(found: Trend) -> Mrkdwn:
    labels = {one.key: one.label for one in goals.known()}
    area = labels.get(found.goal_area, found.goal_area.replace("_", " "))
    if not found.said:
        return say("progress.nothing", area=area)
    said = " \N{RIGHTWARDS ARROW} ".join(
        f"{en.MONTHS[on.month - 1]} {on.day}: {plain(f'progress.{support}')}"
        for on, support in found.said
    )
    return say("progress.said", area=area, said=said)


# --- the daily card -----------------------------------------------------------------------------


def shortfall(item: WaitingShortfall) -> tuple[Block | None, Block | None]:
    """Return that a period's minutes cannot be reached any more; of whom and how many is inside."""
    stretch = item.stretch
    line = say(
        "waiting.shortfall",
        period=word("minutes.period", item.per),
        first=when.short(stretch.first),
        last=when.short(stretch.last),
    )
    key = minutes_stretches.key(minutes_stretches.ME, stretch)
    row = actions(
        button(ActionRef("minutes_show", key), plain("button.minutes")),
        button(ActionRef("minutes_codes", key)),
    )
    return section(bold(names_of(item.lines)), line), row


# --- the pieces ---------------------------------------------------------------------------------


def _title(found: Minutes) -> str:
    if found.about.startswith("plan.") and found.lines:
        about = name_of(found.lines[0])
    elif found.about != minutes_stretches.ME:
        about = facts.room(found.room)
    else:
        return plain("minutes.title.me", **_dates(found.stretch))
    return plain("minutes.title.room", room=about, **_dates(found.stretch))


def _dates(stretch: Stretch) -> dict[str, object]:
    return {"first": stretch.first, "last": stretch.last}


def _behind(balance: Balance) -> Mrkdwn:
    missed, count = balance.sums.missed, balance.behind
    if not missed:
        return say("minutes.behind", count=count)
    found = _by_reason(balance.sums)
    reason, *others = (word("minutes.reason", one) for one in found)
    if others:
        is_most = 2 * max(found.values()) > sum(found.values())
        two = {"first": reason, "second": others[0]}
        if len(others) == 1:
            return say("minutes.behind.two", count=count, **two)
        if not is_most:
            return say("minutes.behind.several", count=count, **two)
        return say("minutes.behind.reasons", count=count, reason=reason)
    weekdays = {one.weekday for one in missed}
    (weekday,) = weekdays if len(weekdays) == 1 else (None,)
    if weekday is None:
        return say("minutes.behind.reason", count=count, reason=reason)
    day = plain(f"minutes.day.{weekday}")
    return say("minutes.behind.weekday", count=count, weekday=day, reason=reason)


def _close(balance: Balance) -> Mrkdwn:
    """Return how make-ups would close it; that they wait for a decision comes first."""
    if balance.sums.pending:
        return say("minutes.close.waits", count=balance.sums.pending)
    close = balance.close
    if close is None:
        return facts.NOTHING
    if close.count == 1:
        return say("minutes.close.one", minutes=close.minutes)
    key = f"minutes.count.{close.count}"
    count = plain(key) if known(key) else str(close.count)
    return say("minutes.close.several", count=count, minutes=close.minutes)


def _table(balance: Balance) -> Mrkdwn:
    """Return the sums, one a row, in letters of one width."""
    lines = "\n".join(f"{name[:_WIDE]:<{_WIDE}}{count:>6}" for name, count in _rows(balance))
    return Mrkdwn(f"```{lines}```")


def _rows(balance: Balance) -> Iterator[tuple[str, int]]:
    """Yield the rows that say something; planned, delivered and missed always stand."""
    sums = balance.sums
    if balance.mandated is not None:
        yield plain("minutes.row.mandated"), balance.mandated
    yield plain("minutes.row.planned"), sums.planned
    yield plain("minutes.row.delivered"), sums.delivered
    if sums.made_up:
        yield plain("minutes.row.made_up"), sums.made_up
    yield plain("minutes.row.missed"), sums.missed_minutes
    for reason, count in _by_reason(sums).items():
        yield f"  {word('minutes.reason', reason)}", count
    for name in ("not_logged", "to_come", "make_up_coming", "pending", "owed", "done"):
        if getattr(sums, name):
            yield plain(f"minutes.row.{name}"), getattr(sums, name)
    yield plain("minutes.row.expected"), sums.expected


def _by_reason(sums: Sums) -> dict[str, int]:
    """Return what was missed for each reason, of all weekdays together, the most first."""
    found = Counter[str]()
    for one in sums.missed:
        found[one.reason] += one.minutes
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _line(line: PlanLine) -> Mrkdwn:
    sums = line.balance.sums
    return say(
        "minutes.line",
        name=name_of(line),
        delivered=sums.all_delivered,
        planned=sums.planned,
    )


def _code(line: CodeLine) -> tuple[Block | None, ...]:
    mandated = (
        say("minutes.line.no_mandate") if line.mandate is None else mandate_line(line.mandate)
    )
    says = say("minutes.line.code", code=line.code, says=meaning(line.balance))
    return section(says, mandated), section(_table(line.balance)), divider()


def _buttons(found: Minutes, *, drawn: bool) -> Iterator[Block]:
    key = minutes_stretches.key(found.about, found.stretch)
    for kind in _OFFERED:
        if kind != found.stretch.kind:
            ref = ActionRef("minutes_show", f"{found.about}/{kind}")
            yield button(ref, plain(f"minutes.kind.{kind}"))
    if not drawn:
        yield button(ActionRef("minutes_chart", key))
    yield button(ActionRef("minutes_codes", key))
    about, _, plan_id = found.about.partition(".")
    yield button(ActionRef("mandate", plan_id if about == "plan" else ""))
