"""The checks of a single value: each returns it as it is used, or says what is wrong with it.

A check raises `ValueError` with a sentence that goes on from the setting's name ("is empty"). No
sentence repeats the value: it may be a secret, and it may have been pasted into the wrong setting.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit

QUOTES = "\"'`“”‘’"  # noqa: RUF001  word processors turn straight quotation marks into these
PLACEHOLDER = re.compile(r"-your-|^your-|^<|\.\.\.|…|x{5,}")
TOKEN_BODY = re.compile(r"[A-Za-z0-9_-]+")

POSTGRESQL = ("postgresql", "postgres", "postgresql+psycopg")

MISPLACED_IN_BOT_TOKEN = {
    "xapp-": "is the app-level token, which belongs in SLACK_APP_TOKEN; are the two swapped?",
    "xoxp-": "is a user token; take the Bot User OAuth Token",
    "xoxe": "is a rotating token, which expires; turn token rotation off in the app's settings",
}
MISPLACED_IN_APP_TOKEN = {
    "xoxb-": "is the bot token, which belongs in SLACK_BOT_TOKEN; are the two swapped?",
    "xoxp-": "is a user token; take the App-Level Token with connections:write",
}


def text(value: str) -> str:
    """Return the value without outer spaces; refuse what no setting ever holds."""
    value = value.strip()
    if not value:
        msg = "is empty; give it a value or remove the line"
        raise ValueError(msg)
    if not value.isprintable():
        msg = "holds a line break or an invisible character; is a quotation mark missing?"
        raise ValueError(msg)
    if value[0] in QUOTES or value[-1] in QUOTES:
        msg = "begins or ends with a stray quotation mark"
        raise ValueError(msg)
    if PLACEHOLDER.search(value):
        msg = "still holds a placeholder; put the real value in its place"
        raise ValueError(msg)
    return value


def _token(value: str, prefix: str, misplaced: Mapping[str, str]) -> str:
    for other, problem in misplaced.items():
        if value.startswith(other):
            raise ValueError(problem)
    if not value.startswith(prefix):
        msg = f"does not begin with {prefix}"
        raise ValueError(msg)
    if not TOKEN_BODY.fullmatch(value.removeprefix(prefix)):
        msg = "is cut short or holds a character that no token has"
        raise ValueError(msg)
    return value


def bot_token(value: str) -> str:
    """Check a bot token: `xoxb-…`, see https://docs.slack.dev/authentication/tokens."""
    return _token(value, "xoxb-", MISPLACED_IN_BOT_TOKEN)


def app_token(value: str) -> str:
    """Check an app-level token: `xapp-…`, which Socket Mode connects with."""
    return _token(value, "xapp-", MISPLACED_IN_APP_TOKEN)


def signing_secret(value: str) -> str:
    """Check a signing secret; Slack promises no form for it, so few things are refused."""
    if value.startswith(("xox", "xapp-")):
        msg = "is a token; the Signing Secret stands under Basic Information of the app"
        raise ValueError(msg)
    if " " in value:
        msg = "holds a space"
        raise ValueError(msg)
    return value


def _split(value: str) -> SplitResult:
    """Split a URL. The library's own sentences are dropped, because they repeat the value."""
    try:
        parts = urlsplit(value)
        _ = parts.port  # raises on a port that is no number or out of range
    except ValueError:
        parts = None
    if parts is None or " " in value:
        msg = "cannot be read as a URL; is there a space, a wrong port or an unescaped character?"
        raise ValueError(msg)
    return parts


def _is_this_machine(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def web_url(value: str) -> str:
    """Check an http or https URL; it is used without a slash at the end."""
    parts = _split(value)
    if parts.scheme not in {"http", "https"}:
        msg = "does not begin with https:// or http://"
        raise ValueError(msg)
    if not parts.hostname:
        msg = "names no host"
        raise ValueError(msg)
    if parts.username is not None or parts.query or parts.fragment:
        msg = "may hold only a host, a port and a path"
        raise ValueError(msg)
    return value.rstrip("/")


def public_url(value: str) -> str:
    """Check the URL under which the program is reached from outside; without a slash at the end."""
    url = web_url(value)
    parts = urlsplit(url)
    if parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
        msg = "begins with http://, which would send calendar links unencrypted; write https://"
        raise ValueError(msg)
    return url


def slack_api_url(value: str) -> str:
    """Check the base URL of Slack's Web API; it is used with a slash at the end."""
    url = web_url(value)
    parts = urlsplit(url)
    if parts.scheme == "http" and not _is_this_machine(parts.hostname or ""):
        msg = "begins with http://, which would send the tokens unencrypted; write https://"
        raise ValueError(msg)
    return f"{url}/"


def _look(path: Path) -> str:
    """Tell what stands at a path: "file", "folder" or "nothing"."""
    try:
        if path.is_file():
            return "file"
        return "folder" if path.is_dir() else "nothing"
    except OSError as error:
        msg = f"cannot be looked at ({error.strerror})"
        raise ValueError(msg) from None


def data_dir(value: str) -> Path:
    """Check the folder of the data; it need not exist yet."""
    if value.startswith("~"):
        msg = "begins with ~, which only a shell fills in; write the folder out"
        raise ValueError(msg)
    path = Path(value)
    if _look(path) == "file":
        msg = "is a file, not a folder"
        raise ValueError(msg)
    if any(_look(parent) == "file" for parent in path.parents):
        msg = "lies below a file, not below a folder"
        raise ValueError(msg)
    return path


def file(value: str) -> Path:
    """Check the path of a file that is written; its folder need not exist yet."""
    path = Path(value)
    if _look(path) == "folder":
        msg = "is a folder, not a file"
        raise ValueError(msg)
    data_dir(str(path.parent))
    return path


def _sqlite_url(value: str) -> str:
    file = value.removeprefix("sqlite:///").partition("?")[0]
    if not value.startswith("sqlite:///"):
        msg = "does not begin with sqlite:/// (three slashes, then the file)"
        raise ValueError(msg)
    if file in {"", ":memory:"}:
        msg = "names no file; the database must outlive the program"
        raise ValueError(msg)
    if _look(Path(file)) == "folder":
        msg = "names a folder, not a file"
        raise ValueError(msg)
    return value


def _postgresql_url(value: str) -> str:
    parts = _split(value)
    if not parts.hostname and "host" not in parse_qs(parts.query):
        msg = "names no host (for a local socket write ?host=/var/run/postgresql)"
        raise ValueError(msg)
    if not parts.path.strip("/"):
        msg = "names no database after the host"
        raise ValueError(msg)
    return f"postgresql+psycopg{value[len(parts.scheme) :]}"


def database_url(value: str) -> str:
    """Check the database's URL; PostgreSQL comes back with the driver that is installed."""
    scheme = value.partition(":")[0].lower()
    if scheme == "sqlite":
        return _sqlite_url(value)
    if scheme in POSTGRESQL:
        return _postgresql_url(value)
    msg = "does not begin with sqlite:/// or postgresql://"
    raise ValueError(msg)
