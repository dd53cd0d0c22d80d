"""The settings of the program: what may be set, what holds when nothing is, and what must agree."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from config import checks
from config.env_file import EnvFile
from config.errors import ConfigError
from config.log import Log, parse_log

Port = Annotated[int, Field(ge=1, le=65535)]
Seconds = Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]

# What the library finds, by its error type, in the words of a line that begins with the setting.
PROBLEMS = {
    "int_parsing": "is not a whole number",
    "int_from_float": "is not a whole number",
    "float_parsing": "is not a number",
    "finite_number": "is not a number",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge} or more",
    "less_than_equal": "must be {le:g} or less",
}


@dataclass(frozen=True, slots=True)
class SocketKeys:
    """What Socket Mode needs: one token to call Slack, one to be called by it."""

    bot_token: SecretStr
    app_token: SecretStr


@dataclass(frozen=True, slots=True)
class HttpKeys:
    """What HTTP needs: a token to call Slack, and the secret that proves that Slack calls."""

    bot_token: SecretStr
    signing_secret: SecretStr


class Settings(BaseSettings):
    """All settings, checked. Secrets show as asterisks; `.get_secret_value()` gives them away.

    Every field has the name of its variable as alias, a description and a good value as example;
    `.env.example` and the error lines are held to these. Times are in seconds.
    """

    model_config = SettingsConfigDict(
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        validate_default=False,
    )

    bot_token: Annotated[SecretStr, BeforeValidator(checks.bot_token)] | None = Field(
        None,
        validation_alias="SLACK_BOT_TOKEN",
        description="Bot User OAuth Token of the app; without it Push-In runs in its sandbox.",
        examples=["xoxb-1234-5678-AbCd"],
    )
    app_token: Annotated[SecretStr, BeforeValidator(checks.app_token)] | None = Field(
        None,
        validation_alias="SLACK_APP_TOKEN",
        description="App-Level Token with connections:write, for Socket Mode.",
        examples=["xapp-1-A123-456-abcd"],
    )
    signing_secret: Annotated[SecretStr, BeforeValidator(checks.signing_secret)] | None = Field(
        None,
        validation_alias="SLACK_SIGNING_SECRET",
        description="Signing Secret of the Slack app, for `pushin run --http`.",
        examples=["8f742231b10e8888abcd99yyyzzz85a5"],
    )
    slack_api_url: Annotated[str, BeforeValidator(checks.slack_api_url)] = Field(
        "https://slack.com/api/",
        validation_alias="SLACK_API_URL",
        description="Base URL of the Web API; GovSlack has one of its own.",
        examples=["https://slack.com/api/"],
    )
    data_dir: Annotated[Path, BeforeValidator(checks.data_dir)] = Field(
        Path(".pushin"),
        validation_alias="PUSHIN_DATA_DIR",
        description="Folder of the database and other data, made when it is missing.",
        examples=[".pushin"],
    )
    database_url: Annotated[SecretStr, BeforeValidator(checks.database_url)] = Field(
        default_factory=lambda data: SecretStr(f"sqlite:///{data['data_dir']}/pushin.db"),
        validation_alias="PUSHIN_DATABASE_URL",
        description="Where the database is; without it, a SQLite file in the data folder.",
        examples=["postgresql://pushin:password@db.example.org:5432/pushin"],
    )
    port: Port = Field(
        8017,
        validation_alias="PUSHIN_PORT",
        description="Port of the sandbox's page on this machine.",
        examples=["8017"],
    )
    http_port: Port = Field(
        3000,
        validation_alias="PUSHIN_HTTP_PORT",
        description="Port for Slack's requests (`pushin run --http`), /healthz and /metrics.",
        examples=["3000"],
    )
    heartbeat_file: Annotated[Path, BeforeValidator(checks.file)] | None = Field(
        None,
        validation_alias="PUSHIN_HEARTBEAT_FILE",
        description="File whose time is renewed every second while all is well.",
        examples=["/run/pushin/heartbeat"],
    )
    public_url: Annotated[str, BeforeValidator(checks.public_url)] | None = Field(
        None,
        validation_alias="PUSHIN_PUBLIC_URL",
        description="Where people's calendar programs reach this machine; without it no links.",
        examples=["https://pushin.example.org"],
    )
    log: Annotated[Log, BeforeValidator(parse_log)] = Field(
        Log(),
        validation_alias="PUSHIN_LOG",
        description="Log level (debug, info, warning, error), format (text, json) or both.",
        examples=["info,json"],
    )
    lease_seconds: Seconds = Field(
        60.0,
        validation_alias="PUSHIN_LEASE_SECONDS",
        description="How long a process may hold a prompt that it is about to post.",
        examples=["60"],
    )
    http_timeout_seconds: Seconds = Field(
        10.0,
        validation_alias="PUSHIN_HTTP_TIMEOUT_SECONDS",
        description="How long a call to Slack may take.",
        examples=["10"],
    )
    visibility_seconds: Seconds = Field(
        5.0,
        validation_alias="PUSHIN_VISIBILITY_SECONDS",
        description="How long a posted message may take until Slack's history shows it.",
        examples=["5"],
    )
    sandbox_url: Annotated[str, BeforeValidator(checks.web_url)] | None = Field(
        None,
        validation_alias="PUSHIN_SANDBOX_URL",
        description="A sandbox that already runs; the bot then follows its school clock.",
        examples=["http://127.0.0.1:8017"],
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the library's signature
        init_settings: PydanticBaseSettingsSource,
        *_others: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take values from `load` alone: what was not passed in is not read."""
        return (init_settings,)

    @field_validator("*", mode="before")
    @classmethod
    def _is_text(cls, value: str) -> str:
        return checks.text(value)

    @model_validator(mode="after")
    def _agree(self) -> Self:
        self._tokens_agree()
        if self.port == self.http_port:
            problem = f"is the same as PUSHIN_HTTP_PORT ({self.http_port})"
            raise _error("port", f"{problem}; the sandbox and the bot cannot share a port")
        if self.fence_seconds <= 0:
            needed = self.http_timeout_seconds + self.visibility_seconds
            problem = f"must be more than HTTP time-out and visibility delay together ({needed:g})"
            raise _error("lease_seconds", problem)
        return self

    def _tokens_agree(self) -> None:
        if self.bot_token is None and self.app_token is not None:
            raise _error("bot_token", "is missing, while SLACK_APP_TOKEN is set; set both or none")
        if self.bot_token and not self.app_token and not self.signing_secret:
            problem = "is missing, while SLACK_BOT_TOKEN is set; Socket Mode needs both"
            raise _error("app_token", f"{problem} (--http needs SLACK_SIGNING_SECRET instead)")

    @property
    def fence_seconds(self) -> float:
        """The age of a claim up to which it may still be posted: see the prompts' protocol."""
        return self.lease_seconds - self.http_timeout_seconds - self.visibility_seconds

    @property
    def own_http_port(self) -> int | None:
        """The HTTP port if somebody set one: without, Socket Mode opens no port."""
        return self.http_port if "http_port" in self.model_fields_set else None

    @property
    def has_slack(self) -> bool:
        """Whether a Slack workspace is set up; without one the program runs in its sandbox."""
        return self.bot_token is not None

    def require_socket(self) -> SocketKeys:
        """Return what Socket Mode needs, or raise `ConfigError` for the first that is missing."""
        return SocketKeys(
            bot_token=self._required("bot_token", "Push-In cannot call Slack without it"),
            app_token=self._required("app_token", "Socket Mode connects with it"),
        )

    def require_http(self) -> HttpKeys:
        """Return what HTTP needs, or raise `ConfigError` for the first that is missing."""
        return HttpKeys(
            bot_token=self._required("bot_token", "Push-In cannot call Slack without it"),
            signing_secret=self._required(
                "signing_secret", "HTTP mode cannot tell Slack's requests from others without it"
            ),
        )

    def require_worker(self) -> SecretStr:
        """Return the token a worker calls Slack with; it shares a PostgreSQL with others."""
        if self.database_url.get_secret_value().startswith("sqlite"):
            problem = "is a file of SQLite, which serves one process; a worker needs PostgreSQL"
            raise _error("database_url", problem)
        return self.require_bot_token()

    def require_bot_token(self) -> SecretStr:
        """Return what Slack is called with."""
        return self._required("bot_token", "Push-In cannot call Slack without it")

    def _required(self, field: str, reason: str) -> SecretStr:
        value: SecretStr | None = getattr(self, field)
        if value is None:
            raise _error(field, f"is missing; {reason}")
        return value


