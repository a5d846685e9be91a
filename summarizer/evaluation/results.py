"""Results of an evaluation as data: per article and in all, written as JSON, read back, compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer, ValidationError

from summarizer.core.errors import InputError
from summarizer.evaluation.dataset import Dataset
from summarizer.evaluation.files import write_json
from summarizer.evaluation.profile import Profile
from summarizer.evaluation.replay import Case
from summarizer.evaluation.scoring import METRICS, Counts, Score, explain

SCORER = 1
"""Counts up when scores of equal summaries change their meaning."""

# One line a metric in the baseline: a reviewer reads matched/predicted/gold at a glance.
_Counts = Annotated[
    Counts,
    BeforeValidator(lambda v: Counts(*map(int, v.split("/"))) if isinstance(v, str) else v),
    PlainSerializer(lambda c: f"{c.matched}/{c.predicted}/{c.gold}"),
]


class _Result(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class ArticleResult(_Result):
    """One article."""

    cluster: str
    """Its cluster in the data set."""
    status: str
    """Status of the summary; "error" where the endpoint refused."""
    recording: str
    """Hash over the recorded questions and answers."""
    counts: dict[str, _Counts]
    """Metric to matched/predicted/gold."""
    rejected: int = 0
    """Items that our checks rejected."""
    attribution_errors: int = 0
    """Right statements of wrong holders."""
    repairs: int = 0
    """Requests that asked again."""
    input_tokens: int = 0
    """As the endpoint counted them when it was recorded."""
    output_tokens: int = 0
    """As the endpoint counted them when it was recorded."""
    seconds: float = 0.0
    """Answering time when it was recorded."""
    cost: float | None = None
    """US dollars; null where the price is unknown."""


class ProfileResult(_Result):
    """All articles of one profile."""

    model: str
    """Model name."""
    made_by: str
    """What really answered."""
    style: str
    """abstractive or extractive."""
    prompt: str
    """Prompt folder."""
    prompt_sha256: str
    """Hash of its texts."""
    articles: dict[str, ArticleResult]
    """Results by article id."""

    def totals(self) -> dict[str, Counts]:
        """Counts summed over articles, metric by metric."""
        return {name: total(one.counts[name] for one in self.articles.values()) for name in METRICS}

    def metric(self, name: str) -> dict[str, Counts]:
        """Counts of one metric by article."""
        return {key: one.counts[name] for key, one in self.articles.items()}


class Results(_Result):
    """What a run gives, and what a baseline holds."""

    scorer: int = SCORER
    """Version of the scoring rules."""
    dataset: str
    """Name and version of the data set."""
    dataset_sha256: str
    """Hash over its files."""
    profiles: dict[str, ProfileResult]
    """Results by profile."""


def total(counts: Iterable[Counts]) -> Counts:
    """Sum of counts."""
    return sum(counts, Counts())


def scored(case: Case) -> Score:
    """The score of a replayed case."""
    return explain(case.summary, case.example.gold.model_dump())


def article_result(case: Case, one: Score) -> ArticleResult:
    """The numbers of one article."""
    provenance = case.summary.provenance if case.summary else None
    usage = provenance.usage if provenance else None
    return ArticleResult(
        cluster=case.example.cluster,
        status=case.summary.status.value if case.summary else "error",
        recording=case.recording,
        counts=dict(one.counts),
        rejected=len(case.summary.rejected) if case.summary else 0,
        attribution_errors=one.attribution_errors,
        repairs=provenance.repairs if provenance else 0,
        input_tokens=(usage.input_tokens if usage else None) or 0,
        output_tokens=(usage.output_tokens if usage else None) or 0,
        seconds=case.seconds,
        cost=provenance.cost.amount if provenance and provenance.cost else None,
    )


def profile_result(
    profile: Profile, card: Any, prompt_sha256: str, cases: Iterable[Case], scores: Mapping[str, Score]
) -> ProfileResult:
    """The numbers of one profile; `scores` are those of `cases` by article id."""
    return ProfileResult(
        model=card.name,
        made_by=profile.made_by,
        style=card.style.value,
        prompt=card.prompt,
        prompt_sha256=prompt_sha256,
        articles={case.example.id: article_result(case, scores[case.example.id]) for case in cases},
    )


def results_of(dataset: Dataset, profiles: Mapping[str, ProfileResult]) -> Results:
    """Everything together."""
    name = f"{dataset.name} {dataset.version}"
    return Results(dataset=name, dataset_sha256=dataset.sha256, profiles=dict(sorted(profiles.items())))


def read_results(path: Path) -> Results | None:
    """Results as they were written, None where there is no such file. Raises `InputError`."""
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}", hint="check its permissions") from None
    return parse_results(text, str(path))


def parse_results(text: str, where: str) -> Results:
    """Results in `text`; `where` names it in the error. Raises `InputError`."""
    try:
        return Results.model_validate_json(text)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise InputError(
            f"{where} is no evaluation result: {'.'.join(map(str, problem['loc']))}: {problem['msg']}",
            hint="write it anew with 'summarizer eval accept'",
        ) from None


def write_results(path: Path, results: Results) -> None:
    """Write results so that a diff shows one line a metric. Raises `UsageError`."""
    write_json(path, results.model_dump(mode="json", exclude_defaults=False))
