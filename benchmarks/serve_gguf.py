"""Serve a GGUF file as an OpenAI-compatible endpoint: `python -m benchmarks.serve_gguf FILE [--port 8089]`.

What the weak baseline in `evals/cassettes/smollm2-135m` was recorded from. One thread, one slot, the
chat template of the file itself.
"""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

import xllamacpp


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--port", type=int, default=8089)
    parser.add_argument("--context", type=int, default=8192)
    parser.add_argument("--name", help="model name that it answers to; default: the file's")
    arguments = parser.parse_args()
    params = xllamacpp.CommonParams()
    params.model.path = str(arguments.file)
    params.model_alias = {arguments.name or arguments.file.stem}
    params.port = arguments.port
    params.n_ctx = arguments.context
    params.n_parallel = 1
    params.verbosity = 0
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.cpuparams.poll = params.cpuparams_batch.poll = 0
    server = xllamacpp.Server(params)
    print(f"{server.listening_address}/v1", flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
