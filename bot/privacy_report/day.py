"""A day of the demo team with everything in it that could leak a student, planted on purpose."""

from datetime import timedelta

from bot import demo
from bot.privacy_report.stage import Actor, Stage

CODES = ("K7-03", "K7-11")
"""Student codes of the sample day; nothing else in it looks like them."""
VERBS = ("next", "today", "week", "touchbase", "calendar", "school", "room", "help", "")
DAYS = timedelta(days=1, hours=4)


async def lived(stage: Stage) -> None:
    """Plan with codes, write them where they do not belong, look at everything, end the next day.

    Codes are typed into the schedule form (where they belong), a touch-base's note (its two
    people's own), an expectation and a reply (where Push-In asks back and repeats nothing).
    """
    maya, adams, tam, rosa = (
        Actor(stage, one.user_id) for one in (demo.MAYA, demo.ADAMS, demo.TAM, demo.ROSA)
    )
    await _plans(maya)
    await _writes_where_all_read(maya, tam)
    for person in (maya, adams, tam, rosa):
        await _looks_at_everything(person)
    await _answers(adams)
    await _goes_by(stage, maya, adams)
    for person in (maya, adams, tam):
        await person.opens_home()
        await person.types("next")
    await stage.idle()


async def _plans(maya: Actor) -> None:
    """Plan a push-in, with codes in the form; open the form again, where they stand."""
    mention = f"<@{demo.ADAMS.user_id}>"
    echo = await maya.types(f"schedule Tue & Thu period 2 with {mention} room 12")
    await maya.taps("plan_change", echo)
    await maya.presses("schedule_more")
    await maya.submits({"codes": {"value": ", ".join(CODES)}})
    await maya.presses("plan_change")
    await maya.submits({})
    await maya.submits({})
    await maya.closes()


async def _writes_where_all_read(maya: Actor, tam: Actor) -> None:
    await maya.types(f"expect {CODES[0]} sits in front")
    body = {"as": tam.user, "channel": demo.CHANNEL}
    text = f"<@{demo.BOT_USER}> expect {CODES[1]} has the red folder"
    await tam.stage.call("POST", "say", {**body, "text": text})
    await tam.stage.idle()


async def _looks_at_everything(person: Actor) -> None:
    for verb in VERBS:
        answer = await person.types(verb)
        for button in ("week_picture", "calendar_file"):
            if f"pushin:{button}" in str(answer):
                await person.taps(button, answer)
    for verb in ("agree", "settings", "schedule", "expect"):
        await person.types(verb)
        await person.stage.idle()
        await person.closes()
    await person.opens_home()


async def _answers(adams: Actor) -> None:
    found = await adams.types("next")
    if "pushin:in" in str(found):
        await adams.taps("in", found)


async def _goes_by(stage: Stage, maya: Actor, adams: Actor) -> None:
    """Let a school day pass; afterwards the two note what worked, and read it again."""
    await stage.until((stage.opening.now + DAYS).isoformat())
    bases = await adams.types("touchbase")
    if "pushin:tb_note" not in str(bases):
        return
    await adams.taps("tb_note", bases)
    await adams.submits({"worked": {"value": f"{CODES[0]} found the folder alone"}})
    await adams.closes()
    await maya.taps("tb_note", await maya.types("touchbase"))
    await maya.closes()
