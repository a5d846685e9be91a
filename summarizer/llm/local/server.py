"""llama.cpp in this process: an OpenAI-compatible server on a loopback port, for us alone."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import xllamacpp

from summarizer.core.errors import ConfigurationError

_MOST_THREADS = 4
CONTEXT_TOKENS = 6144
"""Context of one slot, input and output together."""
# What the adapter was trained with: the system text is folded into the first user turn.
_CHAT_TEMPLATE = (
    "{{ bos_token }}{% set ns = namespace(sys='') %}{% for m in messages %}{% if m['role']=='system' %}"
    "{% set ns.sys = m['content'] + '\n\n' %}{% else %}"
    "<start_of_turn>{{ 'model' if m['role']=='assistant' else 'user' }}\n"
    "{{ ns.sys }}{{ m['content'] }}<end_of_turn>\n{% set ns.sys = '' %}{% endif %}{% endfor %}"
    "{% if add_generation_prompt %}<start_of_turn>model\n{% endif %}"
)


def idle_cores() -> int:
    """Cores that nobody uses now, from 1 to 4.

    One thread too many costs far more than one too few: llama.cpp's threads wait for each other at
    every step, so a core shared with another program slows all of them (measured: 3 to 10 times).
    """
    cores = os.cpu_count() or 1
    return max(1, min(_MOST_THREADS, round(cores - os.getloadavg()[0])))


class LocalServer:
    """A running server; `base_url` and `api_key` are for an OpenAI client. Lives as long as this object."""

    def __init__(self, model: Path, threads: int, slots: int = 1) -> None:
        self.api_key = secrets.token_urlsafe(24)
        params = xllamacpp.CommonParams()
        params.model.path = str(model)
        params.n_ctx = CONTEXT_TOKENS * slots
        params.n_parallel = slots
        params.chat_template = _CHAT_TEMPLATE
        params.verbosity = 0
        params.api_keys = [self.api_key]
        # Both would show other users of this machine what is being read.
        params.endpoint_slots = False
        params.endpoint_props = False
        # llama.cpp spins while it waits unless told not to: on a busy machine a factor of three to ten.
        params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
        params.cpuparams.poll = params.cpuparams_batch.poll = 0
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise ConfigurationError(
                f"the local model cannot be loaded: {' '.join(str(error).split())[:200]}",
                hint=f"delete {model} and run 'summarizer local prepare'",
            ) from None
        self.base_url = f"{self._server.listening_address}/v1"
