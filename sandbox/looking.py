"""What people see: the workspace, messages, Home and views, each as one person sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import acting, events
from sandbox.clock import iso
from sandbox.errors import Refused
from sandbox.server import shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sandbox.server import Server
    from sandbox.values import Json, Mark, User

MOST = 1000


def workspace(server: Server, query: Mapping[str, str]) -> Json:
    """Return the workspace with the conversations that a person is in.

    Without `as` it is the first full member who looks: that is how the page begins.
    """
    here = server.workspace
    person = here.person(query["as"]) if "as" in query else _first(server)
    conversations = [server.listed(c, person.id) for c in here.conversations_of(person.id)]
    return {
        "team": vars(here.team),
        "zone": here.zone,
        "me": _user(person),
        "users": [_user(user) for user in here.users.values()],
        "usergroups": [vars(group) for group in here.usergroups],
        "app": _app(server),
        "conversations": conversations,
        "clock": server.clock.reading(),
        "marks": marks(server)["marks"],
        "tour": [vars(step) for step in here.tour],
    }


def _first(server: Server) -> User:
    for user in server.workspace.users.values():
        if user.kind == "full":
            return user
    raise Refused("not_seeded", "The workspace is empty: seed it first.", status=409)


def _user(user: User) -> Json:
    keys = ("id", "name", "real_name", "title", "color", "kind", "tz", "is_admin")
    return {**{key: getattr(user, key) for key in keys}, "is_bot": user.is_bot}


def _app(server: Server) -> Json:
    app = server.workspace.app
    return {
        "name": app.name,
        "bot_user_id": app.bot_user_id,
        "commands": [vars(command) for command in app.commands],
        "shortcuts": [vars(shortcut) for shortcut in app.shortcuts],
        "home_tab_enabled": app.home_tab_enabled,
        "messages_tab_enabled": app.messages_tab_enabled,
    }


def _limit(query: Mapping[str, str]) -> int:
    text = query.get("limit", str(MOST))
    if not text.isdecimal() or int(text) < 1:
        raise Refused("bad_limit", "`limit` is a whole number above 0.")
    return int(text)


def messages(server: Server, query: Mapping[str, str]) -> Json:
    """Return the newest messages of a conversation, or of one thread, oldest first.

    `before` looks further back, `oldest` begins at one message; `has_more` says whether there are
    earlier ones.
    """
    person, conversation = acting.place(server, dict(query))
    thread, before = query.get("thread_ts"), query.get("before")
    seen = []
    for message in conversation.seen_by(person.id):
        if before and message.ts >= before:
            break
        root = message.root_ts
        at_root = root is None or message.body.get("subtype") == "thread_broadcast"
        if (thread in (root, message.ts)) if thread else at_root:
            seen.append(message)
    oldest = query.get("oldest", "")
    page = [message for message in seen if message.ts >= oldest][-_limit(query) :]
    return {"messages": [shown(one) for one in page], "has_more": len(page) < len(seen)}


async def home(server: Server, query: Mapping[str, str]) -> Json:
    """Return the app's Home as a person sees it; opening it tells the app, `peek` does not."""
    person = server.workspace.person(query.get("as"))
    if not query.get("peek"):
        event, dm = acting.home_opened(server, person)
        await server.tell_app_and_wait(event, dm)
    home_view = server.workspace.views.homes.get(person.id)
    return {"view": events.home_view(server.workspace, home_view)}


def views(server: Server, query: Mapping[str, str]) -> Json:
    """Return the modals on a person's screen, bottom first."""
    person, here = server.workspace.person(query.get("as")), server.workspace
    stack = here.views.stack(person.id)
    return {"views": [view.shown(here.team.id, here.app) for view in stack]}


def mark_shown(mark: Mark) -> Json:
    """Return a mark as it was given."""
    whole = {"at": iso(mark.at), "label": mark.label, "kind": mark.kind}
    return whole if mark.detail is None else {**whole, "detail": mark.detail}


def marks(server: Server) -> Json:
    """Return the marks beside the clock and the zone in which to show times."""
    listed = [mark_shown(mark) for mark in server.workspace.marks]
    return {"marks": listed, "zone": server.workspace.zone}
