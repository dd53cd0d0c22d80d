"""The words of the grammar: English, and the Spanish that school staff mix in."""

from __future__ import annotations

WEEKDAYS = {
    "mon": 0, "monday": 0, "mondays": 0, "mons": 0, "lunes": 0,
    "tue": 1, "tues": 1, "tuesday": 1, "tuesdays": 1, "martes": 1,
    "wed": 2, "weds": 2, "wednesday": 2, "wednesdays": 2, "miercoles": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "thursdays": 3, "jueves": 3,
    "fri": 4, "friday": 4, "fridays": 4, "fris": 4, "viernes": 4,
    "sat": 5, "saturday": 5, "saturdays": 5, "sabado": 5, "sabados": 5,
    "sun": 6, "sunday": 6, "sundays": 6, "domingo": 6, "domingos": 6,
}  # fmt: skip
LETTERS = {"m": 0, "t": 1, "tu": 1, "w": 2, "th": 3, "r": 3, "f": 4}
PLURALS = frozenset(
    {"mondays", "mons", "tuesdays", "wednesdays", "thursdays", "fridays", "fris"}
    | {"saturdays", "sundays", "sabados", "domingos"}
)
MONTHS = {
    "jan": 1, "january": 1, "enero": 1,
    "feb": 2, "february": 2, "febrero": 2,
    "mar": 3, "march": 3, "marzo": 3,
    "apr": 4, "april": 4, "abril": 4,
    "may": 5, "mayo": 5,
    "jun": 6, "june": 6, "junio": 6,
    "jul": 7, "july": 7, "julio": 7,
    "aug": 8, "august": 8, "agosto": 8,
    "sep": 9, "sept": 9, "september": 9, "septiembre": 9, "setiembre": 9,
    "oct": 10, "october": 10, "octubre": 10,
    "nov": 11, "november": 11, "noviembre": 11,
    "dec": 12, "december": 12, "diciembre": 12,
}  # fmt: skip
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "una": 1, "un": 1, "two": 2, "dos": 2, "three": 3, "tres": 3,
    "four": 4, "cuatro": 4, "five": 5, "cinco": 5, "six": 6, "seis": 6, "seven": 7, "siete": 7,
    "eight": 8, "ocho": 8, "nine": 9, "nueve": 9, "ten": 10, "diez": 10, "eleven": 11, "once": 11,
    "twelve": 12, "doce": 12, "fifteen": 15, "quince": 15, "twenty": 20, "veinte": 20,
    "thirty": 30, "treinta": 30, "forty": 40, "forty-five": 45,
}  # fmt: skip
ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7, "eighth": 8, "8th": 8,
    "ninth": 9, "9th": 9, "tenth": 10, "10th": 10, "last": -1,
}  # fmt: skip
BLOCKS = {
    "breakfast": "breakfast", "snack": "snack", "lunch": "lunch", "lunchtime": "lunch",
    "almuerzo": "lunch", "recess": "recess", "recreo": "recess", "arrival": "arrival",
    "llegada": "arrival", "dismissal": "dismissal", "salida": "dismissal", "school": "school",
    "homeroom": "homeroom", "advisory": "advisory", "morning meeting": "morning meeting",
    "circle time": "circle time", "circle": "circle", "centers": "centers", "specials": "specials",
    "writing": "writing", "reading": "reading", "math": "math", "science": "science",
    "social studies": "social studies", "library": "library", "music": "music", "art": "art",
    "pe": "pe", "gym": "gym", "choice time": "choice time", "free play": "free play",
    "rest time": "rest time", "read aloud": "read aloud", "handwriting": "handwriting",
    "phonics": "phonics", "literacy": "literacy", "pack up": "pack up", "break": "break",
    "brunch": "brunch", "nutrition": "nutrition",
}  # fmt: skip


def one_of(words: dict[str, int] | dict[str, str]) -> str:
    """Return the alternatives of a pattern, longest first."""
    return "|".join(sorted(words, key=len, reverse=True))
