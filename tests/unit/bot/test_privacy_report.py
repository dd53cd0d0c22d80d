"""The privacy report: every byte by its place; a student code outside a modal is a leak."""

import json
import subprocess
import sys
from typing import Any

import pytest

from bot.privacy_report import account, run
from bot.privacy_report.account import Report

CODE = "K7-03"


def sent(name: str, payload: dict[str, Any], kind: str = "api") -> dict[str, Any]:
    return {"direction": "in", "kind": kind, "name": name, "payload": payload}


FORM = sent("views.open", {"view": {"blocks": [CODE]}})


def reported(*entries: dict[str, Any]) -> Report:
    size = sum(len(account.written(one["payload"]).encode()) for one in entries)
    return Report((CODE,), account.account(entries, {"D1": "direct message"}), size)


@pytest.mark.parametrize(
    ("entry", "place"),
    [
        (sent("chat.postMessage", {"channel": "C1", "text": CODE}), "channel"),
        (sent("chat.update", {"channel": "D1", "text": CODE}), "direct message"),
        (sent("chat.postEphemeral", {"channel": "C1", "text": CODE}), "answer"),
        (sent("respond", {"text": CODE}, "response_url"), "answer"),
        (sent("slash", {"text": CODE}, "ack"), "answer"),
        (sent("views.publish", {"view": {"blocks": [CODE]}}), "Home"),
        (sent("files.completeUploadExternal", {"files": [{"title": CODE}]}), "file"),
    ],
)
def test_a_code_outside_a_modal_is_a_leak(entry: dict[str, Any], place: str) -> None:
    """Wherever else a code stands, the report says where."""
    found = reported(FORM, entry)
    assert [one.place for one in found.leaks] == [place]
    assert not found.is_sound
    assert any(line.startswith(f"LEAK in {place}") for line in run.lines(found, whole=False))


def test_a_code_in_metadata_is_a_leak() -> None:
    """What nobody sees is counted by itself, and holds no code either."""
    metadata = {"event_type": "pushin", "event_payload": {"key": CODE}}
    found = reported(FORM, sent("chat.postMessage", {"channel": "C1", "metadata": metadata}))
    assert [one.place for one in found.leaks] == ["metadata"]
    assert found.counts_all


def test_codes_in_modals_alone_are_sound() -> None:
    """A form may hold them; a report of a day in which nothing was planted is worth nothing."""
    assert reported(FORM).is_sound
    assert not reported(sent("views.open", {"view": {}})).is_sound


def test_a_byte_that_is_not_accounted_for_is_told() -> None:
    """The report's sum has to be the ledger's."""
    found = reported(FORM)
    assert not Report(found.codes, found.shown, found.ledger_bytes + 1).is_sound


@pytest.mark.slow
def test_the_sample_day() -> None:
    """Every byte of the day is in the report, planted codes stand under "modal" alone."""
    command = [sys.executable, "-m", "bot", "privacy-report", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    codes = {one["place"]: one["codes"] for one in found["places"]}
    assert found["sound"]
    assert found["bytes"] == found["ledger_bytes"] > 50_000
    assert codes.pop("modal") >= 3
    assert set(codes.values()) == {0}
    assert {"channel", "answer", "Home", "file", "metadata", "log"} <= codes.keys()
