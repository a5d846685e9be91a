"""Putting the articles of a data set to a model, recorded or real: one `Case` each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from summarizer.api import Summarizer
from summarizer.core.errors import ProviderError, StaleRecordingError
from summarizer.core.pipeline import Options, ask_article
from summarizer.core.summary import ArticleSummary
from summarizer.evaluation.dataset import Example
from summarizer.evaluation.profile import Profile
from summarizer.llm.connect import connect
from summarizer.llm.recording import Recording, Subject
from summarizer.llm.recording_folder import RecordingFolder
from summarizer.resources import load_prompt
from summarizer.settings import Settings

if TYPE_CHECKING:
    import httpx2

    from summarizer.core.article import Article
    from summarizer.core.extraction import ModelCard


class State(StrEnum):
    """Whether an article can be replayed."""

    OK = "ok"
    """Every question of it is recorded."""
    STALE = "stale"
    """It was recorded, but something in the question changed since."""
    MISSING = "missing"
    """Nothing was ever recorded for it."""


@dataclass(frozen=True, slots=True)
class Case:
    """What became of one article.

    `summary` is None where the recording is not usable, where it was only checked, and where the endpoint
    itself refused (then `failure` says why). `recording` is a hash over questions and answers, `seconds`
    how long the answers took when they were recorded, `unplayed` short keys of recordings that this
    article no longer asks for.
    """

    example: Example
    summary: ArticleSummary | None
    seconds: float
    recording: str
    miss: StaleRecordingError | None = None
    failure: str = ""
    unplayed: tuple[str, ...] = ()

    @property
    def state(self) -> State:
        """ok, stale or missing."""
        if self.miss is None:
            return State.OK
        return State.STALE if self.miss.stale else State.MISSING


class Player:
    """Plays articles through the whole pipeline over a `Cassette`. Use `player`."""

    def __init__(self, profile: Profile, store: RecordingFolder, cassette: Any, settings: Settings) -> None:
        self.profile = profile
        self.store = store
        self._cassette = cassette
        self._extractor = connect(settings, transport=cassette)
        self._prompt = load_prompt(self._extractor.card.prompt)
        self._summarizer = Summarizer(self._extractor, settings)
        self._language = settings.language
        self._other_model = profile.changed_model(self.card)

    @property
    def card(self) -> ModelCard:
        """The model, as it is asked now."""
        return self._extractor.card

    def play(self, example: Example, *, keep_text: bool = False) -> Case:
        """One article. Raises `ProviderError` only for what is not the model's answer (a real endpoint
        that cannot be reached, a key that it does not accept)."""
        return self._case(example, partial(self._summarizer.summarize, example.article, keep_text=keep_text))

    def check(self, example: Example) -> Case:
        """The same questions, without the summary: for telling what is recorded. Raises as `play` does."""
        if example.article.language is None:
            return self.play(example)
        return self._case(example, partial(self._ask, example.article))

    def _ask(self, article: Article) -> None:
        ask_article(article, self._extractor, self._prompt, Options(output_language=self._language))

    def _case(self, example: Example, ask: Callable[[], ArticleSummary | None]) -> Case:
        summary, failure = None, ""
        self._extractor.endpoint.forget()
        with self._cassette.about(Subject(example.id, self._prompt.sha256, example.question)):
            try:
                summary = ask()
            except StaleRecordingError:
                pass
            except ProviderError as error:
                if error.status is None or error.status >= 500 or error.status in (401, 403, 408, 429):
                    raise
                failure = str(error)
            played, misses = list(self._cassette.played), list(self._cassette.misses)
        miss = misses[0] if misses else self._of_another_model(example)
        asked = {one.key[:16] for one in played}
        return Case(
            example,
            None if miss else summary,
            round(sum(one.seconds for one in played), 3),
            _hash(played),
            miss,
            failure,
            tuple(key for key in self.store.keys(example.id) if key not in asked),
        )

    def close(self) -> None:
        """Close what the model holds."""
        self._summarizer.close()

    def _of_another_model(self, example: Example) -> StaleRecordingError | None:
        if not self._other_model:
            return None
        message = f"the recording of {example.id} is stale: model changed (its weights or its grammar)"
        return StaleRecordingError(message, stale=("model",))


def _hash(played: Sequence[Recording]) -> str:
    exchanges = [[one.key, one.status, one.body, one.seconds] for one in played]
    return hashlib.sha256(json.dumps(exchanges, sort_keys=True).encode()).hexdigest()[:16]


@contextmanager
def player(
    evals: Path,
    profile: Profile,
    upstream: Callable[[], httpx2.BaseTransport] | None = None,
    *,
    settings: Settings | None = None,
    fresh: bool = False,
) -> Iterator[Player]:
    """A `Player` over the recordings of `profile`; with `upstream` it records what is missing."""
    from summarizer.llm.cassette import Cassette  # the HTTP client: half a second that --help must not pay

    store = RecordingFolder(evals / "cassettes" / profile.name)
    cassette = Cassette(store, upstream, fresh=fresh)
    one = Player(profile, store, cassette, settings or profile.replayed())
    try:
        yield one
    finally:
        one.close()


def orphans(store: RecordingFolder, examples: tuple[Example, ...]) -> tuple[str, ...]:
    """Labels of recordings whose article is no longer in the data set."""
    known = {example.id for example in examples}
    return tuple(label for label in store.labels() if label not in known)
