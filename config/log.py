"""How the program logs: from which level on, and for people or for machines."""

from dataclasses import dataclass

LEVELS = ("debug", "info", "warning", "error")
FORMATS = ("text", "json")


@dataclass(frozen=True, slots=True)
class Log:
    """`level` is one of `LEVELS`, `format` one of `FORMATS`."""

    level: str = "info"
    format: str = "text"


def parse_log(value: str) -> Log:
    """Return what a level, a format or both say, in either order: `debug`, `json`, `info json`.

    Raises `ValueError` with a sentence that goes on from the setting's name.
    """
    words = value.lower().replace(",", " ").split()
    levels = [word for word in words if word in LEVELS]
    formats = [word for word in words if word in FORMATS]
    if len(levels) + len(formats) < len(words):
        known = f"a level ({', '.join(LEVELS)}), a format ({', '.join(FORMATS)}) or both"
        msg = f"is not understood; write {known}"
        raise ValueError(msg)
    if len(levels) > 1 or len(formats) > 1:
        msg = "names two levels or two formats; keep one of each"
        raise ValueError(msg)
    return Log(*(levels or ["info"]), *(formats or ["text"]))
