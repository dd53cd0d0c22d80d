"""A week without a common time: what was tried, one short line a day, and what helps."""

from handlers.slack import when
from handlers.slack.blocks import facts
from handlers.slack.mrkdwn import Mrkdwn
from handlers.slack.sentences import plain, say
from pushin.results import Clause, NoSlot, TriedDay


def lines(gap: NoSlot) -> list[Mrkdwn]:
    """Return the days that were tried and what helps."""
    ways = [plain(f"tried.way.{way}") for way in gap.ways]
    helps = say("tried.ways", ways=Mrkdwn("; ".join(ways))) if ways else Mrkdwn("")
    return [*map(_day, gap.tried), helps]


def _day(day: TriedDay) -> Mrkdwn:
    said = [_clause(one) for one in day.clauses]
    why = said[0] if len(said) == 1 else plain("tried.and", first=said[0], second=said[1])
    return say("tried.day", day=when.short(day.on), why=why)


def _clause(one: Clause) -> str:
    key = f"tried.{one.code}"
    return plain(
        f"{key}.you" if one.you else key,
        name=one.who.name if one.who else "",
        times=", ".join(when.span(start, end) for start, end in one.times),
        minute="" if one.minute is None else when.clock(one.minute),
        where=", ".join(facts.short_school(part) for part in one.where.split(", ")),
        has=", ".join(plain(f"tried.busy.{kind}") for kind in one.has or ("",)),
    )
