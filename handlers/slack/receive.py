"""Translates what Slack sends into turns: typed values, nothing of the wire."""

from collections.abc import Mapping
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from handlers.actions import ActionRef, UnreadableError
from handlers.app import Surface
from handlers.forms.spec import Filled
from handlers.slack import files, tick_block, views
from handlers.slack.turn import Place, Ticks, Turn
from storage.scope import Who

Body = Mapping[str, Any]

OLD = ActionRef("old")
"""What a button means whose value cannot be read any more."""


def command(surface: Surface, context: AsyncBoltContext, body: Body) -> Turn:
    """Return the turn of a slash command; Slack knows none in threads."""
    place = Place(channel=body["channel_id"])
    return Turn(surface, who(context), surface.now(), place, text=body.get("text") or "")


def tap(surface: Surface, context: AsyncBoltContext, body: Body, action: Body) -> Turn:
    """Return the turn of a tap on a button or on checkboxes, in a message or a view."""
    container = body["container"]
    boxes = action["type"] == "checkboxes"
    return Turn(
        surface,
        who(context),
        surface.now(),
        _tapped_place(container),
        ref=reference(tick_block.reference(action["block_id"]) if boxes else _picked(action)),
        ticks=_ticks(action) if boxes else None,
        boxes=None if boxes else _boxes(body),
        filled=_filled(body["view"]) if is_form(body.get("view")) else None,
    )


def submission(surface: Surface, context: AsyncBoltContext, body: Body) -> Turn:
    """Return the turn of a submitted form; one that cannot be read any more has nothing in it."""
    filled = _filled(body["view"])
    ref = filled.ref if filled else OLD
    return Turn(surface, who(context), surface.now(), ref=ref, filled=filled)


def reply(surface: Surface, context: AsyncBoltContext, body: Body) -> Turn:
    """Return the turn of a message shortcut on a reply (or, without thread, on a message)."""
    message = body["message"]
    place = Place(body["channel"]["id"], message.get("thread_ts"), message["ts"])
    text = message.get("text") or ""
    return Turn(surface, who(context), surface.now(), place, text=text)


def shortcut(surface: Surface, context: AsyncBoltContext) -> Turn:
    """Return the turn of a global shortcut."""
    return Turn(surface, who(context), surface.now())


def event(surface: Surface, context: AsyncBoltContext, body: Body, text: str = "") -> Turn:
    """Return the turn of an event, which may be delivered more than once."""
    said = body["event"]
    place = Place(said.get("channel"), said.get("thread_ts"), said.get("ts"))
    return Turn(
        surface,
        who(context),
        surface.now(),
        place,
        text=text,
        files=tuple(files.sent(file) for file in said.get("files") or ()),
        once=f"event:{body['event_id']}",
    )


def after_mention(text: str, bot_user_id: str | None) -> str:
    """Return what follows the bot's mention in a message."""
    before, mention, after = text.partition(f"<@{bot_user_id}>")
    return after.strip() if mention else before.strip()


def who(context: AsyncBoltContext) -> Who:
    """Return the signed ids of a request."""
    return Who(context.team_id or "", context.user_id)


def reference(value: str) -> ActionRef:
    """Return what a button carries; one that cannot be read is an old one."""
    try:
        return ActionRef.decode(value)
    except ValueError:
        return OLD


def is_home(view: Body | None) -> bool:
    """Tell whether a view is the App Home."""
    return view is not None and view["type"] == "home"


def is_form(view: Body | None) -> bool:
    """Tell whether a view is one of our forms, whose metadata says what it is about."""
    return view is not None and view["type"] == "modal" and bool(view.get("private_metadata"))


def is_foreign(body: Body, team_id: str | None) -> bool:
    """Tell whether a request comes from another team, or an event from a shared channel.

    `team_id` is our own: both the workspace of the request and the person's must be it.
    """
    if body.get("is_ext_shared_channel"):
        return True
    return not {_team_of(body), _team_of_user(body)} <= {team_id, None}


def _team_of(body: Body) -> str | None:
    team = body.get("team")
    return body.get("team_id") or (team.get("id") if isinstance(team, dict) else None)


def _team_of_user(body: Body) -> str | None:
    said = body.get("event")
    if isinstance(said, dict):
        team = said.get("user_team") or said.get("source_team")
    else:
        user = body.get("user")
        team = user.get("team_id") if isinstance(user, dict) else None
    return team if isinstance(team, str) else None


def _filled(view: Body) -> Filled | None:
    try:
        return views.read(view)
    except UnreadableError:
        return None


def _picked(action: Body) -> str:
    """Return what a button or the picked line of a list carries."""
    return str((action.get("selected_option") or action).get("value", ""))


def _tapped_place(container: Body) -> Place:
    return Place(
        container.get("channel_id"),
        container.get("thread_ts"),
        container.get("message_ts"),
        private=bool(container.get("is_ephemeral")),
    )


def _boxes(body: Body) -> frozenset[str] | None:
    """Return what is ticked around a button, as its screen holds it; None without boxes."""
    state = body.get("state") or (body.get("view") or {}).get("state") or {}
    entries = [one for block in state.get("values", {}).values() for one in block.values()]
    groups = [one for one in entries if one.get("type") == "checkboxes"]
    if not groups:
        return None
    ticked = (one for group in groups for one in group.get("selected_options") or ())
    return frozenset(str(one["value"]) for one in ticked)


def _ticks(action: Body) -> Ticks:
    """Return what was shown ticked and what is now: only the difference is the person's wish.

    The block's id tells what that screen showed. The message in the payload is the newest one:
    beside it, somebody else's tick of a second ago would look as if this person had taken it away.
    """
    shown = tick_block.shown(action["block_id"])
    now = frozenset(str(one["value"]) for one in action.get("selected_options") or ())
    return Ticks(shown=shown, ticked=now, block=shown | now)
