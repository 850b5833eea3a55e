"""Settings: where they come from, and what is refused with a sentence."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from readiness import config
from readiness.errors import WrongSetting


def test_without_any_setting_the_defaults_hold(tmp_path):
    settings = config.load(tmp_path, {})
    assert settings.database_url == f"sqlite:///{tmp_path / 'readiness.db'}"
    assert settings.threshold == 11
    assert (settings.surveys / "README.md").exists()
    assert (settings.reports / "README.md").exists()


def test_the_environment_goes_before_the_file_and_the_file_before_the_default(tmp_path):
    (tmp_path / "settings.toml").write_text('threshold = 15\norganisation = "A board"\n', "utf-8")
    settings = config.load(tmp_path, {"READINESS_THRESHOLD": "20"})
    assert (settings.threshold, settings.organisation) == (20, "A board")


def test_the_environment_names_the_instance_folder(tmp_path):
    assert config.load(environ={"READINESS_INSTANCE": str(tmp_path)}).instance == tmp_path


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("threshold = 9", "Set it to 10 or more"),
        ('threshold = "few"', "Write a whole number"),
        ("treshold = 12", "treshold, which is no setting"),
        ("threshold = ", "cannot be read"),
        ('oidc_issuer = "http://login.example.org"', "with https"),
        ('oidc_issuer = "https://login.example.org/?a=b"', "with https"),
        ('oidc_issuer = "https://login.example.org"', "oidc_client_id is not set"),
        ("oidc_required = true", "without oidc_issuer"),
        ('oidc_required = "perhaps"', "Write true or false"),
        ('secret_key = "short"', "shorter than 32 characters"),
        (f'secret_key = "{"changeme" * 5}"', "fewer than 8 different signs"),
        ('base_url = "survey"', "Write a whole address"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_its_remedy(tmp_path, written, said):
    (tmp_path / "settings.toml").write_text(written, "utf-8")
    with pytest.raises(WrongSetting, match=said):
        config.load(tmp_path, {})


def test_a_secret_is_made_once_and_only_its_owner_may_read_it(tmp_path):
    config.keep_secret(config.load(tmp_path, {}))
    first = config.load(tmp_path, {})
    config.keep_secret(first)
    assert config.load(tmp_path, {}).secret_key == first.secret_key
    assert len(first.secret_key) >= 32
    assert stat.S_IMODE((tmp_path / "settings.toml").stat().st_mode) == 0o600


def test_making_a_secret_keeps_the_other_settings(tmp_path):
    (tmp_path / "settings.toml").write_text("threshold = 15\n", "utf-8")
    config.keep_secret(config.load(tmp_path, {}))
    assert config.load(tmp_path, {}).threshold == 15


@pytest.mark.parametrize(
    ("address", "host", "secure"),
    [
        ("https://survey.example.org", "survey.example.org", True),
        ("http://127.0.0.1:8000", "127.0.0.1", False),
    ],
)
def test_the_address_decides_the_host_and_whether_cookies_insist_on_https(address, host, secure):
    settings = config.Settings(instance=Path(), base_url=address)
    assert (settings.host, settings.secure) == (host, secure)


def test_a_provider_here_needs_no_https_and_its_switch_survives_the_way_to_another_process(tmp_path):
    written = {
        "READINESS_OIDC_ISSUER": "http://localhost:9400",
        "READINESS_OIDC_CLIENT_ID": "readiness",
        "READINESS_OIDC_REQUIRED": "true",
    }
    settings = config.load(tmp_path, written)
    assert settings.oidc_required is True
    assert config.load(tmp_path, config.environment(settings)) == settings
    assert config.load(tmp_path, {}).oidc_required is False
