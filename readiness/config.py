"""Every setting, once: its name, its default, what it is for, and where a person may set it.

A setting comes from the environment (`READINESS_` and its name in capitals), else from `settings.toml` in the
instance folder, else from its default.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from readiness.errors import WrongSetting

NUMBERS = (
    *("threshold", "idle_minutes", "starts_per_minute", "smtp_port", "mail_per_minute"),
    *("build_seconds", "build_memory", "cache_megabytes"),
)
SWITCHES = ("oidc_required",)
FLOOR = 10
"""No setting can make a published group smaller than this (method, section 6)."""
FEWEST_SIGNS = 8
"""A secret with fewer was typed and not drawn: of 32 hexadecimal digits that are, one in twenty million has fewer."""
SECURITY = ("starttls", "tls", "none")
"""How the connection to the mail server may be kept private."""


@dataclass(frozen=True)
class Settings:
    """How this installation runs."""

    instance: Path
    """The folder for the database, built reports and local settings."""
    database: str = ""
    """SQLAlchemy's URL of the database; empty means SQLite in the instance folder."""
    key_folder: str = ""
    """The folder for the keys of personal links; empty means `keys` in the instance folder. Never back it up."""
    surveys: Path = Path()
    """The folder of instruments."""
    reports: Path = Path()
    """The folder of report definitions."""
    secret_key: str = field(default="", repr=False)
    """At least 32 characters that nobody else knows, made by `readiness init`: for cookies, rates and digests."""
    base_url: str = "http://127.0.0.1:8000"
    """The address that people open; printed links start with it, and only its host is answered."""
    threshold: int = 11
    """The fewest people behind any figure of an assessment created from now on; never under 10."""
    organisation: str = ""
    """The name in the page header; empty shows the name of the system that asks."""
    idle_minutes: int = 30
    """After so many minutes without a page a device alone no longer opens the half-done answers it holds."""
    starts_per_minute: int = 600
    """The most people who may begin, and who may send, by one link in one minute; others are asked to wait."""
    smtp_host: str = ""
    """The mail server that takes invitations; without one no mail can be sent."""
    smtp_port: int = 587
    """The port on which it takes them."""
    smtp_user: str = ""
    """The name under which to sign in there; empty where the server asks for none."""
    smtp_password: str = field(default="", repr=False)
    """The password that belongs to the name; never printed."""
    smtp_security: str = "starttls"
    """How the connection is kept private: starttls, tls from the first byte on, or none."""
    mail_from: str = ""
    """The address that invitations come from."""
    reply_to: str = ""
    """The address that answers to invitations go to; empty means the one that they come from."""
    mail_per_minute: int = 60
    """So many mails at most are given to the mail server in a minute."""
    oidc_issuer: str = ""
    """The address of the organisation's identity provider (OpenID Connect); empty where there is none."""
    oidc_client_id: str = ""
    """Under which name this installation is registered there."""
    oidc_client_secret: str = field(default="", repr=False)
    """The secret that belongs to the name; never printed."""
    oidc_name: str = "your organisation's account"
    """What people call it: stands on the button after "Sign in with"."""
    oidc_required: bool = False
    """Whether only administrators may still sign in by themselves, for the day on which the provider is away."""
    oidc_second_factor: str = ""
    """Values of acr or amr, with blanks between, that say that the provider has asked for a second factor itself."""
    build_seconds: int = 300
    """The processor time that finding figures, or making one document, may take."""
    build_memory: int = 1536
    """The memory in MiB that either may take, beside what a worker needs by itself."""
    cache_megabytes: int = 500
    """How much room finished documents may take; those that nobody fetched for longest go first."""

    @property
    def database_url(self) -> str:
        """The database's address, with the embedded one as default."""
        return self.database or f"sqlite:///{self.instance / 'readiness.db'}"

    @property
    def keys(self) -> Path:
        """The folder for the keys of personal links, outside the database."""
        return Path(self.key_folder) if self.key_folder else self.instance / "keys"

    @property
    def lists(self) -> Path:
        """The folder for the lists of invited people, outside the database."""
        return self.instance / "lists"

    @property
    def messages(self) -> Path:
        """The folder of the texts of mails: that of the surveys, or the one that the software brings."""
        own = self.surveys / "messages"
        return own if own.is_dir() else _bundled("surveys") / "messages"

    @property
    def benchmarks(self) -> Path:
        """The folder of other surveys' published figures: that of the surveys, or the one that the software brings."""
        own = self.surveys / "benchmarks"
        return own if own.is_dir() else _bundled("surveys") / "benchmarks"

    @property
    def exchange(self) -> Path:
        """The folder of the figures that other systems sent, and of the keys they are known by."""
        return self.instance / "benchmarks"

    @property
    def host(self) -> str:
        """The only host name that requests may carry."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def secure(self) -> bool:
        """Whether people come over HTTPS, so that cookies may insist on it."""
        return urlsplit(self.base_url).scheme == "https"


def load(instance: Path | str | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings of the instance folder and the environment; refuse what cannot work."""
    folder = Path(instance or environ.get("READINESS_INSTANCE", "instance")).resolve()
    found = {**_from_file(folder / "settings.toml"), **_from_environment(environ)}
    defaults = Settings(instance=folder, surveys=_bundled("surveys"), reports=_bundled("reports"))
    return checked(replace(defaults, **{name: _typed(name, value) for name, value in found.items()}))


