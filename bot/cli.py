"""The command line: `pushin …` (its commands and options are a contract that others call)."""

import asyncio
import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from config.errors import EXIT_CODE, ConfigError
from config.settings import Settings, load

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from bot.db_commands import Terminal

_T = TypeVar("_T")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a sentence.")


class _Group(click.Group):
    """Turns a bad setting into its one line and exit code 78."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ConfigError as error:
            click.echo(str(error), err=True)
            ctx.exit(EXIT_CODE)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="pushin", prog_name="pushin")
def main() -> None:
    """Push-In: a Slack bot for school teams that deliver push-in therapy."""


def settings_here() -> Settings:
    """Return the settings of this process's environment and working folder."""
    return load(os.environ, Path(".env"))


@main.command()
@click.option("--sandbox", "place", flag_value="sandbox", help="A Slack workspace on this machine.")
@click.option("--slack", "place", flag_value="slack", help="The Slack workspace of the tokens.")
@click.option("--http", is_flag=True, help="Receive signed HTTP requests instead of Socket Mode.")
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    help="The sandbox's port (with --http and Slack: the bot's).",
)
@click.option(
    "--school", "school_file", type=FILE, help="A school for the demo, in the neutral form."
)
def run(*, place: str | None, http: bool, port: int | None, school_file: Path | None) -> None:
    """Start Push-In; without Slack tokens in its sandbox, with a demo team."""
    from bot import running  # noqa: PLC0415  keeps the other commands quick to start

    settings = settings_here()
    in_sandbox = place == "sandbox" or (place is None and not settings.has_slack)
    options = running.Options(http=http, port=port, school_file=school_file)
    start = running.in_sandbox if in_sandbox else running.in_slack
    sys.exit(_or_fail(lambda: asyncio.run(start(settings, options))))


@main.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Tell how the worker is, at this port.")
def worker(*, port: int | None) -> None:
    """Deliver what is due beside other processes, over one PostgreSQL; receive nothing."""
    from bot import running  # noqa: PLC0415  keeps the other commands quick to start

    options = running.Options(port=port)
    sys.exit(_or_fail(lambda: asyncio.run(running.as_worker(settings_here(), options))))


@main.command()
def doctor() -> None:
    """Check settings, tokens, scopes, database and clock: one line each."""
    from bot import doctor as checks  # noqa: PLC0415  keeps the other commands quick to start

    sys.exit(asyncio.run(checks.report(settings_here(), click.echo)))


@main.command()
def manifest() -> None:
    """Print the Slack app's manifest, made from the verbs."""
    from handlers import manifest as made  # noqa: PLC0415  keeps the other commands quick to start

    click.echo(made.text(), nl=False)


@main.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database's schema up to this version."""
    from storage import schema  # noqa: PLC0415  keeps the other commands quick to start

    _or_fail(lambda: schema.upgrade(_database_url()))
    click.echo("The database is up to date.")


@db.command()
def check() -> None:
    """Say what is wrong with the database; exit code 1 if anything is."""
    from storage import schema  # noqa: PLC0415  keeps the other commands quick to start

    problems = schema.check(_database_url())
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        sys.exit(1)
    click.echo("The database is sound.")


@db.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write all of the database to a new FILE; Push-In may go on meanwhile."""
    from bot import db_commands  # noqa: PLC0415  keeps the other commands quick to start

    _or_fail(lambda: db_commands.back_up(_database_url(), file, _terminal(yes=False)))


@db.command()
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Replace what is there without asking.")
def restore(file: Path, *, yes: bool) -> None:
    """Put a backup FILE in the place of what the database holds; stop Push-In first."""
    from bot import db_commands  # noqa: PLC0415  keeps the other commands quick to start

    url, folder = _database_url(), settings_here().data_dir
    done = _or_fail(lambda: db_commands.restore(url, file, folder, _terminal(yes=yes), at=_now()))
    sys.exit(0 if done else 1)


@db.command()
@click.option("--to", "to", required=True, metavar="URL", help="The empty database to copy into.")
def move(to: str) -> None:
    """Copy everything into another, empty database, and compare row by row."""
    from bot import db_commands  # noqa: PLC0415  keeps the other commands quick to start
    from config import checks  # noqa: PLC0415  the same

    try:
        target = checks.database_url(to)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--to") from error
    _or_fail(lambda: db_commands.move(_database_url(), target, _terminal(yes=True)))


def _terminal(*, yes: bool) -> "Terminal":
    from bot.db_commands import Terminal  # noqa: PLC0415  keeps the other commands quick to start

    person = sys.stdin.isatty() and sys.stdout.isatty()
    return Terminal(click.echo, lambda question: yes or (person and click.confirm(question)))


def _database_url() -> str:
    settings = settings_here()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    return settings.database_url.get_secret_value()


@main.group()
def school() -> None:
    """Import a school's calendar, or ask what a date is."""


