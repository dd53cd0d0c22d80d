"""What people do with the app: commands, clicks, modals and shortcuts, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sandbox import acting, blocks, elements, interactions, responses, typing_text
from sandbox.errors import Refused, SlackError
from sandbox.triggers import ResponseUrl

if TYPE_CHECKING:
    from sandbox.conversation import Conversation, Message
    from sandbox.delivery import Answer
    from sandbox.server import Server
    from sandbox.values import Command, Json, User
    from sandbox.views import View

LATE = "{name} failed because the app did not respond."
NOBODY = "{name} failed because the app is not connected."
WRONG = "{name} failed: the app answered with something Slack does not accept ({detail})."
TROUBLE = "We had some trouble connecting. Try again?"
SUBMIT_KEYS = frozenset({"response_action", "view", "errors"})


REPAINT_SECONDS = 2.0
"""How long (real time) somebody's screen may show a message as it was before a change."""


def _noticed(server: Server, person: User, name: str, answer: Answer, detail: str = "") -> Json:
    """Return the outcome of an act, and tell the person what Slack's client would say."""
    sentences = {"operation_timeout": LATE, "no_app": NOBODY, "error": WRONG}
    outcome = "error" if detail else answer.outcome
    if outcome in sentences:
        said = sentences[outcome].format(name=name, detail=detail or answer.reason)
        server.notice(person.id, said)
    told = {"detail": detail or answer.reason} if outcome == "error" else {}
    return {"ok": True, "outcome": outcome, **told}


# -- slash commands


def _command(server: Server, name: str) -> Command:
    for command in server.workspace.app.commands:
        if command.command == name:
            return command
    raise Refused("no_such_command", f"{name} is not a valid command.", status=404)


def _url(
    server: Server,
    person: User,
    conversation: Conversation,
    kind: str,
    *,
    used: Message | None = None,
    thread_ts: str | None = None,
    command_text: str | None = None,
) -> str:
    triggers = server.workspace.triggers
    ts = None if used is None else used.ts
    now = triggers.monotonic()
    url = ResponseUrl(person.id, conversation.id, now, ts, thread_ts, command_text)
    return triggers.give_url(server.base_url, server.workspace.team.id, url, kind)


async def command(server: Server, body: Json) -> Json:
    """Send a slash command and show its answer."""
    person, conversation = acting.writable(server, body)
    name, text = str(body.get("command")), str(body.get("text") or "").strip()
    known = _command(server, name)
    sent = typing_text.escaped(server.workspace, text) if known.should_escape else text
    given = {
        "command": name,
        "text": sent,
        "response_url": _url(
            server, person, conversation, "commands", command_text=f"{name} {text}".strip()
        ),
        "trigger_id": server.workspace.triggers.give(person.id),
    }
    payload = interactions.slash_command(server.workspace, person, conversation, given=given)
    answer = await server.dispatch.ask("slash_commands", payload)
    typed = f"{name} {text}".strip()
    return _command_answer(server, person, conversation, answer, typed)


def _command_answer(
    server: Server, person: User, conversation: Conversation, answer: Answer, typed: str
) -> Json:
    name = typed.split(maxsplit=1)[0]
    url = ResponseUrl(person.id, conversation.id, 0.0, command_text=typed)
    detail, message = "", None
    if answer.outcome == "ok" and answer.payload:
        try:
            message = responses.take(server, url, answer.payload)
        except SlackError as error:
            detail = " ".join([error.code, *error.messages])
    noticed = _noticed(server, person, name, answer, detail)
    return {**noticed, "response": None if message is None else message.body}


async def typed(server: Server, body: Json) -> Json:
    """Do what Slack's message box does: a slash sends a command, anything else is said.

    Slack runs no slash command in a thread; there it is refused.
    """
    text = str(body.get("text") or "")
    if not text.startswith("/"):
        return acting.say(server, body)
    name, _, rest = text.partition(" ")
    if body.get("thread_ts"):
        said = f"{name} is not supported in threads. Sorry!"
        server.notice(server.workspace.person(body.get("as")).id, said)
        raise Refused("command_in_thread", said, status=409)
    answer = await command(server, {**body, "command": name, "text": rest})
    return {**answer, "ts": None}


# -- clicks


def _message(person: User, conversation: Conversation, ts: object) -> Message:
    message = conversation.shown_to(person.id, str(ts))
    if message is None:
        raise Refused("no_such_message", f"There is no message {ts}.", status=404)
    return message


def _view(server: Server, body: Json) -> tuple[User, View]:
    person = server.workspace.person(body.get("as"))
    view = server.workspace.views.find(str(body.get("view_id")))
    if view is None or view.person != person.id:
        raise Refused("no_such_view", "That view is not open.", status=404)
    return person, view


def _blocks_of(body: Json) -> list[Json]:
    attached = body.get("attachments", [])
    inner = [block for attachment in attached for block in attachment.get("blocks", [])]
    return [*body.get("blocks", []), *inner]


