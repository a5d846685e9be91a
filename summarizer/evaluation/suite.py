"""The whole of `summarizer eval run`: every profile replayed, scored, judged against the baseline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from summarizer.core.errors import UsageError
from summarizer.evaluation.dataset import Dataset, Example, load_dataset, write_manifest
from summarizer.evaluation.gate import Limits, Verdict, judge
from summarizer.evaluation.profile import Profile, load_profile, profile_names
from summarizer.evaluation.replay import Case, State, orphans, player
from summarizer.evaluation.results import (
    ProfileResult,
    Results,
    profile_result,
    read_results,
    results_of,
    scored,
    write_results,
)
from summarizer.evaluation.scoring import Score
from summarizer.resources import load_prompt

BASELINE = "baseline.json"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the recordings of one profile answer what would be asked now."""

    profile: Profile
    cases: tuple[Case, ...]
    orphans: tuple[str, ...]

    @property
    def usable(self) -> bool:
        """Whether every article can be replayed."""
        return all(case.state is State.OK for case in self.cases)

    def of(self, state: State) -> list[Case]:
        """The cases in this state."""
        return [case for case in self.cases if case.state is state]

    @property
    def stale(self) -> dict[tuple[str, ...], list[str]]:
        """What changed, and for which articles."""
        found: dict[tuple[str, ...], list[str]] = {}
        for case in self.of(State.STALE):
            found.setdefault(case.miss.stale if case.miss else (), []).append(case.example.id)
        return found

    @property
    def unplayed(self) -> list[str]:
        """Articles that have recordings which nothing asks for any more."""
        return [case.example.id for case in self.of(State.OK) if case.unplayed]


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One profile with everything that a report shows."""

    standing: Standing
    scores: Mapping[str, Score]
    result: ProfileResult


def chosen_profiles(evals: Path, names: Sequence[str], prompt: str | None = None) -> list[Profile]:
    """The profiles of these names, or all that are no variant; with `prompt`, their variants for it.

    Raises `UsageError` when there is none.
    """
    wanted = names or [name for name in profile_names(evals) if "@" not in name]
    if not wanted:
        raise UsageError(
            f"{evals / 'cassettes'} holds no recordings",
            hint="record some: 'summarizer eval record NAME --model MODEL'",
        )
    profiles = [load_profile(evals, name) for name in wanted]
    return [variant(profile, prompt) for profile in profiles] if prompt else profiles


def variant(profile: Profile, prompt: str) -> Profile:
    """The same model asked with another prompt; its recordings lie beside those of the first."""
    if profile.prompt == prompt:
        return profile
    style = load_prompt(prompt).style.value
    name = f"{profile.name.partition('@')[0]}@{prompt}"
    return profile.model_copy(update={"name": name, "prompt": prompt, "style": style})


def standing(evals: Path, profile: Profile, dataset: Dataset, examples: Sequence[Example]) -> Standing:
    """Ask what `examples` would ask, without summaries. Raises `InputError` for damaged recordings."""
    with player(evals, profile) as one:
        cases = tuple(one.check(example) for example in profile.concerned(examples))
        return Standing(profile, cases, orphans(one.store, profile.concerned(dataset.examples)))


def evaluate(evals: Path, profile: Profile, dataset: Dataset, examples: Sequence[Example]) -> Evaluated:
    """Replay and score. Cases that cannot be replayed are left out of the result."""
    with player(evals, profile) as one:
        cases = tuple(one.play(example) for example in profile.concerned(examples))
        found = Standing(profile, cases, orphans(one.store, profile.concerned(dataset.examples)))
        card = one.card
    playable = found.of(State.OK)
    scores = {case.example.id: scored(case) for case in playable}
    sha256 = load_prompt(card.prompt).sha256
    return Evaluated(found, scores, profile_result(profile, card, sha256, playable, scores))


def verdicts(
    results: Results, baseline: Results | None, limits: Limits | None = None, *, partly: bool = False
) -> dict[str, Verdict]:
    """What the gate says of each profile; with `partly`, only the articles that were run are compared."""
    before = baseline.profiles if baseline else {}
    return {
        name: judge(one, _restricted(before.get(name), one) if partly else before.get(name), limits)
        for name, one in results.profiles.items()
    }


def baseline_of(evals: Path) -> Results | None:
    """The accepted results. Raises `InputError` when the file is damaged."""
    return read_results(evals / BASELINE)


def accept(evals: Path, results: Results) -> None:
    """Make `results` the baseline of their profiles, and the manifest that of the articles as they are."""
    write_manifest(evals, load_dataset(evals))
    before = baseline_of(evals)
    kept = before.profiles if before else {}
    dataset = load_dataset(evals)
    write_results(evals / BASELINE, results_of(dataset, {**kept, **results.profiles}))


def _restricted(before: ProfileResult | None, now: ProfileResult) -> ProfileResult | None:
    if before is None:
        return None
    articles = {name: one for name, one in before.articles.items() if name in now.articles}
    return before.model_copy(update={"articles": articles})
