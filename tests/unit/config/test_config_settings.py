"""The settings: where they come from, what holds without them, and what they never show."""

import logging
import traceback
from pathlib import Path

import pytest
from pydantic import ValidationError

from config.errors import ConfigError
from config.log import Log
from config.settings import HttpKeys, Settings, SocketKeys, examples, load

ROOT = Path(__file__).parents[3]
TOKENS = {"SLACK_BOT_TOKEN": "xoxb-1-PLANTED", "SLACK_APP_TOKEN": "xapp-1-PLANTED"}
SECRETS = {
    **TOKENS,
    "SLACK_SIGNING_SECRET": "0123PLANTED4567",
    "PUSHIN_DATABASE_URL": "postgresql://pushin:PLANTED@db.example.org/pushin",
}


def database_url(value: str) -> str:
    return load({"PUSHIN_DATABASE_URL": value}, None).database_url.get_secret_value()


def refusal(env: dict[str, str]) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        load(env, None)
    return caught.value


def test_nothing_set_runs_in_the_sandbox() -> None:
    """Without any setting there is no Slack, and all data goes to one local folder."""
    settings = load({}, None)

    assert not settings.has_slack
    assert Path(".pushin") == settings.data_dir
    assert settings.database_url.get_secret_value() == "sqlite:///.pushin/pushin.db"
    assert (settings.port, settings.http_port) == (8017, 3000)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.log == Log("info", "text")
    assert settings.sandbox_url is None


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A variable of the environment replaces the file's; the file's others stay."""
    env_file = tmp_path / ".env"
    env_file.write_text("PUSHIN_PORT=8018\nPUSHIN_HTTP_PORT=3001\n", encoding="utf-8")

    settings = load({"PUSHIN_PORT": "8019"}, env_file)

    assert (settings.port, settings.http_port) == (8019, 3001)


def test_a_missing_file_is_no_error(tmp_path: Path) -> None:
    """Whoever sets everything in the environment needs no .env."""
    assert load({}, tmp_path / ".env") == load({}, None)


def test_only_what_is_passed_in_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process's own environment is nobody's business but the command line's."""
    monkeypatch.setenv("PUSHIN_PORT", "9999")

    assert load({}, None).port == 8017
    assert Settings().port == 8017


def test_the_database_follows_the_data_folder() -> None:
    """The default database lies in the data folder that was set."""
    settings = load({"PUSHIN_DATA_DIR": "elsewhere"}, None)

    assert settings.database_url.get_secret_value() == "sqlite:///elsewhere/pushin.db"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("sqlite:///pushin.db", "sqlite:///pushin.db"),
        ("sqlite:////srv/pushin.db", "sqlite:////srv/pushin.db"),
        ("postgresql://u:p@h:5433/db", "postgresql+psycopg://u:p@h:5433/db"),
        ("postgres://h/db", "postgresql+psycopg://h/db"),  # what many hosts hand out
        ("postgresql+psycopg://h/db", "postgresql+psycopg://h/db"),
        ("postgresql:///db?host=/run/pg", "postgresql+psycopg:///db?host=/run/pg"),
    ],
)
def test_database_urls_name_the_driver(given: str, used: str) -> None:
    """PostgreSQL's usual URLs come back with the driver that is installed; SQLite's as they are."""
    assert used == database_url(given)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://slack.com/api", "https://slack.com/api/"),
        ("https://slack-gov.com/api/", "https://slack-gov.com/api/"),
        ("http://127.0.0.1:8017/api/", "http://127.0.0.1:8017/api/"),
        ("http://localhost:8017/api", "http://localhost:8017/api/"),
        ("http://[::1]:8017/api", "http://[::1]:8017/api/"),
    ],
)
def test_the_api_url_ends_with_a_slash(given: str, used: str) -> None:
    """Method names can be appended; plain http is accepted for this machine only."""
    assert used == load({"SLACK_API_URL": given}, None).slack_api_url


