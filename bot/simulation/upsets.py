"""What comes from outside: people and channels that go, a clock that jumps, a bot that ends."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta

from bot import demo
from bot.simulation.acts import EVERYDAY
from bot.simulation.life import Act, Life, perform

HOUR = timedelta(hours=1)
JUMPS = (1, 2, 4, 26, 74)
"""Hours by which the clock may jump."""
DOWN = (0, 5, 45, 200, 1500)
"""Minutes for which the bot may be down."""
SOON = 0.25
"""Real seconds within which a kill strikes."""


async def jumps(life: Life) -> None:
    """Let the clock jump ahead: what was due meanwhile is late, or worth nothing any more."""
    life.done["clock jump"] += 1
    await life.place.step(life.place.now + life.dice.choice(JUMPS) * HOUR)


async def restarts(life: Life) -> None:
    """Stop the bot kindly, and start it again after a while."""
    life.done["restart"] += 1
    await _goes(life, kill=False)


async def is_killed(life: Life) -> None:
    """Kill the bot, and start it again after a while."""
    life.done["kill"] += 1
    await _goes(life, kill=True)


async def is_killed_at_work(life: Life) -> None:
    """Kill the bot while it delivers what has just fallen due."""
    due = life.place.next_due()
    if due is None or due > life.place.now + 12 * HOUR:
        return
    life.done["kill at work"] += 1
    await _killed_in(life, life.place.step(due))


async def is_killed_at_an_act(life: Life) -> None:
    """Kill the bot while somebody does something: what was acknowledged must be there."""
    life.done["kill at an act"] += 1
    await _killed_in(life, perform(life, EVERYDAY))


async def _killed_in(life: Life, work: Coroutine[None, None, None]) -> None:
    """Kill the bot within a piece of work, and start it again."""
    place = life.place
    place.disturbed = True
    working = asyncio.create_task(work)
    await asyncio.sleep(life.dice.random() * SOON)
    await place.bot.kill()
    place.bot.start()
    await working
    await place.connected()
    place.disturbed = False
    life.promises.check()


async def _goes(life: Life, *, kill: bool) -> None:
    await life.place.stop_bot(kill=kill)
    minutes = life.dice.choice(DOWN)
    if minutes:
        await life.place.step(life.place.now + timedelta(minutes=minutes))
    await life.place.start_bot()
    life.promises.check()


async def leaves(life: Life) -> None:
    """Close the account of somebody (a para, more often than not), or open one again."""
    team = life.dice.choice(life.teams)
    closed = sorted(life.gone)
    if closed and life.dice.random() < 0.6:  # noqa: PLR2004  most come back soon
        user, kind = life.dice.choice(closed), "full"
        life.gone.discard(user)
    else:
        user, kind = (
            life.dice.choice((team.para, team.para, team.teacher, *team.providers)),
            "deleted",
        )
        life.gone.add(user)
    life.done["comes back" if kind == "full" else "leaves"] += 1
    await life.place.must("POST", "users", {"id": user, "kind": kind})


async def channel(life: Life) -> None:
    """Archive a channel, or remove the bot from it; a while later all is well again."""
    team = life.dice.choice(life.teams)
    if team.channel in life.closed:
        change = life.closed.pop(team.channel)
        life.done["channel is open again"] += 1
    elif life.dice.random() < 0.5:  # noqa: PLR2004  as often as not
        change, life.closed[team.channel] = {"is_archived": True}, {"is_archived": False}
        life.done["channel archived"] += 1
    else:
        change = {"remove": [demo.BOT_USER]}
        life.closed[team.channel] = {"add": [demo.BOT_USER]}
        life.done["bot removed"] += 1
    await life.place.must("POST", "channels", {"id": team.channel, **change})


UPSETS: tuple[tuple[int, Act], ...] = (
    (3, jumps),
    (1, restarts),
    (1, is_killed),
    (3, is_killed_at_work),
    (3, is_killed_at_an_act),
    (3, leaves),
    (4, channel),
)
