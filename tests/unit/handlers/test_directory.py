"""Accounts and channels, as Slack tells of them."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from unit.handlers.desk import Desk, user
from unit.pushin import king

from handlers.slack.directory import SlackDirectory, account_of, channel_of


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({}, "full"),
        ({"is_restricted": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"is_bot": True}, "bot"),
        ({"deleted": True, "is_bot": True}, "deleted"),
        ({"team_id": "T2"}, "foreign"),
        ({"is_stranger": True}, "foreign"),
        ({"id": "USLACKBOT"}, "bot"),
    ],
)
def test_an_account_is_of_one_kind(facts: Mapping[str, Any], kind: str) -> None:
    """Only full members of the workspace may take part."""
    user_object = {"id": "U1", "name": "maya", "team_id": "T1", "tz": "America/Chicago", **facts}

    assert account_of(user_object, "T1").kind == kind


def test_the_name_is_the_real_one() -> None:
    """People are called by their real name, not by their handle."""
    found = account_of({"id": "U1", "name": "mo", "profile": {"real_name": "Maya Ortiz"}}, "T1")

    assert found.name == "Maya Ortiz"


def test_a_channel_shared_or_about_to_be_is_shared() -> None:
    """A pending Slack Connect invitation counts already."""
    assert channel_of({"name": "x", "is_pending_ext_shared": ["T2"]}).shared
    assert not channel_of({"name": "x", "is_private": True, "is_member": True}).shared


async def test_an_answer_is_remembered_for_a_minute(desk: Desk) -> None:
    """Slack is asked once a minute for the same account, and anew after that."""
    directory = SlackDirectory(desk.client, king.WORKSPACE)
    before = len(await desk.box.ledger(kind="api"))
    for seconds in (0, 59, 60):
        found = await directory.account(user("maya"), at=desk.at + timedelta(seconds=seconds))
    asked = (await desk.box.ledger(kind="api"))[before:]

    assert found.kind == "full"
    assert [one["name"] for one in asked] == ["users.info"] * 2


@pytest.mark.parametrize("fault", ["slow", "500", "reset_before"])
async def test_without_an_answer_the_last_one_holds(desk: Desk, fault: str) -> None:
    """A look-up that takes too long or fails is answered with what was known, within the limit."""
    directory = SlackDirectory(desk.client, king.WORKSPACE, within=0.2)
    known = await directory.account(user("maya"), at=desk.at)
    later = desk.at + timedelta(seconds=61)
    await desk.box.set_faults({"method": "users.info", "fault": fault, "seconds": 2})
    began = time.monotonic()

    for _ in range(3):
        assert await directory.account(user("maya"), at=later) == known

    assert time.monotonic() - began < 1


async def test_who_was_never_seen_is_not_guessed(desk: Desk) -> None:
    """Without an answer a new account gets nothing: the failure is told."""
    directory = SlackDirectory(desk.client, king.WORKSPACE, within=0.2)
    await desk.box.set_faults({"method": "users.info", "fault": "slow", "seconds": 2})

    with pytest.raises(TimeoutError):
        await directory.account(user("maya"), at=desk.at)


async def test_what_cannot_be_seen_is_foreign_and_no_member(desk: Desk) -> None:
    """Unknown means no: an account or channel out of sight gets nothing."""
    directory = SlackDirectory(desk.client, king.WORKSPACE)

    assert (await directory.account("U0NOBODY", at=desk.at)).kind == "foreign"
    assert not (await directory.channel("C0NOWHERE", at=desk.at)).member
