"""Lives the sample day and accounts for it."""

import io
from collections.abc import Iterator, Mapping

from bot import demo, logs
from bot.privacy_report import account, day
from bot.privacy_report.account import Report, Shown
from bot.privacy_report.stage import Json, Stage, opened

_KINDS: Mapping[str, str] = {"channel": "channel", "im": "direct message", "mpim": "group message"}


async def report() -> Report:
    """Return what Push-In showed on the sample day, beside the sandbox's ledger."""
    log = io.StringIO()
    logs.configure("debug", as_json=True, stream=log)
    async with opened() as stage:
        await day.lived(stage)
        entries = await stage.ledger()
        conversations = await _conversations(stage)
    shown = account.account(entries, conversations)
    sent = [entry for entry in entries if entry["direction"] == "in"]
    return Report(
        day.CODES,
        [*shown, *(Shown("log", "line", line) for line in log.getvalue().splitlines())],
        sum(len(account.written(entry["payload"]).encode()) for entry in sent),
    )


def lines(found: Report, *, whole: bool) -> Iterator[str]:
    """Yield the report for people; with `whole`, everything that was shown, under its place."""
    facts = found.facts()
    yield f"Planted student codes: {', '.join(found.codes)}"
    yield f"{'place':15} {'times':>6} {'bytes':>9} {'codes':>6}  who can see it"
    for place in facts["places"]:
        yield _row(place)
        if whole:
            yield from (f"    {one['what']}: {one['content']}" for one in place["shown"])
    yield f"Bytes in all: {found.wire_bytes:,}; the sandbox's ledger: {found.ledger_bytes:,}"
    yield from (f"LEAK in {one.place} ({one.what}): {one.content}" for one in found.leaks)
    yield "Codes stand in modals alone." if found.is_sound else "NOT as promised."


def _row(place: Json) -> str:
    numbers = f"{place['times']:>6,} {place['bytes']:>9,} {place['codes']:>6}"
    return f"{place['place']:15} {numbers}  {place['audience']}"


async def _conversations(stage: Stage) -> dict[str, str]:
    """Return the kind of every conversation of the team, by its id."""
    found: dict[str, str] = {}
    for member in demo.TEAM:
        workspace = await stage.call("GET", f"workspace?as={member.user_id}")
        for one in workspace["conversations"]:
            found[one["id"]] = _KINDS.get(one["kind"], "channel")
    return found
