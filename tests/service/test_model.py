"""A model that cannot be made is tried again, ever more rarely."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from summarizer.api import Summarizer, build
from summarizer.core.errors import ConfigurationError
from summarizer.service.model import Model
from summarizer.service.observability import JsonLines
from summarizer.settings import load_settings


class Maker:
    """A clock, and a model that cannot be had until told."""

    def __init__(self) -> None:
        self.now, self.calls, self.works = 0.0, 0, False

    def __call__(self) -> Summarizer:
        self.calls += 1
        if not self.works:
            raise ConfigurationError("no model at /home/secret")
        return build(load_settings({"base_url": "http://127.0.0.1:1/v1", "model": "m"}, environ={}))


def test_pauses_double_to_a_minute_and_nobody_asks_in_between() -> None:
    maker = Maker()
    model = Model(maker, clock=lambda: maker.now)
    pauses = []
    for _ in range(9):
        assert model.make() is None
        assert model.make() is None
        pauses.append(model.pause)
        maker.now += model.pause
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert maker.calls == 9


def test_once_it_is_there_the_next_failure_begins_with_the_shortest_pause() -> None:
    maker = Maker()
    model = Model(maker, clock=lambda: maker.now)
    for _ in range(3):
        model.make()
        maker.now += model.pause
    maker.works = True
    made = model.make()
    assert made is not None
    made.close()
    assert (model.problem, model.pause) == (None, 0)
    maker.works = False
    model.make()
    assert (model.problem, model.pause) == ("ConfigurationError", 1)


def test_the_log_says_when_it_is_tried_again_and_not_what_the_message_quotes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    maker = Maker()
    with caplog.at_level(logging.ERROR, "summarizer.service"):
        Model(maker, clock=lambda: maker.now).make()
    (record,) = caplog.records
    line: dict[str, Any] = json.loads(JsonLines().format(record))
    assert line["event"] == "model cannot be made"
    assert line["exception"] == "ConfigurationError"
    assert line["again_in_seconds"] == 1
    assert "secret" not in json.dumps(line)
