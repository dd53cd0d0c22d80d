"""Requests for a file of the log: its form, and the file in the direct messages."""

from functools import partial

from handlers.app import File
from handlers.forms import export as form
from handlers.papers import service_log, service_log_files
from handlers.papers.service_log_files import FileKind
from handlers.slack import views
from handlers.slack.blocks import exports as blocks
from handlers.slack.replies import Reply
from handlers.slack.sentences import plain
from handlers.slack.turn import Turn, under_fields
from pushin import exports
from pushin.exports import Wanted
from pushin.results import Refused, ServiceLog

_FIELDS = {
    "until_before_from": "last",
    "export_dates": "first",
    "export_too_long": "last",
    "export_empty": "span",
    "export_too_much": "kind",
    "export_code": "code",
    "export_not_their_provider": "provider",
}


async def export(turn: Turn) -> Reply:
    """Open the form, with the month that was typed."""
    found = await turn.perform(exports.form, at=turn.at)
    if isinstance(found, Refused):
        return await turn.show(found)
    asked = exports.month_named(turn.text, found.month[1])
    unread = bool(turn.text) and asked is None
    return views.form(form.spec(found, blocks.days, asked=asked, unread=unread))


async def submit(turn: Turn) -> Reply:
    """Say that the file comes; it follows in the asker's direct messages, and nowhere else."""
    if turn.filled is None:
        return None
    given = form.read(turn.filled)
    if given is None:
        return under_fields(Refused("export_dates"), _FIELDS, "span")
    wanted, kind = given
    most = service_log_files.most_in_chat(kind)
    found = await turn.perform(exports.ready, wanted, most=most, at=turn.at)
    if isinstance(found, Refused):
        return under_fields(found, _FIELDS, "span")
    started = turn.surface.uploads.to_person(
        turn.user_id,
        f"export {wanted} {kind}",
        partial(_file, turn, wanted, kind, found),
        otherwise=Refused("export_failed", {"first": wanted.first, "last": wanted.last}),
    )
    return blocks.coming(found, started=started)


async def _file(turn: Turn, wanted: Wanted, kind: FileKind, found: ServiceLog) -> File:
    said = {"first": found.first, "last": found.last}
    return File(
        service_log_files.name(found, kind),
        service_log.title(found),
        await turn.surface.pictures.service_log(turn.who, wanted, kind, at=turn.at),
        plain("export.words", **said, lines=blocks.lines(found)),
    )
