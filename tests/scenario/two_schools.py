"""Two invented schools, Lincoln and Grant, and who works there: bells and people of one story."""

from datetime import datetime
from typing import Any

from bot import demo

ZONE = "America/New_York"
MAYA, DIAZ, WEBB = "U0MAYA", "U0DIAZ", "U0WEBB"
ROOM_12, ROOM_1 = "C0ROOM12", "C0ROOM1"
EARLY = "2026-10-16"
"""A Friday on which Lincoln ends at 12:30, without specials."""

LINCOLN_BELLS = """
08:30 08:45 class Arrival
08:45 09:05 class Morning Meeting
09:10 09:50 class Centers
10:00 10:40 class Writing
10:40 11:20 class Math
11:20 11:40 break Recess
11:40 12:10 meal Lunch
12:10 13:00 class Reading
13:00 13:40 class Specials
13:40 14:50 class Science
14:50 15:00 nonclass Dismissal
"""
EARLY_BELLS = """
08:30 08:45 class Arrival
08:45 09:05 class Morning Meeting
09:10 09:50 class Centers
10:00 10:40 class Writing
10:40 11:40 class Math
11:40 12:10 meal Lunch
12:10 12:30 nonclass Dismissal
"""
GRANT_BELLS = """
08:30 10:00 class Reading
10:00 10:20 break Recess
10:20 11:30 class Math
11:30 12:00 meal Lunch
12:00 12:50 class Writing
12:50 13:30 class Specials
13:30 14:50 class Science
14:50 15:00 nonclass Dismissal
"""


def school(key: str, name: str, bells: str, **more: Any) -> dict[str, Any]:
    """Return a school in the neutral form; `more` replaces whole fields."""
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "REGULAR")
    return {
        "format": "pushin-school/1",
        "id": key,
        "name": name,
        "timezone": ZONE,
        "timezone_basis": "stated",
        "school_year": {"first_day": "2026-09-08", "last_day": "2026-11-13"},
        "day_types": {"REGULAR": {"label": "Regular day", "periods": periods(bells)}},
        "pattern": {"kind": "weekly", "days": {**week, "sat": None, "sun": None}},
        "exceptions": [],
        "source": [],
        **more,
    }


def lincoln(**more: Any) -> dict[str, Any]:
    """Return Lincoln Elementary: specials at 13:00, and a Friday that ends at 12:30."""
    found = school("lincoln", "Lincoln Elementary", LINCOLN_BELLS)
    found["day_types"]["EARLY"] = {"label": "Early release", "periods": periods(EARLY_BELLS)}
    found["exceptions"] = [{"from": EARLY, "to": EARLY, "day_type": "EARLY", "label": ""}]
    return {**found, **more}


def grant(**more: Any) -> dict[str, Any]:
    """Return Grant Elementary: specials at 12:50."""
    return school("grant", "Grant Elementary", GRANT_BELLS, **more)


def periods(bells: str) -> list[dict[str, str]]:
    """Return bells as the neutral form has them."""
    rows = [line.split(" ", 3) for line in bells.strip().splitlines()]
    return [dict(zip(("start", "end", "kind", "name"), row, strict=True)) for row in rows]


def seed(at: datetime) -> dict[str, Any]:
    """Return a workspace with Maya, a teacher and a private channel at each school."""
    whole = demo.workspace_seed(at, name="District", zone=ZONE)
    people = {MAYA: "Maya Ortiz", DIAZ: "Mr. Diaz", WEBB: "Mrs. Webb"}
    whole["users"] = [
        {"id": key, "name": key.lower(), "real_name": name, "tz": ZONE, "kind": "full"}
        for key, name in people.items()
    ]
    whole["channels"] = [
        {
            "id": channel,
            "name": channel.lower(),
            "is_private": True,
            "members": [MAYA, teacher, demo.BOT_USER],
        }
        for channel, teacher in ((ROOM_12, DIAZ), (ROOM_1, WEBB))
    ]
    return whole
