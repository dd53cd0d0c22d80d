"""The acts of everyday: what people type and tap, each as often as its weight says."""

from datetime import date, timedelta

from bot import demo
from bot.simulation.life import Act, Life, Lost
from bot.simulation.people import Person
from bot.simulation.teams import ORGANISER

DAY = timedelta(days=1)
WORDS = ("next", "today", "week", "quiet", "minutes", "touchbase", "room", "confirm", "help", "")
"""What is looked at; each answer offers more."""
EXPECTED = (
    "writing folders out",
    "a timer on the desk",
    "pencils & paper <ready>",
    "chairs pushed in",
)
UNWANTED = "{code} sits in front"
"""An expectation that must not be repeated to anybody."""


async def looks(life: Life) -> None:
    """Let somebody type a verb, and go on from the answer."""
    who = life.somebody("TAPPOC")
    text = life.dice.choice(WORDS)
    await _types(life, who, text)


async def day_changes(life: Life) -> None:
    """Let the organiser close, delay or shorten a day, or have it as usual."""
    on = life.said(_soon(life))
    text = life.dice.choice(
        (f"closed {on} snow", f"delay 2h {on}", f"early 12:30 {on}", f"day usual {on}")
    )
    await _types(life, life.person(ORGANISER), text)


async def is_out(life: Life) -> None:
    """Let somebody say that they are out, or the organiser say it of them."""
    who = life.somebody()
    on = life.said(_soon(life))
    part = life.dice.choice(("", "", " morning", " afternoon"))
    if life.dice.random() < 0.3:  # noqa: PLR2004  now and then
        await _types(life, life.person(ORGANISER), f"absent <@{who.user}> {on}{part}")
    else:
        await _types(life, who, f"absent {on}{part}")


async def changes(life: Life) -> None:
    """Let somebody change a session, or a plan from a date on, in words or by the form."""
    who = life.somebody("PPT")
    weekday = life.dice.choice(("Mon", "Tue", "Wed", "Thu", "Fri"))
    other = life.dice.choice(("Mon", "Tue", "Wed", "Thu", "Fri"))
    hour = life.dice.randrange(9, 13)
    text = life.dice.choice(
        (
            "change",
            "change",
            f"skip {weekday}",
            f"move {weekday} to {other} {hour}:10",
            f"cancel {weekday}",
            f"pause {life.said(_soon(life))} to {life.said(life.today + 6 * DAY)}",
            "resume",
        )
    )
    await _types(life, who, text)


async def agrees(life: Life) -> None:
    """Let somebody write, or answer, who does what."""
    await _types(life, life.somebody("PPT"), life.dice.choice(("agree", "agree", "confirm")))


async def expects(life: Life) -> None:
    """Let somebody set an expectation, in words or by a mention; now and then with a code in it."""
    who = life.somebody()
    text = life.dice.choice(EXPECTED)
    if life.dice.random() < 0.25:  # noqa: PLR2004  now and then
        text = UNWANTED.format(code=life.promises.a_code())
    roots = [one for one in life.place.record.screens[who.channel] if one.key and not one.gone]
    if roots and life.dice.random() < 0.5:  # noqa: PLR2004  as often as not
        thread = life.dice.choice(roots).ts
        answer = await who.says(f"<@{demo.BOT_USER}> expect {text}", who.channel, thread)
        await life.go_on(who, "mention", answer)
        return
    answer = await who.types(f"expect {text}")
    life.promises.expected(who.user, text, answer)
    await life.go_on(who, "expect", answer)


async def logs(life: Life) -> None:
    """Let a provider say how it went: all as planned, or otherwise."""
    who = life.somebody("P")
    await _types(life, who, life.dice.choice(("log", "log", "log yesterday", "makeup")))


async def records(life: Life) -> None:
    """Let a provider keep mandates and students, or look at a push-in again."""
    who = life.somebody("P")
    await _types(life, who, life.dice.choice(("mandate", "students", "review", "caseload")))


async def taps_old(life: Life) -> None:
    """Let somebody tap on something that stands there since long."""
    who = life.somebody("TAPP")
    here = [who.channel, *(c for c, m in life.place.record.members.items() if who.user in m)]
    there = [m for channel in here for m in life.place.record.screens[channel] if not m.gone]
    if not there:
        raise Lost
    await life.touch(who, life.dice.choice(there))


async def _types(life: Life, who: Person, text: str) -> None:
    answer = await who.types(text)
    await life.go_on(who, text.partition(" ")[0] or "menu", answer)


def _soon(life: Life) -> date:
    """Return a date to come, seldom one without school."""
    coming = [life.today + n * DAY for n in range(8)]
    school = [on for on in coming if life.calendar.day(on).in_session]
    often = school if school and life.dice.random() < 0.9 else coming  # noqa: PLR2004  nearly always
    return life.dice.choice(often[:4])


EVERYDAY: tuple[tuple[int, Act], ...] = (
    (20, looks),
    (3, day_changes),
    (8, is_out),
    (10, changes),
    (10, agrees),
    (10, expects),
    (14, logs),
    (5, records),
    (12, taps_old),
)
