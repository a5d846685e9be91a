"""An independent OpenAI-compatible server: dasllama, another engine with another HTTP stack."""

import platform
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from summarizer.api import build
from summarizer.core.article import Article
from summarizer.core.errors import ModelNotFoundError
from summarizer.llm.local.model import prepare
from tests.endpoint import TEXT

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64",
    reason="dasllama has wheels for Linux on x86-64 only",
)


@pytest.fixture(scope="module")
def dasllama(tmp_path_factory):
    from summarizer.settings import load_settings

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("dasllama-server")
    # No address of ours is public: the server must not look for anything on the network.
    model = prepare(load_settings({}).cache_dir)
    log = tmp_path_factory.mktemp("dasllama") / "log"
    command = [program, "-m", model, "-p", str(port), "-t", "1", "--gpu", "off", "--ctx", "4096", "-s", "1"]
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=output, cwd=log.parent) as process,
    ):
        try:
            yield _ready(f"http://127.0.0.1:{port}/v1", process, log)
        finally:
            process.terminate()
            process.wait(20)


def _ready(url, process, log):
    for _ in range(600):
        if process.poll() is not None:
            pytest.fail(f"dasllama ended: {log.read_text()[-500:]}")
        try:
            with urllib.request.urlopen(f"{url}/models", timeout=5) as answer:
                assert answer.status == 200
                return url
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-500:])


def test_an_article_goes_the_whole_way_through_another_server(dasllama, settings_for):
    """The small model writes badly without its grammar; what counts is the protocol and the shape."""
    settings = settings_for(base_url=dasllama, max_output_tokens=400, timeout=120, deadline=300, repairs=0)
    with build(settings) as summarizer:
        assert re.search(r"gemma", summarizer.card.name)
        summary = summarizer.summarize(Article(text=TEXT, language="de"))
    assert summary.status in ("ok", "empty", "truncated", "failed")
    assert summary.provenance.usage.input_tokens > 100
    assert summary.provenance.endpoint == dasllama


def test_the_other_server_says_that_it_lacks_a_model(dasllama, settings_for):
    with (
        build(settings_for(base_url=dasllama, model="gpt-5")) as summarizer,
        pytest.raises(ModelNotFoundError, match="gpt-5"),
    ):
        summarizer.summarize(Article(text=TEXT, language="de"))
