"""Data sets: what is read, what is refused and with which words, and JSON Lines in."""

import json

import pytest

from summarizer.core.errors import InputError, UsageError
from summarizer.evaluation.dataset import convert_jsonl, load_dataset, write_manifest
from tests.evaluation.samples import article, folder


def test_the_shipped_data_set_is_complete():
    from tests.test_docs import ROOT

    found = load_dataset(ROOT / "evals")
    assert len(found.examples) >= 50
    assert {"de", "en", "es", "fr"} < {example.article.language for example in found.examples}
    assert all(example.licence for example in found.examples)
    assert found.version >= 1
    assert found.changed == ()


def test_cluster_tags_and_licence_are_optional(tmp_path):
    found = load_dataset(folder(tmp_path / "e", 1)).examples[0]
    assert (found.cluster, found.tags, found.licence) == ("test-0", (), None)


def test_a_manifest_notices_what_changed_and_counts_versions(tmp_path):
    evals = folder(tmp_path / "e")
    write_manifest(evals, load_dataset(evals))
    assert load_dataset(evals).version == 1
    (evals / "articles" / "test-1.json").write_text(json.dumps(article(1) | {"title": "Neu"}))
    (evals / "articles" / "test-2.json").unlink()
    changed = load_dataset(evals)
    assert changed.changed == ("test-1", "test-2")
    write_manifest(evals, changed)
    assert (load_dataset(evals).version, load_dataset(evals).changed) == (2, ())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"gold": {"actors": []}}, "positions"),
        (
            {"gold": article(0)["gold"] | {"open_questions": [{"evidence": [9], "question": "?"}]}},
            "only 2 sentences",
        ),
        (
            {"gold": article(0)["gold"] | {"open_questions": [{"evidence": [2, 1], "question": "?"}]}},
            "ascend",
        ),
        ({"id": "another"}, "not its file name"),
        ({"published": "yesterday"}, "published"),
    ],
)
def test_what_is_wrong_with_an_article_is_named(tmp_path, change, told):
    evals = folder(tmp_path / "e", 1)
    (evals / "articles" / "test-0.json").write_text(json.dumps(article(0) | change))
    with pytest.raises(InputError, match=told) as raised:
        load_dataset(evals)
    assert "test-0.json" in str(raised.value)


def test_an_empty_folder_says_what_to_do(tmp_path):
    with pytest.raises(InputError, match="no articles") as raised:
        load_dataset(tmp_path)
    assert "convert" in raised.value.hint


def test_an_unknown_article_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="no article 'x'"):
        load_dataset(folder(tmp_path / "e")).only(["x"])


def test_json_lines_become_a_data_set(tmp_path):
    lines = [json.dumps(article(0)), "", json.dumps({k: v for k, v in article(1).items() if k != "id"})]
    assert convert_jsonl(lines, tmp_path / "e") == 2
    found = load_dataset(tmp_path / "e")
    assert [example.id for example in found.examples] == ["article-0003", "test-0"]
    assert found.version == 1


def test_a_wrong_line_is_named_and_nothing_is_written(tmp_path):
    with pytest.raises(InputError, match="line 2"):
        convert_jsonl([json.dumps(article(0)), "{"], tmp_path / "e")
    assert not (tmp_path / "e").exists()
