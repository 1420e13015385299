"""What every command starts from: the settings and the database they lead to."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from domain.settings import Settings, SettingsError
from store.embedded import EmbeddedMongoError, attach_or_start


class Refusal(click.ClickException):
    """Ends a command with one sentence on stderr, and nothing around it."""

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


class WrongSetting(Refusal):
    exit_code = 2


class FailedStart(Refusal):
    exit_code = 3


def load_settings(**given: object) -> Settings:
    """Options of the command line, under their variables' names, count before the environment."""
    options = {name: str(value) for name, value in given.items() if value is not None}
    try:
        return Settings.from_env({**os.environ, **options})
    except SettingsError as wrong:
        raise WrongSetting(str(wrong)) from wrong


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """MONGO_URL, or the private MongoDB: a running server's, or one for as long as this lasts."""
    if settings.mongo_url is not None:
        yield settings.mongo_url
        return
    try:
        with attach_or_start(settings.data_dir) as url:
            yield url
    except EmbeddedMongoError as failure:
        raise Refusal(str(failure)) from failure
