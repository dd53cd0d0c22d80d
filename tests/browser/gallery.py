"""One of each: blocks and elements of every kind that the sandbox lets an app send."""

from __future__ import annotations

from typing import Any

from browser.team import ADAMS, ROOM_4, TAM, Json, button, mrkdwn, option, plain

OT_TEAM = "S0OTTEAM"
PICTURE = "/page/icon.svg"


def image(alt: str) -> Json:
    return {"type": "image", "image_url": PICTURE, "alt_text": alt}


def rich(*elements: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    """Return a part of rich text of some kind."""
    return {"type": kind, "elements": list(elements), **more}


def text(words: str, **style: bool) -> Json:
    return {"type": "text", "text": words} | ({"style": style} if style else {})


def rich_text() -> Json:
    """Return a rich_text block with every element that there is."""
    return {
        "type": "rich_text",
        "elements": [
            rich(
                text("bold ", bold=True),
                text("italic ", italic=True),
                text("struck ", strike=True),
                text("code", code=True),
                {"type": "link", "url": "https://example.org", "text": "a link"},
                {"type": "user", "user_id": TAM},
                {"type": "usergroup", "usergroup_id": OT_TEAM},
                {"type": "channel", "channel_id": ROOM_4},
                {"type": "team", "team_id": "T0KING"},
                {"type": "broadcast", "range": "here"},
                {"type": "emoji", "name": "wave"},
                {"type": "emoji", "name": "no_such_emoji"},
                {"type": "color", "value": "#0b6e63"},
                {"type": "date", "timestamp": 1788363000, "format": "{date_num} {time}"},
            ),
            rich(rich(text("first")), rich(text("second")), kind="rich_text_list", style="ordered"),
            rich(rich(text("nested")), kind="rich_text_list", style="bullet", indent=1, border=1),
            rich(text("quoted"), kind="rich_text_quote"),
            rich(text("as it is"), kind="rich_text_preformatted"),
        ],
    }


def _said(words: str) -> Json:
    return {"type": "rich_text", "elements": [rich(text(words))]}


def _task(status: str, title: str, **more: Any) -> Json:
    return {
        "type": "task_card",
        "task_id": title,
        "title": title,
        "status": status,
        "details": _said("Details of it"),
        **more,
    }


def _cards() -> list[Json]:
    card = {
        "type": "card",
        "icon": image("A clock"),
        "title": mrkdwn("*Arrival*"),
        "subtitle": plain("9:10 in room 4"),
        "body": mrkdwn("Maya leads."),
        "actions": [button("card", "Open the card")],
    }
    small: list[Json] = [{"type": "card", "title": plain(f"Card {number}")} for number in (1, 2, 3)]
    small[0]["actions"] = [button("first", "Open the first")]
    return [
        {**card, "hero_image": image("A classroom")},
        {"type": "carousel", "elements": small},
    ]


def _tasks() -> list[Json]:
    source = {"type": "url", "url": "https://example.org/bells", "text": "The bells"}
    tasks = [
        _task("complete", "Reading the bells", output=_said("Seven periods"), sources=[source]),
        _task("in_progress", "Looking for a time"),
        _task("pending", "Asking the teacher"),
        _task("error", "Writing it down"),
    ]
    alone = _task("complete", "A task alone")
    return [{"type": "plan", "title": "How it goes", "tasks": tasks}, alone]


def _tables() -> list[Json]:
    cells = [
        [{"type": "raw_text", "text": "Day"}, {"type": "raw_text", "text": "Minutes"}],
        [_said("Monday"), {"type": "raw_number", "value": 30, "text": "30"}],
    ]
    written = "## Heading\n- [x] done\n- [ ] to do\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n**strong**"
    return [
        {"type": "table", "rows": cells, "column_settings": [{}, {"align": "right"}]},
        {"type": "markdown", "text": written},
    ]


def _boxes() -> list[Json]:
    inside = [{"type": "section", "text": mrkdwn("Inside the container")}]
    return [
        {
            "type": "container",
            "title": plain("A container"),
            "subtitle": plain("that folds"),
            "is_collapsible": True,
            "child_blocks": inside,
        },
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "useful",
                    "positive_button": {"text": plain("Useful"), "value": "yes"},
                    "negative_button": {"text": plain("Not useful"), "value": "no"},
                },
                {
                    "type": "icon_button",
                    "action_id": "bin",
                    "icon": "trash",
                    "text": plain("Throw away"),
                },
            ],
        },
    ]


