"""A small school team in a workspace: the people, the channels, and what their app shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]

MAYA, ADAMS, TAM, ROSA = "U0MAYA", "U0ADAMS", "U0TAM", "U0ROSA"
BOT = "U0PUSHIN"
ROOM_4, STAFF = "C0ROOM4", "C0STAFF"
ZONE = "America/Los_Angeles"

# Wednesday 2026-09-02, 8:30 in the morning in Berkeley: 40 minutes before the push-in at 9:10.
NOW = datetime(2026, 9, 2, 15, 30, tzinfo=UTC)

VERBS = "next | today | week | schedule PHRASE | suggest GOAL | change | absent | touchbase | help"


def seed() -> Json:
    """Return the body of a seed: four people, two rooms, one app."""
    people = [
        _person(MAYA, "maya", "Maya Ortiz", "OT", "2f6f8f"),
        _person(ADAMS, "adams", "Ms. Adams", "Teacher, room 4", "8a4f7d"),
        _person(TAM, "tam", "Tam Nguyen", "Para, room 4", "4d7c3a"),
        _person(ROSA, "rosa", "Rosa Lee", "Case manager", "b0562f"),
        _person(BOT, "pushin", "Push-In", "", "0b6e63") | {"kind": "bot"},
    ]
    everybody = [MAYA, ADAMS, TAM, ROSA, BOT]
    return {
        "team": {"id": "T0KING", "name": "King Middle School", "domain": "king"},
        "app": {
            "id": "A0PUSHIN",
            "name": "Push-In",
            "bot_user_id": BOT,
            "bot_id": "B0PUSHIN",
            "scopes": [
                "commands",
                "chat:write",
                "im:write",
                "mpim:write",
                "users:read",
                "app_mentions:read",
                "groups:read",
                "im:history",
                "mpim:history",
                "groups:history",
                "files:read",
            ],
            "commands": [
                {
                    "command": "/pushin",
                    "description": "Plan and run push-in therapy",
                    "usage_hint": VERBS,
                    "should_escape": True,
                }
            ],
            "shortcuts": [
                {
                    "name": "Add as expectation",
                    "type": "message",
                    "callback_id": "add_expectation",
                    "description": "For the next session",
                },
                {
                    "name": "Schedule a push-in",
                    "type": "global",
                    "callback_id": "schedule",
                    "description": "With a form",
                },
            ],
            "bot_events": ["app_home_opened", "app_mention", "message.im", "message.groups"],
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
        },
        "users": people,
        "channels": [
            {
                "id": ROOM_4,
                "name": "room-4-push-in",
                "is_private": True,
                "members": everybody,
                "topic": "Push-in team of room 4",
            },
            {"id": STAFF, "name": "support-team", "is_private": True, "members": everybody},
        ],
        "now": NOW.isoformat(),
    }


def _person(user: str, name: str, real_name: str, title: str, color: str) -> Json:
    return {
        "id": user,
        "name": name,
        "real_name": real_name,
        "tz": ZONE,
        "title": title,
        "color": color,
        "kind": "full",
    }


def marks() -> Json:
    """Return the marks of the first two school days."""
    days = [
        ("2026-09-02T15:15:00Z", "Regular day", "day", "B day"),
        ("2026-09-02T15:40:00Z", "Checklist for Arrival", "prompt", "To #room-4-push-in"),
        ("2026-09-02T16:10:00Z", "Period 2 begins", "bell", None),
        ("2026-09-02T17:00:00Z", "Period 2 ends", "bell", None),
        ("2026-09-02T21:40:00Z", "One card with what waits", "prompt", "To Ms. Adams"),
        ("2026-09-03T15:15:00Z", "Late start", "day", "A day, begins 9:00"),
        ("2026-09-03T16:00:00Z", "Period 1 begins", "bell", None),
    ]
    return {
        "zone": ZONE,
        "marks": [
            {"at": at, "label": label, "kind": kind} | ({"detail": detail} if detail else {})
            for at, label, kind, detail in days
        ],
    }


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def option(value: str, text: str, detail: str = "") -> Json:
    return {"text": plain(text), "value": value} | (
        {"description": plain(detail)} if detail else {}
    )


def button(action: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action, "text": plain(text), "value": "1", **more}


def plan_card() -> list[Json]:
    """Return the card of a standing plan."""
    return [
        {"type": "header", "text": plain("Arrival routine, room 4")},
        {
            "type": "section",
            "text": mrkdwn(
                "*Mondays and Wednesdays, 9:10-9:40* until June 11\nSet up by <@U0MAYA>"
            ),
        },
        {
            "type": "section",
            "fields": [
                mrkdwn("*Who leads*\nMaya Ortiz"),
                mrkdwn("*How we work*\nOne leads, one supports"),
                mrkdwn("*Ms. Adams*\nGreets at the door, starts the music"),
                mrkdwn("*Tam Nguyen*\nCubbies and backpacks"),
            ],
        },
        {
            "type": "actions",
            "block_id": "card",
            "elements": [
                button("confirm", "I'm in", style="primary"),
                button("talk", "Let's talk"),
                button("change", "Change"),
                button(
                    "skip",
                    "Can't make it",
                    style="danger",
                    confirm={
                        "title": plain("Skip Wednesday?"),
                        "text": mrkdwn("*Wednesday, September 2* will not be held. You can undo."),
                        "confirm": plain("Skip it"),
                        "deny": plain("Keep it"),
                    },
                ),
            ],
        },
        {"type": "context", "elements": [mrkdwn("Waiting for *Ms. Adams* and *Tam Nguyen*")]},
    ]


TASKS = (
    option("folders", "Writing folders are out"),
    option("timer", "Visual timer is on the board"),
    option("seats", "Seats by the window are free"),
)


def checklist(*ticked: str) -> list[Json]:
    """Return today's checklist with the given boxes set."""
    boxes: Json = {"type": "checkboxes", "action_id": "tick", "options": list(TASKS)}
    done = [task for task in TASKS if task["value"] in ticked]
    if done:
        boxes["initial_options"] = done
    return [
        {
            "type": "section",
            "text": mrkdwn(
                "*Today, 9:10 in room 4: arrival routine*\nMaya leads, Ms. Adams supports."
            ),
            "accessory": {
                "type": "overflow",
                "action_id": "more",
                "options": [option("move", "Move this one"), option("roles", "Show the roles")],
            },
        },
        {"type": "actions", "block_id": "tasks", "elements": [boxes]},
        {"type": "context", "elements": [mrkdwn(f"{len(done)} of {len(TASKS)} ready")]},
    ]