def test_the_public_url_is_used_without_a_slash_at_the_end() -> None:
    """Paths are appended; plain http is accepted for this machine only; there is no default."""
    given = "https://pushin.example.org/team/"

    assert load({"PUSHIN_PUBLIC_URL": given}, None).public_url == given[:-1]
    assert load({"PUSHIN_PUBLIC_URL": "http://localhost:3000"}, None).public_url
    assert load({}, None).public_url is None


@pytest.mark.parametrize(
    ("given", "log"),
    [
        ("debug", Log("debug", "text")),
        ("JSON", Log("info", "json")),
        ("json, warning", Log("warning", "json")),
        ("error text", Log("error", "text")),
    ],
)
def test_log_takes_level_and_format_in_either_order(given: str, log: Log) -> None:
    """What is not said stays at info and text."""
    assert log == load({"PUSHIN_LOG": given}, None).log


def test_the_fence_is_what_the_lease_leaves() -> None:
    """A claim may be posted up to the lease less time-out and visibility delay: 60 - 10 - 5."""
    assert load({}, None).fence_seconds == 45


def test_short_times_for_tests_are_accepted() -> None:
    """Parts of a second are times too."""
    settings = load(
        {
            "PUSHIN_LEASE_SECONDS": "1.5",
            "PUSHIN_HTTP_TIMEOUT_SECONDS": "0.5",
            "PUSHIN_VISIBILITY_SECONDS": "0.25",
        },
        None,
    )

    assert settings.fence_seconds == 0.75


def test_keys_for_socket_mode() -> None:
    """Socket Mode gets both tokens, and no optional values to look after."""
    keys = load(TOKENS, None).require_socket()

    assert isinstance(keys, SocketKeys)
    assert keys.app_token.get_secret_value() == "xapp-1-PLANTED"


def test_keys_for_http() -> None:
    """HTTP gets the bot token and the signing secret."""
    keys = load(SECRETS, None).require_http()

    assert isinstance(keys, HttpKeys)
    assert keys.signing_secret.get_secret_value() == "0123PLANTED4567"


def test_socket_mode_without_its_token_is_refused() -> None:
    """Settings made for HTTP do not suffice for Socket Mode."""
    env = {name: value for name, value in SECRETS.items() if name != "SLACK_APP_TOKEN"}

    with pytest.raises(ConfigError, match=r"^SLACK_APP_TOKEN: is missing"):
        load(env, None).require_socket()


def test_settings_do_not_change() -> None:
    """Settings are a value; whoever needs others makes others."""
    settings = load({}, None)

    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]  # what is tested


@pytest.mark.parametrize("name", SECRETS)
def test_an_empty_variable_is_not_taken_for_an_absent_one(name: str) -> None:
    """An empty secret of a deployment must not start a sandbox in its place."""
    error = refusal({**SECRETS, name: " "})

    assert error.variable == name
    assert "is empty" in error.problem


def test_settings_show_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    """Neither repr, str, format, a dump nor a log line shows a token or a password."""
    settings = load(SECRETS, None)
    logging.getLogger("test").warning("%s %r", settings, settings.require_http())

    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"

    assert "PLANTED" not in shown + caplog.text


@pytest.mark.parametrize("name", examples())
def test_a_refusal_shows_no_value(name: str) -> None:
    """Not in its message, its repr, its arguments, nor in a traceback with all that led to it."""
    error = refusal({**SECRETS, name: "“PLANTED”"})

    shown = f"{error} {error!r} {error.args} {''.join(traceback.format_exception(error))}"

    assert error.variable == name
    assert "PLANTED" not in shown
    assert error.__cause__ is None
    assert error.__context__ is None


def test_the_example_file_runs_as_it_is() -> None:
    """A copy of .env.example that nobody filled in is as good as no file."""
    assert load({}, ROOT / ".env.example") == load({}, None)


def test_the_example_file_has_every_setting() -> None:
    """Each setting stands there once, commented out, with its example or a placeholder."""
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    names = [line[1:].partition("=")[0] for line in lines if line.startswith("#") and "=" in line]

    assert sorted(examples()) == sorted(names)


def test_every_example_is_accepted() -> None:
    """What the error lines recommend is right, one by one and all together."""
    settings = load(examples(), None)

    assert settings.has_slack
    assert settings.require_socket().bot_token == settings.require_http().bot_token
