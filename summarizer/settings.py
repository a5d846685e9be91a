"""Settings, and the only place that reads the environment and the configuration files.

Order: flag, environment (`SUMMARIZER_*`, then `OPENAI_API_KEY` and `OPENAI_BASE_URL`), the nearest
`summarizer.toml` from the working directory upward, `config.toml` in the user's config folder, default.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import Field, SecretStr, ValidationError

from summarizer.core.described import Described
from summarizer.core.errors import ConfigurationError, UsageError

_APP = "summarizer"
PROJECT_FILE = "summarizer.toml"
PROFILE_FILE = "profile.json"
_OPENAI = "https://api.openai.com/"
_ENVIRONMENT_ONLY = {"api_key": "an api_key", "service_key": "a service_key"}
_OPENAI_NAMES = {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"}


class Settings(Described):
    """Everything that can be configured; immutable, and cheap to send to another process."""

    model: str | None = None
    """Model name; "local" for the one that ships; null: chosen."""
    base_url: str | None = None
    """OpenAI-compatible endpoint, with its /v1."""
    api_key: SecretStr = SecretStr("")
    """Key for the endpoint; from the environment only."""
    style: Literal["abstractive", "extractive"] | None = None
    """Null: extractive for the local model, abstractive for others."""
    prompt: str | None = None
    """Prompt folder; null: the one that fits the style."""
    mode: Literal["json_schema", "tools", "json", "md_json"] = "json_schema"
    """How the endpoint is asked for structured output."""
    language: str | None = None
    """Output language of abstractive summaries; null: that of the article."""
    timeout: float = Field(default=120.0, gt=0)
    """Seconds for one request; 600 for the local model unless set."""
    deadline: float = Field(default=300.0, gt=0)
    """Seconds for one article, all requests and retries together, and for each part of a long one;
    600 for the local model unless set."""
    repairs: int = Field(default=2, ge=0, le=2)
    """How often an answer that does not fit the schema is sent back."""
    temperature: float | None = Field(default=0.0, ge=0, le=2)
    """Sampling temperature; dropped for models that reject it."""
    max_output_tokens: int = Field(default=8000, ge=100)
    """Output limit of one request, in tokens."""
    input_budget: int | None = Field(default=None, ge=200)
    """Estimated tokens of article text in one request; longer articles are split."""
    threads: int | None = Field(default=None, ge=1)
    """Threads of the local model; null: as many as there are idle cores, one where CI is set."""
    cache_dir: Path = Field(default_factory=lambda: platformdirs.user_cache_path(_APP))
    """Where the local model is kept."""
    database: SecretStr = SecretStr("")
    """Database of `summarizer serve`: a file, or a postgresql:// URL; empty: a file in the user's data
    folder. A URL may hold a password: give such a one in the environment only."""
    service_key: SecretStr = SecretStr("")
    """Key that callers of `summarizer serve` must show, beside those of its key file; from the
    environment only."""
    data_dir: Path = Field(default_factory=lambda: platformdirs.user_data_path(_APP))
    """Where `summarizer serve` keeps its database and the hashes of its keys."""
    prices: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)
    """Prices by model name, in addition to the shipped table."""
    origins: Mapping[str, str] = Field(default_factory=dict)
    """Where each value that is no default came from, in words."""

    @property
    def trusts_key(self) -> bool:
        """Whether the key may be sent to `base_url`.

        A `summarizer.toml` or a profile of recordings in some downloaded folder may name any endpoint.
        The key of OPENAI_API_KEY was not given for that one, unless it is OpenAI's own; SUMMARIZER_API_KEY
        was given for this program.
        """
        from_project = self.origins.get("base_url", "").endswith((PROJECT_FILE, PROFILE_FILE))
        for_openai = self.origins.get("api_key", "").endswith("OPENAI_API_KEY")
        return not (from_project and for_openai) or (self.base_url or "").startswith(_OPENAI)


def load_settings(
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
    directory: Path | None = None,
    config_dir: Path | None = None,
) -> Settings:
    """Merge all sources. Flags that are None do not count.

    Raises `UsageError` for a flag with an impossible value and `ConfigurationError` for a broken file
    or environment variable; both name the source.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    config_dir = config_dir or platformdirs.user_config_path(_APP)
    for origin, found in (
        *_from_file(config_dir / "config.toml"),
        *_from_file(_nearest(directory or Path.cwd())),
        *_from_environment(environ),
        *(("flag", {name: value}) for name, value in (flags or {}).items() if value is not None),
    ):
        values |= found
        origins |= dict.fromkeys(found, origin)
    if environ.get("CI") and "threads" not in values:
        values["threads"], origins["threads"] = 1, "environment CI"
    try:
        return Settings(**values, origins=origins)
    except ValidationError as error:
        raise _refusal(error, origins) from None


def _refusal(error: ValidationError, origins: Mapping[str, str]) -> ConfigurationError | UsageError:
    problem = error.errors(include_url=False)[0]
    name = str(problem["loc"][0])
    origin = origins.get(name, "settings")
    message = f"{name.replace('_', '-')} from {origin}: {problem['msg']}"
    if origin == "flag":
        return UsageError(f"--{message}", hint="see 'summarizer run --help'")
    return ConfigurationError(message, hint="correct it there; 'summarizer doctor' shows all settings")


def _nearest(directory: Path) -> Path | None:
    for folder in (directory, *directory.parents):
        candidate = folder / PROJECT_FILE
        if candidate.is_file():
            return candidate
    return None


def _from_file(path: Path | None) -> list[tuple[str, dict[str, Any]]]:
    if path is None or not path.is_file():
        return []
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"cannot read {path}: {' '.join(str(error).split())}", hint="correct or remove the file"
        ) from None
    for name in _ENVIRONMENT_ONLY.keys() & found.keys():
        raise ConfigurationError(
            f"{path} holds {_ENVIRONMENT_ONLY[name]}",
            hint=f"remove it there and set SUMMARIZER_{name.upper()} instead",
        )
    unknown = sorted(set(found) - set(Settings.model_fields) | {"origins"} & set(found))
    if unknown:
        raise ConfigurationError(
            f"{path} has unknown settings: {', '.join(unknown)}", hint="see the table of settings in docs/"
        )
    return [(str(path), found)]


def _from_environment(environ: Mapping[str, str]) -> list[tuple[str, dict[str, Any]]]:
    found = []
    for name in Settings.model_fields.keys() - {"prices", "origins"}:
        for variable in (_OPENAI_NAMES.get(name), f"SUMMARIZER_{name.upper()}"):
            if variable and environ.get(variable):
                found.append((f"environment {variable}", {name: environ[variable]}))
    return found