def schedule_form() -> Json:
    """Return the modal that schedules a plan."""
    return {
        "type": "modal",
        "callback_id": "schedule",
        "title": plain("Schedule a push-in"),
        "submit": plain("Check times"),
        "close": plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "goal",
                "label": plain("What will you work on?"),
                "hint": plain("Routines only. Leave students' names out."),
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "placeholder": plain("Unpacking and settling in"),
                },
            },
            {
                "type": "input",
                "block_id": "teacher",
                "label": plain("Whose classroom?"),
                "element": {
                    "type": "users_select",
                    "action_id": "who",
                    "placeholder": plain("Choose a teacher"),
                },
            },
            {
                "type": "input",
                "block_id": "days",
                "label": plain("Which days?"),
                "element": {
                    "type": "checkboxes",
                    "action_id": "days",
                    "options": [
                        option("mon", "Monday"),
                        option("wed", "Wednesday", "Late start on the first of each month"),
                        option("fri", "Friday"),
                    ],
                },
            },
            {
                "type": "input",
                "block_id": "first",
                "label": plain("First date"),
                "element": {
                    "type": "datepicker",
                    "action_id": "date",
                    "initial_date": "2026-09-09",
                },
            },
            {
                "type": "input",
                "block_id": "notes",
                "optional": True,
                "label": plain("Anything the room should know?"),
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
            },
        ],
    }


def home() -> Json:
    """Return the Home of a teacher."""
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": plain("Wednesday, September 2")},
            {"type": "context", "elements": [mrkdwn("Regular day, B day. Room 4.")]},
            {"type": "divider"},
            {
                "type": "section",
                "text": mrkdwn(
                    "*9:10-9:40  Arrival routine*\nMaya Ortiz leads. You greet at the door."
                ),
                "accessory": button("confirm", "I'm in", style="primary"),
            },
            {
                "type": "section",
                "text": mrkdwn("*1:00-1:05  Touch base with Maya*\nIn your planning time."),
                "accessory": button("move", "Another time"),
            },
            {"type": "divider"},
            {"type": "header", "text": plain("Set up")},
            {
                "type": "section",
                "text": mrkdwn(
                    "*When is arrival in room 4?*\nSo that Maya comes at the right time."
                ),
                "accessory": {
                    "type": "timepicker",
                    "action_id": "arrival",
                    "initial_time": "08:30",
                },
            },
            {
                "type": "actions",
                "block_id": "verbs",
                "elements": [
                    button("next", "Next"),
                    button("absent", "Can't make it"),
                    button("roles", "Roles"),
                    {
                        "type": "static_select",
                        "action_id": "more",
                        "placeholder": plain("More"),
                        "options": [option("week", "My week"), option("settings", "Settings")],
                    },
                ],
            },
        ],
    }


def everything() -> list[Json]:
    """Return blocks with every kind of text and element that a message may hold."""
    return [
        {
            "type": "section",
            "text": mrkdwn(
                "*bold* _italic_ ~struck~ `code` <https://example.org|a link> <@U0ADAMS>"
                " :wave: &lt;b&gt; <!date^1788363000^{date_short} at {time}|soon>\n"
                "> a quote\n- one\n- two\n```pre  formatted```"
            ),
        },
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_section",
                    "elements": [
                        {"type": "text", "text": "Rich ", "style": {"bold": True}},
                        {"type": "user", "user_id": TAM},
                    ],
                },
                {
                    "type": "rich_text_list",
                    "style": "ordered",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [{"type": "text", "text": "first step"}],
                        }
                    ],
                },
            ],
        },
        {
            "type": "actions",
            "block_id": "all",
            "elements": [
                {
                    "type": "multi_users_select",
                    "action_id": "team",
                    "placeholder": plain("Team"),
                },
                {"type": "datepicker", "action_id": "day", "initial_date": "2026-09-02"},
                {"type": "timepicker", "action_id": "time", "initial_time": "09:10"},
                {
                    "type": "radio_buttons",
                    "action_id": "how",
                    "options": [option("in", "Push-in"), option("out", "Pull-out")],
                    "initial_option": option("in", "Push-in"),
                },
            ],
        },
    ]
