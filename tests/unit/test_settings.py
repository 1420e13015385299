"""The table of settings: what it accepts, and how it refuses."""

from dataclasses import fields
from pathlib import Path

import pytest

from domain.settings import VARIABLES, Settings, SettingsError

WRONG = {
    "MONGO_URL": "postgres://ada:s3cret@db/wekan",
    "PORT": "65536",
    "BIND_IP": "everywhere",
    "ROOT_URL": "ftp://example.org",
    "WITH_API": "TRUE",
    "REST_ERRORS": "maybe",
    "CORS": "*\nSet-Cookie: a=b",
    "ACCOUNTS_COMMON_LOGIN_EXPIRATION_IN_DAYS": "0",
    "REST_LOGIN_MAX_FAILURES": "-1",
    "JWT_SECRET": "s3cret",
    "ACCESS_TOKEN_SECONDS": "59",
    "LOG_LEVEL": "loud",
}


def test_every_setting_has_one_row() -> None:
    assert sorted(row.field for row in VARIABLES) == sorted(each.name for each in fields(Settings))


def test_nothing_set_gives_the_defaults() -> None:
    settings = Settings.from_env({})
    assert settings.mongo_url is None
    assert settings.with_api
    assert settings.root_url == "http://localhost:3000"
    assert settings.data_dir.name == "wekan-graphql"


def test_an_empty_variable_is_unset() -> None:
    assert Settings.from_env(dict.fromkeys(WRONG, "")) == Settings.from_env({})


def test_values_are_read_in_their_own_types() -> None:
    settings = Settings.from_env(
        {
            "PORT": "8080",
            "WITH_API": "false",
            "ROOT_URL": "https://example.org/wekan/",
            "DATA_DIR": "here",
            "ACCOUNTS_COMMON_LOGIN_EXPIRATION_IN_DAYS": "0.5",
        }
    )
    assert settings.port == 8080
    assert not settings.with_api
    assert settings.root_url == "https://example.org/wekan"
    assert settings.data_dir == Path.cwd() / "here"
    assert settings.login_expiration_days == 0.5


@pytest.mark.parametrize(("name", "value"), WRONG.items(), ids=WRONG)
def test_a_wrong_value_is_one_sentence_without_secrets(name: str, value: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.from_env({name: value})
    sentence = str(refused.value)
    assert sentence.startswith(f"{name} must be ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "s3cret" not in sentence


def test_a_printed_settings_object_shows_no_secret() -> None:
    secrets = {"MONGO_URL": "mongodb://ada:s3cret@db/wekan", "JWT_SECRET": "s3cret" * 8}
    assert "s3cret" not in repr(Settings.from_env(secrets))