@school.command("import")
@click.argument("file", type=FILE)
@click.option(
    "--workspace", help="The Slack workspace (team id); not needed when there is only one."
)
@click.option("--school", "school_id", help="The id of a school that is there: its bells are kept.")
@click.option("--zone", help="The school's zone, such as America/New_York, where FILE says none.")
@click.option("--group", "groups", multiple=True, help="A level of the building: elementary, ...")
@click.option("--dry-run", is_flag=True, help="Show what is in the file, and save nothing.")
@click.option("--yes", is_flag=True, help="Save without asking.")
def import_school(
    file: Path,
    workspace: str | None,
    school_id: str | None,
    zone: str | None,
    groups: tuple[str, ...],
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Show what is in FILE (JSON in the neutral form, .ics or .csv), then save it.

    On a terminal you are asked once before it is saved.
    """
    from bot import school_commands, school_import  # noqa: PLC0415  keeps others quick to start

    asked = school_import.Asked(
        file, school_id, _zone(zone, "--zone") if zone else None, groups, dry_run
    )
    person = sys.stdin.isatty() and sys.stdout.isatty()
    terminal = school_import.Terminal(
        click.echo, lambda question: yes or not person or click.confirm(question)
    )
    done = _or_fail(
        lambda: school_commands.import_file(_database_url(), workspace, asked, _now(), terminal)
    )
    sys.exit(0 if done else 1)


@school.command("day")
@click.argument("name")
@click.argument("on", type=click.DateTime(["%Y-%m-%d"]))
@click.option("--zone", help="The school's zone, where its file says none and needs one.")
@as_json
def school_day(name: str, on: datetime, zone: str | None, *, as_json: bool) -> None:
    """Print what a date is: NAME is a school's FILE, or the id of an imported one."""
    from bot import school_commands  # noqa: PLC0415  keeps the other commands quick to start

    def show() -> str:
        place = _zone(zone, "--zone") if zone else None
        facts = school_commands.day(name, on.date(), zone=place, database_url=_database_url)
        return json.dumps(facts, indent=2) if as_json else school_commands.sentence(facts)

    click.echo(_or_fail(show))


@main.command()
@click.argument("person")
@click.option(
    "--workspace", help="The Slack workspace (team id); not needed when there is only one."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write here instead of to standard output.",
)
def calendar(person: str, workspace: str | None, output: Path | None) -> None:
    """Print the sessions of a PERSON (Slack id or name) as a calendar file (.ics)."""
    from bot import calendar_command  # noqa: PLC0415  keeps the other commands quick to start

    content = _or_fail(
        lambda: calendar_command.file_of(_database_url(), workspace, person, at=_now())
    )
    if output is None:
        click.echo(content, nl=False)
    else:
        output.write_bytes(content)
        click.echo(f"Wrote {output}.")


DAY = click.DateTime(["%Y-%m-%d"])


@main.command()
@click.option("--from", "first", type=DAY, help="The first date; without it the school year's.")
@click.option("--to", "last", type=DAY, help="The last date.")
@click.option("--provider", help="One provider's sessions (Slack id or name).")
@click.option("--code", default="", help="One student's lines.")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "pdf"]), help="As what.")
@click.option("--notes", is_flag=True, help="With what was noted.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write here (- is standard output); without it a file named by its dates.",
)
@click.option(
    "--then",
    type=click.Choice(["anonymise"]),
    help="After the file, replace --code by a random one everywhere, for good.",
)
@click.option("--yes", is_flag=True, help="Anonymise without asking.")
@click.option(
    "--workspace", help="The Slack workspace (team id); not needed when there is only one."
)
def export(
    *,
    first: datetime | None,
    last: datetime | None,
    provider: str | None,
    code: str,
    kind: Literal["csv", "xlsx", "pdf"] | None,
    out: Path | None,
    then: str | None,
    workspace: str | None,
    notes: bool,
    yes: bool,
) -> None:
    """Write the log of sessions as a file: CSV, an Excel workbook or a PDF."""
    from bot import export_command  # noqa: PLC0415  keeps the other commands quick to start

    asked = export_command.Asked(
        first=first.date() if first else None,
        last=last.date() if last else None,
        provider=provider,
        code=code,
        kind=kind,
        out=out,
        notes=notes,
        anonymise=then == "anonymise",
        sure=yes,
    )
    terminal = export_command.Terminal(
        say=lambda text: click.echo(text, err=True),
        type_in=lambda question: click.prompt(question, default="", show_default=False, err=True),
        progress=_bar,
    )
    _or_fail(
        lambda: export_command.run(_database_url(), workspace, asked, at=_now(), terminal=terminal)
    )


def _bar(lines: int, label: str = "Writing") -> "ProgressBar[int]":
    """Return a progress bar on standard error; nothing is shown where nobody looks on."""
    hidden = not sys.stderr.isatty()
    return click.progressbar(length=lines, label=label, file=sys.stderr, hidden=hidden)


