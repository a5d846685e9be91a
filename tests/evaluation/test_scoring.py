"""Scores against tables that were written by hand, reading article, gold and answer side by side."""

from pathlib import Path

import pytest

from summarizer.evaluation.dataset import load_dataset
from summarizer.evaluation.matching import pairs_of
from summarizer.evaluation.profile import load_profile
from summarizer.evaluation.replay import player
from summarizer.evaluation.results import scored
from summarizer.evaluation.scoring import METRICS, Counts, explain, score

EVALS = Path(__file__).parents[2] / "evals"

# Read and judged by a person: holder and sentences of what the local model answered -> holder and
# sentences of the gold position that it stands for; None: wrong holder, or not in the gold.
POSITIONS = {
    "eval-de-09": [
        ("Energieministerium", [1], None),
        ("Taalaibek Dschumabajew", [2], None),
        ("usbekische Außenministerium", [3], ("usbekisches Außenministerium", [3])),
    ],
    "eval-en-06": [
        ("Peru", [1], None),
        ("Ecuador", [1], None),
        ("Rómulo Ccama", [2], ("Rómulo Ccama", [2])),
        ("Ximena Arosemena-Vela", [4], ("Ximena Arosemena-Vela", [4])),
    ],
    "eval-en-11": [
        ("UN refugee agency", [2], ("UN refugee agency", [2])),
        ("Chiara Bonfanti-Reyes", [3], ("Chiara Bonfanti-Reyes", [3])),
        ("Italy’s coastguard", [4], ("Italy’s coastguard", [4])),
        ("Alarm Net Sea", [5], ("Alarm Net Sea", [5])),
        ("Judith Amponsah-Weil", [6], ("Judith Amponsah-Weil", [6])),
        ("Malta’s armed forces", [7], ("Malta’s armed forces", [7])),
        ("Aegean Fern", [8], None),
        ("Saverio Lombardozzi", [9], None),
        ("Saverio Lombardozzi", [10], ("Saverio Lombardozzi", [9, 10])),
        ("La Repubblica", [11, 12], ("La Repubblica", [11])),
        ("The ship’s owners", [13], ("The ship’s owners", [11, 13])),
        ("European Commission", [15], ("European Commission", [15])),
        ("European Commission", [16], ("European Commission", [16])),
        ("police", [17], ("police", [17])),
    ],
}
# Gold actors, each with what the model answered for it.
ACTORS = {
    "eval-de-09": {
        "Kirgistan": "Kirgistan",
        "Usbekistan": "Usbekistan",
        "Taalaibek Dschumabajew": "Taalaibek Dschumabajew",
        "Energieministerium": None,
        "usbekisches Außenministerium": "usbekische Außenministerium",
    },
    "eval-en-06": {
        "Peru": "Peru",
        "Ecuador": "Ecuador",
        "Peruvian foreign ministry": None,
        "Rómulo Ccama": "Rómulo Ccama",
        "Ximena Arosemena-Vela": "Ximena Arosemena-Vela",
    },
    "eval-en-11": {
        "Italy’s coastguard": "Italy’s coastguard",
        "UN refugee agency": "UN refugee agency",
        "Chiara Bonfanti-Reyes": "Chiara Bonfanti-Reyes",
        "Alarm Net Sea": "Alarm Net Sea",
        "Judith Amponsah-Weil": "Judith Amponsah-Weil",
        "Malta’s armed forces": "Malta’s armed forces",
        "Saverio Lombardozzi": "Saverio Lombardozzi",
        "Prosecutors in Agrigento": None,
        "European Commission": "European Commission",
    },
}
F1_BY_HAND = {  # 2 * right / (answered + gold)
    "eval-de-09": (2 * 4 / (4 + 5), 2 * 1 / (3 + 2)),
    "eval-en-06": (2 * 4 / (4 + 5), 2 * 2 / (4 + 3)),
    "eval-en-11": (2 * 8 / (8 + 9), 2 * 12 / (14 + 14)),
}


@pytest.fixture(scope="module")
def cases():
    examples = load_dataset(EVALS).only(list(F1_BY_HAND))
    with player(EVALS, load_profile(EVALS, "local")) as one:
        return {example.id: one.play(example) for example in examples}


@pytest.mark.parametrize("name", F1_BY_HAND)
def test_actor_and_position_f1_agree_with_tables_written_by_hand(cases, name):
    case, counts = cases[name], scored(cases[name]).counts
    actors, positions = ACTORS[name], POSITIONS[name]
    right = [one for one in positions if one[2]]
    assert counts["actors"] == Counts(
        sum(one is not None for one in actors.values()), len(case.summary.actors), len(actors)
    )
    assert counts["positions"] == Counts(len(right), len(positions), len(case.example.gold.positions))
    assert (counts["actors"].f1, counts["positions"].f1) == pytest.approx(F1_BY_HAND[name])


@pytest.mark.parametrize("name", F1_BY_HAND)
def test_the_very_pairs_are_those_of_the_tables(cases, name):
    case = cases[name]
    pairs = scored(case).pairs
    gold = case.example.gold
    found = {}
    for pair in pairs["positions"]:
        if pair.predicted is not None:
            wanted = gold.positions[pair.gold] if pair.counted else None
            found[pair.predicted] = wanted and (wanted.holder, wanted.evidence)
    answered = [
        (position.holder, [one.sentence for one in position.evidence], found[n])
        for n, position in enumerate(case.summary.positions)
    ]
    assert answered == POSITIONS[name]
    actors = {
        gold.actors[pair.gold].name: None
        if pair.predicted is None
        else case.summary.actors[pair.predicted].name
        for pair in pairs["actors"]
        if pair.gold is not None
    }
    assert actors == ACTORS[name]


def test_a_right_statement_of_a_wrong_holder_is_explained(cases):
    found = scored(cases["eval-de-09"])
    assert found.attribution_errors == 1
    missed = found.pairs["positions"][0]
    assert missed.closest[0] == 1
    assert dict(missed.closest[1].parts)["holder"] < 0.85


def test_every_metric_is_there_with_and_without_a_summary(cases):
    case = cases["eval-en-06"]
    gold = case.example.gold.model_dump()
    assert set(scored(case).counts) == set(METRICS) == set(explain(None, gold).counts)
    nothing = explain(None, gold)
    assert nothing.counts["positions"] == Counts(0, 0, len(gold["positions"]))
    assert nothing.counts["validity"].f1 == 0


def test_the_extractive_abstract_is_supported_by_its_own_sentences(cases):
    assert all(scored(case).counts["abstract_support"].f1 == 1 for case in cases.values())


def test_an_alias_in_the_gold_is_a_match(cases):
    case = cases["eval-en-06"]
    gold = case.example.gold.model_dump()
    gold["actors"][0] |= {"name": "Republic of the Andes", "aliases": ["Peru"]}
    assert pairs_of(case.summary, gold)["actors"][0].counted
    gold["actors"][0]["aliases"] = []
    assert not pairs_of(case.summary, gold)["actors"][0].counted


def test_nothing_against_nothing_is_right():
    assert Counts().f1 == 1


def test_score_and_explain_agree(cases):
    case = cases["eval-en-11"]
    gold = case.example.gold.model_dump()
    assert score(case.summary, gold).items() <= dict(explain(case.summary, gold).counts).items()