def checked(settings: Settings) -> Settings:
    """Return the settings, or say which one cannot work and why."""
    if settings.threshold < FLOOR:
        raise WrongSetting(
            f"threshold is {settings.threshold}.",
            f"Set it to {FLOOR} or more: fewer people could be recognised.",
        )
    if settings.secret_key and len(settings.secret_key) < 32:
        raise WrongSetting(
            "secret_key is shorter than 32 characters.",
            "Run `readiness init` in a new folder to have one made.",
        )
    if settings.secret_key and len(set(settings.secret_key)) < FEWEST_SIGNS:
        raise WrongSetting(
            f"secret_key is made of fewer than {FEWEST_SIGNS} different signs, so it can be guessed.",
            "Run `readiness init` in a new folder to have one made.",
        )
    if not settings.host:
        raise WrongSetting(
            f"base_url is {settings.base_url!r}.",
            "Write a whole address, such as https://survey.example.org.",
        )
    _check_mail(settings)
    _check_provider(settings)
    _check_builds(settings)
    return settings


def _check_mail(settings: Settings) -> None:
    if settings.smtp_security not in SECURITY:
        raise WrongSetting(
            f"smtp_security is {settings.smtp_security!r}.", f"Write one of: {', '.join(SECURITY)}."
        )
    if settings.mail_per_minute < 1:
        raise WrongSetting(
            f"mail_per_minute is {settings.mail_per_minute}.", "Write 1 or more; 60 is one mail a second."
        )
    if not 0 < settings.smtp_port < 65536:
        raise WrongSetting(f"smtp_port is {settings.smtp_port}.", "Write a port, such as 587.")


def _check_provider(settings: Settings) -> None:
    parts = urlsplit(settings.oidc_issuer)
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    whole = parts.scheme == "https" or (parts.scheme == "http" and here)
    if settings.oidc_issuer and (not whole or not parts.hostname or parts.query or parts.fragment):
        raise WrongSetting(
            f"oidc_issuer is {settings.oidc_issuer!r}.",
            "Write the whole address that the provider names as its issuer, with https.",
        )
    if settings.oidc_issuer and not settings.oidc_client_id:
        raise WrongSetting(
            "oidc_client_id is not set.", "Write the name under which the provider knows this installation."
        )
    if settings.oidc_required and not settings.oidc_issuer:
        raise WrongSetting("oidc_required is set without oidc_issuer.", "Set both, or neither.")


def _check_builds(settings: Settings) -> None:
    least = {"build_seconds": 10, "build_memory": 256, "cache_megabytes": 1}
    for name, number in least.items():
        if getattr(settings, name) < number:
            raise WrongSetting(f"{name} is {getattr(settings, name)}.", f"Write {number} or more.")


def environment(settings: Settings) -> dict[str, str]:
    """Return the environment in which `load` reads these very settings, for processes started from this one."""
    found = {f"READINESS_{name.upper()}": str(getattr(settings, name)) for name in _names()}
    return {**found, "READINESS_INSTANCE": str(settings.instance)}


def require_secret(settings: Settings) -> None:
    """Refuse to serve without a secret: nobody could tell our cookies from forged ones."""
    if not settings.secret_key:
        raise WrongSetting("secret_key is not set.", "Run `readiness init`: it makes one and keeps all else.")


def keep_secret(settings: Settings) -> None:
    """Make the instance folder and, if it has none, a secret of 256 bits in its settings; nobody else may read it."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    path = settings.instance / "settings.toml"
    if settings.secret_key:
        return
    written = (
        path.read_text("utf-8")
        if path.exists()
        else "# Settings of this installation; docs/operators.md lists all.\n"
    )
    with open(path, "w", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(f'{written.rstrip()}\nsecret_key = "{secrets.token_urlsafe(32)}"\n')


def _bundled(name: str) -> Path:
    """Return the folder beside this package in a checkout, or the one that the wheel carries."""
    beside = Path(__file__).resolve().parent.parent / name
    if (beside / "README.md").exists():
        return beside
    spec = importlib.util.find_spec(f"readiness_{name}")
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else beside


def _from_file(path: Path) -> dict[str, object]:
    if not path.exists():
        return {}
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WrongSetting(
            f"{path} cannot be read: {error}.", "Mend that line; docs/operators.md shows the file."
        ) from error
    unknown = sorted(set(found) - _names())
    if unknown:
        raise WrongSetting(
            f"{path} sets {', '.join(unknown)}, which is no setting.",
            f"Settings are: {', '.join(sorted(_names()))}.",
        )
    return found


def _from_environment(environ: Mapping[str, str]) -> dict[str, object]:
    return {
        name: environ[f"READINESS_{name.upper()}"]
        for name in _names()
        if f"READINESS_{name.upper()}" in environ
    }


def _names() -> set[str]:
    return {one.name for one in fields(Settings)} - {"instance"}


def _typed(name: str, value: object) -> Any:
    if name in ("surveys", "reports"):
        return Path(str(value)).resolve()
    if name in NUMBERS:
        try:
            return int(str(value))
        except ValueError as error:
            raise WrongSetting(f"{name} is {value!r}.", "Write a whole number.") from error
    if name in SWITCHES:
        return _switch(name, str(value).lower())
    return str(value)


def _switch(name: str, written: str) -> bool:
    if written not in ("true", "false"):
        raise WrongSetting(f"{name} is {written!r}.", "Write true or false.")
    return written == "true"
