"""Making one spelling of many: slips of the finger and Spanish become the grammar's own words."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORD = re.compile(r"[a-z0-9']{2,}|\s{2,}")
"""A word, or a long gap: gaps become one space, so that no pattern walks through them twice."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_OFTEN_MISTYPED = (
    *_DAYS,
    *(f"{day}s" for day in _DAYS),
    *("january", "february", "august", "september", "october", "november", "december"),
    *("tomorrow", "thanksgiving", "semester", "trimester", "beginning", "weekdays"),
)
_SLIPS = {
    "wensday": "wednesday", "wensdays": "wednesdays", "wendsday": "wednesday",
    "wendsdays": "wednesdays", "wedsday": "wednesday", "wednsday": "wednesday",
    "thurdsay": "thursday", "thersday": "thursday", "tuesdsay": "tuesday", "tusday": "tuesday",
    "saterday": "saturday", "freday": "friday", "munday": "monday",
    "apirl": "april", "novemeber": "november", "decemeber": "december", "janurary": "january",
    "feberuary": "february", "octobor": "october", "septemeber": "september",
    "tommorow": "tomorrow", "tommorrow": "tomorrow", "tomorow": "tomorrow", "tmrw": "tomorrow",
    "tmrrw": "tomorrow", "tmr": "tomorrow", "tmw": "tomorrow", "tomarrow": "tomorrow",
    "2morrow": "tomorrow", "2moro": "tomorrow", "2mrw": "tomorrow", "tomoro": "tomorrow",
    "untill": "until", "unitl": "until", "untl": "until", "evry": "every", "evey": "every",
    "everyday": "every day", "wkly": "weekly", "wk": "week", "wks": "weeks", "ea": "each",
    "hr": "hour", "hrs": "hours", "thanksgving": "thanksgiving", "excpet": "except",
    "biweekly": "bi-weekly", "2day": "today", "exept": "except",
    "strating": "starting", "startng": "starting",
}  # fmt: skip
_SPANISH = {
    "lunes": "monday", "martes": "tuesday", "miercoles": "wednesday", "jueves": "thursday",
    "viernes": "friday", "sabado": "saturday", "sabados": "saturdays", "domingo": "sunday",
    "domingos": "sundays", "enero": "january", "febrero": "february", "marzo": "march",
    "abril": "april", "mayo": "may", "junio": "june", "julio": "july", "agosto": "august",
    "septiembre": "september", "setiembre": "september", "octubre": "october",
    "noviembre": "november", "diciembre": "december", "ene": "jan", "abr": "apr", "dic": "dec",
    "hoy": "today", "ayer": "yesterday", "proximo": "next", "proxima": "next", "este": "this",
    "esta": "this", "cada": "every", "otra": "other", "otro": "other", "semana": "week",
    "semanas": "weeks", "dia": "day", "dias": "days", "mes": "month", "meses": "months",
    "minuto": "minute", "minutos": "minutes", "periodo": "period", "periodos": "periods",
    "bloque": "block", "almuerzo": "lunch", "recreo": "recess", "llegada": "arrival",
    "salida": "dismissal", "desayuno": "breakfast", "merienda": "snack", "escritura": "writing",
    "lectura": "reading", "matematicas": "math", "mate": "math", "ciencias": "science",
    "biblioteca": "library", "musica": "music", "centros": "centers", "escuela": "school",
    "despues": "after", "antes": "before", "durante": "during", "hasta": "until",
    "desde": "from", "excepto": "except", "salvo": "except", "entre": "between",
    "comenzando": "starting", "empezando": "starting", "semestre": "semester",
    "trimestre": "trimester", "primer": "first", "primero": "first", "primera": "first",
    "primeros": "first", "segundo": "second", "segunda": "second", "tercer": "third",
    "tercero": "third", "tercera": "third", "quinto": "fifth", "sexto": "sixth",
    "septimo": "seventh", "octavo": "eighth", "ultimo": "last", "ultima": "last",
    "ultimos": "last", "1er": "1st", "1ro": "1st", "2do": "2nd", "3er": "3rd", "3ro": "3rd",
    "4to": "4th", "5to": "5th", "6to": "6th", "7mo": "7th", "8vo": "8th", "dos": "two",
    "tres": "three", "cuatro": "four", "cinco": "five", "seis": "six", "siete": "seven",
    "ocho": "eight", "nueve": "nine", "diez": "ten", "doce": "twelve", "quince": "fifteen",
    "veinte": "twenty", "treinta": "thirty", "alternos": "alternate", "diario": "daily",
    "diariamente": "daily", "semanalmente": "weekly", "lun": "monday", "mie": "wednesday",
    "jue": "thursday", "vie": "friday",
}  # fmt: skip


def _slips(word: str) -> Iterator[str]:
    """Yield a word with one inner letter lost, doubled, or swapped with the next."""
    for at in range(1, len(word)):
        if at < len(word) - 1:
            yield word[:at] + word[at + 1 :]
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        yield word[: at + 1] + word[at:]


def _known() -> dict[str, str]:
    mistyped = {slip: word for word in _OFTEN_MISTYPED for slip in _slips(word)}
    # "monday" with a doubled last letter is no word, but "days" may not become "day".
    own = {word: word for word in _OFTEN_MISTYPED}
    return mistyped | own | _SLIPS | _SPANISH


_KNOWN = {said: word for said, word in _known().items() if said != word}


@dataclass(frozen=True, slots=True)
class Spelled:
    """A text in the grammar's words, and where each of its places was before."""

    text: str
    changed: tuple[int, ...] = ()
    """Where stretches of `text` begin that stand elsewhere than before."""
    shifts: tuple[int, ...] = ()
    """How much further right each of these stretches stood before."""

    def before(self, at: int) -> int:
        """Return where the place `at` was in the text as typed."""
        stretch = bisect_right(self.changed, at)
        return at + self.shifts[stretch - 1] if stretch else at


def corrected(text: str) -> Spelled:
    """Return `text` (lower case, no accents) with known slips and Spanish words replaced."""
    parts: list[str] = []
    changed: list[int] = []
    shifts: list[int] = []
    length = read = 0
    for match in _WORD.finditer(text):
        word = " " if match[0].isspace() else _KNOWN.get(match[0])
        if word is None:
            continue
        parts += [text[read : match.start()], word]
        length += match.start() - read + len(word)
        read = match.end()
        changed.append(length)
        shifts.append(read - length)
    if not parts:
        return Spelled(text)
    return Spelled("".join([*parts, text[read:]]), tuple(changed), tuple(shifts))