@main.command()
@click.argument("phrase")
@click.option("--now", required=True, help="The instant it is said, ISO 8601.")
@click.option("--tz", required=True, help="The school's zone, such as America/New_York.")
@click.option("--school", "school_file", type=FILE, help="The school whose year and bells hold.")
@as_json
def understand(phrase: str, now: str, tz: str, school_file: Path | None, *, as_json: bool) -> None:
    """Print what Push-In understands of a schedule PHRASE."""
    from bot import school_commands  # noqa: PLC0415  keeps the other commands quick to start

    told = school_commands.understand(
        phrase, now=_instant(now), zone=_zone(tz, "--tz"), school_file=school_file
    )
    click.echo(json.dumps(told, indent=None if as_json else 2, ensure_ascii=False))
    sys.exit(1 if "error" in told else 0)


@main.command()
@click.option(
    "--school",
    "school_file",
    type=click.Path(exists=True, path_type=Path),
    help="A school in the neutral form, or a folder of such files, one a year.",
)
@click.option("--zone", help="Put the school into this zone, such as Pacific/Auckland.")
@click.option("--plans", type=click.IntRange(1, 400), default=8, show_default=True)
@click.option(
    "--days",
    type=click.IntRange(1, 400),
    help="So many days of each year; without it 14, with --years all of them.",
)
@click.option("--years", type=click.IntRange(1, 400), help="So many whole school years.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same life."
)
@as_json
def simulate(
    *,
    school_file: Path | None,
    zone: str | None,
    plans: int,
    days: int | None,
    years: int | None,
    seed: int,
    as_json: bool,
) -> None:
    """Live through a school's days at full speed; exit code 1 if a promise was broken."""
    from bot import logs  # noqa: PLC0415  keeps the other commands quick to start
    from bot.simulation import run as simulation  # noqa: PLC0415  the same

    logs.configure("warning", as_json=False)
    length = days or (None if years else 14)
    there = _zone(zone, "--zone").key if zone else None
    asked = simulation.Asked(school_file, plans, length, seed, years or 1, there)
    with _bar(1, "Living") as bar:

        def lived(day: int, of: int) -> None:
            bar.length = of
            bar.update(day - bar.pos)

        outcomes = _or_fail(lambda: asyncio.run(simulation.simulate(asked, lived)))
    if as_json:
        click.echo(json.dumps(simulation.facts(outcomes), indent=2))
    else:
        click.echo("\n".join(simulation.report(one) for one in outcomes))
    sys.exit(1 if any(one.violations for one in outcomes) else 0)


@main.command("privacy-report")
@click.option("--whole", is_flag=True, help="Print every byte, not only how many.")
@as_json
def privacy_report(*, whole: bool, as_json: bool) -> None:
    """Show what Push-In shows to whom on a sample day; exit code 1 if a student code is seen."""
    from bot.privacy_report import run as reports  # noqa: PLC0415  keeps the others quick to start

    found = asyncio.run(reports.report())
    if as_json:
        click.echo(json.dumps(found.facts(), indent=2, ensure_ascii=False))
    else:
        for line in reports.lines(found, whole=whole):
            click.echo(line)
    sys.exit(0 if found.is_sound else 1)


@main.command()
@click.argument("name", required=False)
@as_json
def bench(name: str | None, *, as_json: bool) -> None:
    """Measure Push-In against floors of the same run (NAME is one of them; all without)."""
    from bot import bench as benches  # noqa: PLC0415  keeps the other commands quick to start

    try:
        rows = benches.measure(name)
    except benches.UnknownBenchError as error:
        raise click.BadParameter(str(error)) from error
    click.echo(
        json.dumps([row.facts() for row in rows], indent=2) if as_json else benches.table(rows)
    )


def _or_fail(make: Callable[[], _T]) -> _T:
    """Return what is made, or end with the sentence of what is wrong and exit code 1."""
    from pushin.errors import PushInError  # noqa: PLC0415  keeps the other commands quick to start
    from school.errors import SchoolError  # noqa: PLC0415  the same
    from storage.errors import StorageError  # noqa: PLC0415  the same

    try:
        return make()
    except StorageError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except (PushInError, SchoolError) as error:
        from handlers import sentences  # noqa: PLC0415  only where something went wrong

        click.echo(sentences.of(error), err=True)
        sys.exit(1)


def _instant(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        problem = f"{text} is no instant; for example 2026-10-05T08:15:00-04:00"
        raise click.BadParameter(problem, param_hint="--now") from error


def _zone(text: str, option: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        problem = f"{text} is no zone; for example America/New_York"
        raise click.BadParameter(problem, param_hint=option) from error


def _now() -> datetime:
    return datetime.now().astimezone()


def today() -> date:
    """Return the date on this machine."""
    return _now().date()
