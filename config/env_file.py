"""A .env file: its settings by name, or the first thing in it that is not as it was meant."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from io import StringIO
from pathlib import Path

from dotenv.parser import Binding, parse_stream

from config.errors import ConfigError

# Names beyond this may be a setting and its secret written without an equals sign between them.
SHOWABLE = re.compile(r"[A-Za-z_]{1,40}")
LINE_START = re.compile(r"\s*(?:export\s+)?['\"]?")


@dataclass(frozen=True)
class EnvFile:
    """A .env file and the settings that it may hold.

    `examples` gives a good value for each known setting, by name.
    """

    path: Path
    examples: Mapping[str, str]

    def read(self) -> dict[str, str]:
        """Return the known settings that stand in the file; none if there is no file.

        Raises `ConfigError` for a file that cannot be read as text, a line that is no assignment,
        a setting that stands twice and a name that is almost a setting. Other programs' variables
        are passed over. Nothing is filled in for `$NAME`: passwords may hold a dollar sign.
        """
        values: dict[str, str] = {}
        lines: dict[str, int] = {}
        for line, name, value in self._assignments():
            if name in lines:
                problem = f"stands twice in {self.path.name} (lines {lines[name]} and {line})"
                raise self._error(name, f"{problem}; keep one")
            values[name] = value
            lines[name] = line
        return values

    def _assignments(self) -> Iterator[tuple[int, str, str]]:
        for binding in parse_stream(StringIO(self._text())):
            line = _line(binding)
            if binding.error or (binding.key is not None and binding.value is None):
                raise self._malformed(line, binding.original.string)
            if binding.key is None or binding.value is None:
                continue
            if binding.key in self.examples:
                yield line, binding.key, binding.value
            else:
                self._check_other(line, binding.key, binding.value)

    def _text(self) -> str:
        data = self._bytes()
        if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
            raise self._file_error("is saved as UTF-16; save it as UTF-8")
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            bad = error.start
        before = data[:bad]
        line = before.count(b"\n") + 1
        start = before.rpartition(b"\n")[2].decode()
        problem = f"has a character that is not UTF-8 in line {line} of {self.path.name}"
        raise self._error(self._known_name(start), f"{problem}; save the file as UTF-8")

    def _bytes(self) -> bytes:
        if self.path.is_dir():
            raise self._file_error("is a folder, not a file")
        try:
            return self.path.read_bytes().removeprefix(BOM_UTF8)
        except FileNotFoundError:
            return b""
        except OSError as error:
            problem = f"cannot be read ({error.strerror})"
        raise self._file_error(problem)

    def _check_other(self, line: int, name: str, value: str) -> None:
        for written in value.splitlines()[1:]:
            swallowed = self._known_name(written)
            if swallowed in self.examples:
                problem = f"stands inside another variable's value, which begins in line {line}"
                raise self._error(swallowed, f"{problem}; is a quotation mark missing there?")
        close = get_close_matches(name.upper(), self.examples, n=1, cutoff=0.8)
        if not close and not name.upper().startswith("PUSHIN_"):
            return
        shown = name if SHOWABLE.fullmatch(name) else f"A name in {self.path.name}"
        hint = f"; did you mean {close[0]}?" if close else ""
        example = self._example(close[0] if close else "PUSHIN_PORT")
        raise ConfigError(shown, f"is not a setting (line {line}){hint}", example)

    def _malformed(self, line: int, written: str) -> ConfigError:
        problem = f"line {line} of {self.path.name} cannot be read as NAME=value"
        advice = "check the equals sign and the quotation marks"
        return self._error(self._known_name(written), f"{problem}; {advice}")

    def _known_name(self, written: str) -> str:
        """Return the setting that a line begins with; the file's name if it begins with none."""
        rest = LINE_START.sub("", written, count=1)
        known = [name for name in self.examples if rest.startswith(name)]
        return max(known, key=len, default=self.path.name)

    def _file_error(self, problem: str) -> ConfigError:
        return ConfigError(str(self.path), problem, "cp .env.example .env")

    def _error(self, name: str, problem: str) -> ConfigError:
        example = self._example(name if name in self.examples else "PUSHIN_PORT")
        return ConfigError(name, problem, example)

    def _example(self, name: str) -> str:
        return f"{name}={self.examples[name]}"


def _line(binding: Binding) -> int:
    """Return the line of an assignment; the parser counts from the blank lines before it."""
    written = binding.original.string
    blank = written[: len(written) - len(written.lstrip())]
    return binding.original.line + len(re.findall(r"\r\n|\r|\n", blank))
