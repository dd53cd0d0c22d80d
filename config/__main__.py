"""`python -m config`: check the settings and say `ok`, or what is wrong in one line."""

import os
from pathlib import Path

import click

from config import settings
from config.errors import EXIT_CODE, ConfigError


@click.command()
@click.option("--env-file", type=click.Path(path_type=Path), default=Path(".env"))
@click.option("--http", is_flag=True, help="Check also what `pushin run --http` needs.")
@click.pass_context
def main(context: click.Context, *, env_file: Path, http: bool) -> None:
    """Check the settings of the environment and of a .env file."""
    try:
        checked = settings.load(os.environ, env_file)
        if http:
            checked.require_http()
    except ConfigError as error:
        click.echo(str(error), err=True)
        context.exit(EXIT_CODE)
    click.echo("ok")


if __name__ == "__main__":
    main()