def _variable(field: str) -> str:
    return str(Settings.model_fields[field].validation_alias)


def examples() -> dict[str, str]:
    """Return a good value for every setting, by the name of its variable."""
    fields = Settings.model_fields
    return {_variable(name): (field.examples or [""])[0] for name, field in fields.items()}


def _error(field: str, problem: str) -> ConfigError:
    variable = _variable(field)
    return ConfigError(variable, problem, f"{variable}={examples()[variable]}")


def _checked(values: Mapping[str, Any]) -> Settings | ConfigError:
    """Return the error rather than raise it, so that it does not carry the values as its cause."""
    try:
        return Settings(**values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        variable = str(first["loc"][0])
        context = first.get("ctx", {})
        problem = PROBLEMS.get(first["type"], "{error}").format_map(context)
        return ConfigError(variable, problem, f"{variable}={examples()[variable]}")


def load(env: Mapping[str, str], env_file: Path | None) -> Settings:
    """Return the settings of an environment and a .env file; the environment wins.

    Reads `env`, `env_file` (which need not exist) and what stands at the paths that are set,
    nothing else. Raises `ConfigError` for the first setting that is wrong, by itself or beside
    the others.
    """
    known = examples()
    values = EnvFile(env_file, known).read() if env_file else {}
    values.update({name: env[name] for name in known if name in env})
    settings = _checked(values)
    if isinstance(settings, ConfigError):
        raise settings
    return settings