def _on_screen(server: Server, message: Message, given: Json) -> list[Json]:
    """Return the blocks that a person sees: a moment after a change that may be the old ones."""
    now = _blocks_of(message.body)
    fresh = server.time.monotonic() - message.changed_at < REPAINT_SECONDS
    if message.earlier is None or not fresh:
        return now
    wanted = (given.get("block_id"), given.get("action_id"))
    there = {(block["block_id"], one["action_id"]) for block, one in elements.each(now)}
    return now if wanted in there else _blocks_of(message.earlier)


def _used(blocks_here: list[Json], action: Json, values: Json) -> tuple[Json, Json, Json | None]:
    """Find what was used, keep its new value, and return block, element and state."""
    block_id, action_id = str(action.get("block_id")), str(action.get("action_id"))
    block, element = elements.find(blocks_here, block_id, action_id)
    kind = element["type"]
    if kind == "feedback_buttons":
        return block, element, elements.rated(element, action)
    if kind not in elements.VALUE_KEYS:
        return block, element, None
    state = elements.taken(element, action)
    if kind not in elements.STATELESS:
        values.setdefault(block_id, {})[action_id] = state
    return block, element, state


def _action(body: Json) -> Json:
    action = body.get("action")
    if not isinstance(action, dict):
        raise Refused("bad_action", "`action` is an object with block_id and action_id.")
    return action


async def action(server: Server, body: Json) -> Json:
    """Click or choose something in a message or a view."""
    given = _action(body)
    if body.get("view_id"):
        return await _action_in_view(server, body, given)
    person, conversation = acting.place(server, body)
    message = _message(person, conversation, body.get("message_ts"))
    here = _on_screen(server, message, given)
    values = conversation.inputs.setdefault((person.id, message.ts), elements.initial_values(here))
    block, element, state = _used(here, given, values)
    current = elements.carried_over(here, values)
    url = _url(
        server,
        person,
        conversation,
        "actions",
        used=message,
        thread_ts=message.root_ts,
    )
    place = interactions.message_place(conversation, message)
    place |= {"state": {"values": current}, "response_url": url}
    return await _click(
        server, person, place, elements.action_of(block, element, state, _at(server))
    )


def _at(server: Server) -> str:
    micros = server.now()
    return f"{micros // 1_000_000}.{micros % 1_000_000:06d}"


async def _action_in_view(server: Server, body: Json, given: Json) -> Json:
    person, view = _view(server, body)
    block, element, state = _used(view.spec["blocks"], given, view.values)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return {"ok": True, "outcome": "ok"}
    place = interactions.view_place(server.workspace, view)
    used = elements.action_of(block, element, state, _at(server))
    return await _click(server, person, place, used, view.id)


async def _click(
    server: Server, person: User, place: Json, used: Json, view_id: str | None = None
) -> Json:
    trigger = server.workspace.triggers.give(person.id, view_id=view_id)
    payload = interactions.block_actions(server.workspace, person, place, used, trigger)
    answer = await server.dispatch.ask("interactive", payload)
    return _noticed(server, person, "That", answer)


# -- modals


def _merge(view: View, values: object) -> None:
    if not isinstance(values, dict):
        raise Refused("bad_values", "`values` is {block_id: {action_id: {…}}}.")
    for block_id, actions in values.items():
        for action_id, given in actions.items():
            _, element = elements.find(view.spec["blocks"], block_id, action_id)
            try:
                state = elements.taken(element, given)
            except Refused as error:
                error.extra["errors"] = {block_id: error.detail}
                raise
            view.values.setdefault(block_id, {})[action_id] = state


def _topmost(server: Server, body: Json) -> tuple[User, View]:
    person, view = _view(server, body)
    stack = server.workspace.views.stack(person.id)
    if not stack or stack[-1] is not view:
        raise Refused("not_on_top", "Only the topmost modal can be used.", status=409)
    return person, view


async def submit(server: Server, body: Json) -> Json:
    """Fill in a modal and submit it."""
    person, view = _topmost(server, body)
    _merge(view, body.get("values") or {})
    wrong = elements.input_errors(view.spec["blocks"], view.values)
    if wrong:
        raise Refused("invalid_input", "Slack's client would not send this yet.", errors=wrong)
    trigger = server.workspace.triggers.give(person.id, view_id=view.id)
    payload = interactions.view_submission(server.workspace, person, view, trigger)
    answer = await server.dispatch.ask("interactive", payload)
    if answer.outcome != "ok":
        server.notice(person.id, TROUBLE)
        return {"ok": True, "outcome": answer.outcome, "errors": None}
    return _submitted(server, person, view, answer)


