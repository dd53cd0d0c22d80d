"""Reading a seed: the JSON that fills an empty workspace."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.clock import parse_iso
from sandbox.conversation import Conversation
from sandbox.errors import Refused
from sandbox.values import (
    App,
    Command,
    Json,
    Mark,
    Shortcut,
    Team,
    TourStep,
    User,
    Usergroup,
    UserKind,
)
from sandbox.views import Views
from sandbox.workspace import Workspace

if TYPE_CHECKING:
    from sandbox.triggers import Triggers

T = TypeVar("T", Team, User, App, Command, Shortcut, Usergroup, TourStep)


def read(kind: type[T], body: object, what: str) -> T:
    """Read one value; refuses `bad_seed` and names the field that is wrong."""
    if not isinstance(body, dict):
        raise Refused("bad_seed", f"`{what}` is an object.")
    known = {field.name: field for field in fields(kind)}
    unknown = sorted(set(body) - set(known))
    if unknown:
        raise Refused("bad_seed", f"`{what}` has no field `{unknown[0]}`.")
    try:
        return kind(**body)
    except TypeError as error:
        raise Refused("bad_seed", f"`{what}` is not whole: {error}") from None


def read_user(body: object) -> User:
    """Read one user of a seed."""
    user = read(User, body, "user")
    if user.kind not in get_args(UserKind):
        raise Refused("bad_seed", f"`kind` is one of {', '.join(get_args(UserKind))}.")
    check_zone(user.tz)
    return user


def check_zone(name: object) -> str:
    """Return the name of a time zone; refuses `bad_zone`."""
    try:
        return ZoneInfo(str(name)).key
    except (ZoneInfoNotFoundError, ValueError):
        raise Refused("bad_zone", f"There is no time zone {name}.") from None


def _from_manifest(manifest: Json) -> Json:
    features, settings = manifest.get("features", {}), manifest.get("settings", {})
    home = features.get("app_home", {})
    oauth = manifest.get("oauth_config", {})
    commands = features.get("slash_commands", [])
    return {
        "scopes": oauth.get("scopes", {}).get("bot", []),
        "commands": [{k: v for k, v in c.items() if k != "url"} for c in commands],
        "shortcuts": features.get("shortcuts", []),
        "bot_events": settings.get("event_subscriptions", {}).get("bot_events", []),
        "home_tab_enabled": home.get("home_tab_enabled", False),
        "messages_tab_enabled": home.get("messages_tab_enabled", False),
    }


def read_app(body: object) -> App:
    """Read the app of a seed, from its own fields or from a Slack manifest."""
    if not isinstance(body, dict):
        raise Refused("bad_seed", "`app` is an object.")
    whole = {key: value for key, value in body.items() if key != "manifest"}
    if "manifest" in body:
        whole = {**_from_manifest(body["manifest"]), **whole}
    for name in ("scopes", "commands", "shortcuts", "bot_events"):
        if not isinstance(whole.get(name, []), list):
            raise Refused("bad_seed", f"`{name}` is a list.")
    commands = [read(Command, command, "command") for command in whole.get("commands", [])]
    shortcuts = [read(Shortcut, shortcut, "shortcut") for shortcut in whole.get("shortcuts", [])]
    whole["commands"], whole["shortcuts"] = tuple(commands), tuple(shortcuts)
    whole["scopes"] = frozenset(whole.get("scopes", []))
    whole["bot_events"] = frozenset(whole.get("bot_events", []))
    return read(App, whole, "app")


CHANNEL_FIELDS = {"id", "name", "is_private", "members", "topic", "is_archived", "is_ext_shared"}


def read_channel(body: object, users: dict[str, User], created: int) -> Conversation:
    """Read one channel of a seed."""
    if not isinstance(body, dict) or not {"id", "name"} <= set(body) <= CHANNEL_FIELDS:
        names = ", ".join(sorted(CHANNEL_FIELDS))
        raise Refused("bad_seed", f"A channel has an id, a name, and of these: {names}.")
    members = list(dict.fromkeys(body.get("members", [])))
    check_members(members, users)
    given: dict[str, Any] = {"is_private": False, **body, "members": members}
    return Conversation(kind="channel", created=created, **given)


def check_members(members: list[str], users: dict[str, User]) -> None:
    """Refuse `no_such_user` if somebody is not in the workspace."""
    strangers = [member for member in members if member not in users]
    if strangers:
        raise Refused("no_such_user", f"There is no user {strangers[0]} here.", status=404)


def read_marks(body: object) -> tuple[Mark, ...]:
    """Read `marks`, in the order of their instants."""
    if not isinstance(body, list):
        raise Refused("bad_marks", "`marks` is a list of {at, label, kind, detail?}.")
    marks = [_read_mark(mark) for mark in body]
    return tuple(sorted(marks, key=lambda mark: mark.at))


def _read_mark(body: object) -> Mark:
    if not isinstance(body, dict) or not {"at", "label", "kind"} <= set(body):
        raise Refused("bad_marks", "A mark has at, label and kind.")
    at = parse_iso(body["at"], "at")
    return Mark(at, str(body["label"]), str(body["kind"]), body.get("detail"))


DEEDS = {"label", "as", "place", "clock", "write"}


def read_step(body: object) -> TourStep:
    """Read one card of the tour; refuses `bad_seed`."""
    step = read(TourStep, body, "tour")
    if step.do is None:
        return step
    if not isinstance(step.do, dict) or not {"label"} <= set(step.do) <= DEEDS:
        raise Refused("bad_seed", "`do` has a label, and of these: as, place, clock, write.")
    return step


def workspace(body: Json, triggers: Triggers, *, created: int) -> Workspace:
    """Return the workspace that a seed describes; refuses `bad_seed`.

    `created`: seconds since 1970 at which its channels count as made.
    """
    if not {"team", "app", "users"} <= set(body):
        raise Refused("bad_seed", "A seed has team, app, users, channels and now.")
    for name in ("users", "channels", "usergroups", "tour"):
        if not isinstance(body.get(name, []), list):
            raise Refused("bad_seed", f"`{name}` is a list.")
    team, app = read(Team, body["team"], "team"), read_app(body["app"])
    made = Workspace(team, app, Views(), triggers)
    for user in body["users"]:
        made.set_user(read_user(user))
    made.set_app(app)
    made.usergroups = tuple(read(Usergroup, g, "usergroup") for g in body.get("usergroups", []))
    made.tour = tuple(read_step(step) for step in body.get("tour", []))
    for channel in body.get("channels", []):
        conversation = read_channel(channel, made.users, created)
        made.conversations[conversation.id] = conversation
    return made


def empty(triggers: Triggers) -> Workspace:
    """Return the workspace before any seed: a team and an app, and nobody in it."""
    app = App("A00000000", "App", "U0BOT", "B0BOT")
    return Workspace(Team("T00000000", "Empty", "empty"), app, Views(), triggers)
