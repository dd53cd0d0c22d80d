"""A snapshot of the whole sandbox in a file, taken on request and when it stops."""

from __future__ import annotations

import json
import os
from dataclasses import fields
from typing import TYPE_CHECKING, get_type_hints

from sandbox import codec
from sandbox.clock import parse_iso
from sandbox.dispatch import Undelivered
from sandbox.errors import Refused
from sandbox.faults import Rule
from sandbox.triggers import ResponseUrl, Trigger, Triggers
from sandbox.views import Views
from sandbox.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from sandbox.server import Server
    from sandbox.values import Json

VERSION = 1
WORKSPACE_NAMES = {**codec.NAMES, "Views": Views, "Triggers": Triggers}


class StateUnreadableError(Exception):
    """The file of `--state` is no snapshot of this version; move it away to begin anew."""

    def __init__(self, path: Path) -> None:
        """Name the file."""
        super().__init__(f"{path}: {self.__doc__}")


def snapshot(server: Server) -> Json:
    """Return everything that a restart brings back."""
    here = server.workspace
    kept = {f.name for f in fields(Workspace)} - {"triggers"}
    return {
        "version": VERSION,
        "seeded": server.seeded,
        "clock": server.clock.reading(),
        "workspace": {name: codec.encode(getattr(here, name)) for name in sorted(kept)},
        "triggers": codec.encode(_ages(server, here.triggers.triggers)),
        "urls": codec.encode(_ages(server, here.triggers.urls)),
        "uploads": server.uploads,
        "unacked": [codec.encode(event) for event in server.dispatch.unacked.values()],
        "faults": {
            **server.faults.reading(),
            "seed": server.faults.seed,
            "revoked": server.faults.revoked,
            "thrown": server.faults.thrown(),
        },
        "entries": server.ledger.n,
    }


def _ages(server: Server, given: dict[str, Trigger] | dict[str, ResponseUrl]) -> Json:
    """Return what was given out with its age in place of its monotonic instant."""
    now = server.time.monotonic()
    return {key: {**codec.encode(one), "at": now - one.at} for key, one in given.items()}


def save(server: Server) -> Path:
    """Write the snapshot; refuses `no_state_file` if the sandbox was started without one."""
    path = server.options.state
    if path is None:
        raise Refused("no_state_file", "Start the sandbox with --state FILE.", status=409)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(snapshot(server), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    return path


def load(server: Server, path: Path) -> None:
    """Bring a snapshot back; raises `StateUnreadableError`. Nothing is delivered yet."""
    try:
        whole = json.loads(path.read_text(encoding="utf-8"))
        if whole["version"] != VERSION:
            raise StateUnreadableError(path)
        _bring_back(server, whole)
    except (ValueError, KeyError, TypeError) as error:
        raise StateUnreadableError(path) from error


def _bring_back(server: Server, whole: Json) -> None:
    server.workspace, server.seeded = _workspace(server, whole), bool(whole["seeded"])
    server.uploads.update(whole["uploads"])
    server.clock.restart(parse_iso(whole["clock"]["now"], "now"))
    server.clock.run(whole["clock"]["rate"])
    server.clock.seq = whole["clock"]["seq"] + 1
    server.ledger.n = whole["entries"]
    rules = [codec.decode(Rule, rule) for rule in whole["faults"]["rules"]]
    server.faults.replace(rules, whole["faults"]["seed"])
    struck = whole["faults"]
    server.faults.go_on(struck["fired"], struck["thrown"], revoked=struck["revoked"])
    server.resuming = [codec.decode(Undelivered, event) for event in whole["unacked"]]


def _workspace(server: Server, whole: Json) -> Workspace:
    hints = get_type_hints(Workspace, localns=WORKSPACE_NAMES)
    now = server.time.monotonic()
    triggers = Triggers(server.time.monotonic)
    for name, kind in (("triggers", Trigger), ("urls", ResponseUrl)):
        for key, one in whole[name].items():
            getattr(triggers, name)[key] = codec.decode(kind, {**one, "at": now - one["at"]})
    given = {name: codec.decode(hints[name], one) for name, one in whole["workspace"].items()}
    here = Workspace(**given, triggers=triggers)
    for conversation in here.conversations.values():
        conversation.settle_screens()
    return here