def message() -> list[Json]:
    """Return the blocks of a message with every kind that may stand in one."""
    words = "*Bold* <!subteam^S0OTTEAM> <!here> <!date^1788363000^{time}|soon> <@U0ADAMS>"
    return [
        {"type": "header", "text": plain("One of each")},
        {"type": "section", "text": mrkdwn(words), "accessory": image("A picture beside")},
        {"type": "divider"},
        {"type": "context", "elements": [image("A small picture"), mrkdwn("In passing")]},
        {**image("A picture"), "title": plain("Its title")},
        {
            "type": "video",
            "title": plain("How to fold"),
            "alt_text": "Hands that fold paper",
            "video_url": "https://example.org/video",
            "thumbnail_url": PICTURE,
            "provider_name": "Example",
            "description": plain("In a minute"),
        },
        rich_text(),
        *_cards(),
        *_tasks(),
        *_tables(),
        *_boxes(),
        {"type": "call", "call_id": "R0CALL"},
        {"type": "data_visualization", "title": "Minutes a week"},
    ]


def _input(block: str, label: str, element: Json) -> Json:
    return {
        "type": "input",
        "block_id": block,
        "optional": True,
        "label": plain(label),
        "element": {"action_id": "it", **element},
    }


def form() -> Json:
    """Return a modal with an alert and every kind of input."""
    options = [option("a", "First"), option("b", "Second", "with a description")]
    grouped = [{"label": plain("A group"), "options": options}]
    searched = {"placeholder": plain("Search"), "min_query_length": 2}
    return {
        "type": "modal",
        "callback_id": "gallery",
        "title": plain("Every input"),
        "submit": plain("Send"),
        "blocks": [
            {"type": "alert", "level": "warning", "text": mrkdwn("*Two rooms* at 9:10")},
            _input("text", "A text", {"type": "plain_text_input"}),
            _input("rich", "A rich text", {"type": "rich_text_input"}),
            _input("number", "A number", {"type": "number_input", "is_decimal_allowed": True}),
            _input("mail", "An address", {"type": "email_text_input"}),
            _input("url", "A link", {"type": "url_text_input"}),
            _input("date", "A date", {"type": "datepicker"}),
            _input("time", "A time", {"type": "timepicker", "initial_time": "09:10"}),
            _input("moment", "A moment", {"type": "datetimepicker"}),
            _input("one", "One of a group", {"type": "static_select", "option_groups": grouped}),
            _input("more", "Some", {"type": "multi_static_select", "options": options}),
            _input("found", "One found", {"type": "external_select", **searched}),
            _input("founds", "Some found", {"type": "multi_external_select", **searched}),
            _input("user", "A person", {"type": "users_select", "initial_user": ADAMS}),
            _input("place", "A conversation", {"type": "conversations_select"}),
            _input("channel", "A channel", {"type": "channels_select"}),
            _input("boxes", "Boxes", {"type": "checkboxes", "options": options}),
            _input("radio", "Buttons", {"type": "radio_buttons", "options": options}),
            _input("file", "Files", {"type": "file_input", "filetypes": ["csv"], "max_files": 2}),
        ],
    }


def tour() -> list[Json]:
    """Return a tour of two cards."""
    return [
        {
            "title": "Look at the room",
            "text": "The card says *when*.",
            "do": {
                "label": "Ask as Ms. Adams",
                "as": ADAMS,
                "place": ROOM_4,
                "write": "/pushin next",
            },
        },
        {
            "title": "Go on",
            "text": "Half an hour later.",
            "do": {"label": "Move on", "clock": {"set": "2026-09-02T16:00:00Z"}},
        },
    ]


def groups() -> list[Json]:
    return [{"id": OT_TEAM, "handle": "ot-team", "name": "Occupational therapists"}]