def _submitted(server: Server, person: User, view: View, answer: Answer) -> Json:
    try:
        errors = _respond(server, view, answer.payload or {})
    except SlackError as error:
        detail = " ".join([error.code, *error.messages])
        return {**_noticed(server, person, "The form", answer, detail), "errors": None}
    return {"ok": True, "outcome": "ok", "errors": errors}


def _respond(server: Server, view: View, payload: Json) -> Json | None:
    """Do what the ack of a submission says; return its errors if it has some."""
    kind = payload.get("response_action")
    if not set(payload) <= SUBMIT_KEYS or (payload and kind is None):
        raise SlackError("invalid_response_action")
    if kind == "errors":
        return _errors(view, payload.get("errors"))
    if kind == "clear":
        server.workspace.views.clear(view.person)
    elif kind in ("update", "push"):
        _show(server, view, kind, payload.get("view"))
        return None
    elif kind is None:
        server.workspace.views.close(view)
    else:
        raise SlackError("invalid_response_action")
    server.tell_views(view.person, "view_closed")
    return None


def _show(server: Server, view: View, kind: str, given: object) -> None:
    if not isinstance(given, dict):
        raise SlackError("invalid_arguments", messages=("[ERROR] missing required field: view",))
    spec = blocks.checked_view(given, "modal")
    if kind == "update":
        server.workspace.views.change(view, spec, server.second())
        server.tell_views(view.person, "view_updated")
    else:
        server.workspace.views.push(view.person, spec, server.second())
        server.tell_views(view.person, "view_pushed")


def _errors(view: View, errors: object) -> Json:
    inputs = {block["block_id"] for block in view.spec["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        text = "[ERROR] errors must be keyed by the block_id of input blocks"
        raise SlackError("invalid_arguments", messages=(text,))
    return errors


async def close(server: Server, body: Json) -> Json:
    """Close the topmost modal, or all; the app hears of those that asked to know."""
    person, view = _topmost(server, body)
    views, every = server.workspace.views, bool(body.get("all") or view.spec.get("clear_on_close"))
    closed = views.clear(person.id) if every else [view]
    views.close(view)
    server.tell_views(person.id, "view_closed")
    outcome: Json = {"ok": True, "outcome": "ok"}
    for gone in closed:
        if gone.spec.get("notify_on_close"):
            payload = interactions.view_closed(server.workspace, person, gone, is_cleared=every)
            answer = await server.dispatch.ask("interactive", payload)
            outcome["outcome"] = answer.outcome
    return outcome


# -- shortcuts and suggestions


async def shortcut(server: Server, body: Json) -> Json:
    """Use a global shortcut, or one on a message."""
    person = server.workspace.person(body.get("as"))
    kind, callback_id = "message" if body.get("message_ts") else "global", body.get("callback_id")
    shortcuts = server.workspace.app.shortcuts
    names = [s.name for s in shortcuts if (s.type, s.callback_id) == (kind, callback_id)]
    if not names:
        raise Refused("no_such_shortcut", f"There is no {kind} shortcut {callback_id}.", status=404)
    payload = _shortcut_payload(server, person, body)
    return _noticed(server, person, names[0], await server.dispatch.ask("interactive", payload))


def _shortcut_payload(server: Server, person: User, body: Json) -> Json:
    callback_id, trigger = str(body["callback_id"]), server.workspace.triggers.give(person.id)
    if not body.get("message_ts"):
        workspace, at = server.workspace, _at(server)
        return interactions.shortcut(workspace, person, callback_id, trigger, at)
    _, conversation = acting.place(server, body)
    message = _message(person, conversation, body["message_ts"])
    if not message.is_spoken:
        raise Refused("no_shortcut_here", "Slack offers none on what it says itself.", status=409)
    url = _url(server, person, conversation, "app", thread_ts=message.root_ts)
    given = {"callback_id": callback_id, "trigger_id": trigger, "response_url": url}
    return interactions.message_action(
        server.workspace, person, conversation, message, given={**given, "action_ts": _at(server)}
    )


async def suggest(server: Server, body: Json) -> Json:
    """Ask the app for options while a person types."""
    ids = (str(body.get("block_id")), str(body.get("action_id")))
    if body.get("view_id"):
        person, view = _view(server, body)
        here, place = view.spec["blocks"], interactions.view_place(server.workspace, view)
    else:
        person, conversation = acting.place(server, body)
        message = _message(person, conversation, body.get("message_ts"))
        here = _blocks_of(message.body)
        place = interactions.message_place(conversation, message)
    elements.find(here, *ids)
    value = str(body.get("value") or "")
    payload = interactions.block_suggestion(server.workspace, person, place, ids, value)
    answer = await server.dispatch.ask("interactive", payload)
    return _options(answer)


def _options(answer: Answer) -> Json:
    offered = answer.payload or {}
    groups = offered.get("option_groups") or []
    grouped = [option for group in groups for option in group.get("options", [])]
    return {"ok": True, "options": [*(offered.get("options") or []), *grouped]}
