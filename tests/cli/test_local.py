"""`summarizer local prepare` builds the model once and prints where it is."""

from pathlib import Path


def test_it_prints_the_path_of_the_model(cli):
    ran = cli("local", "prepare")
    assert ran.code == 0
    assert Path(ran.out.strip()).is_file()
    assert "ready" in ran.err
    assert cli("local", "prepare", "--quiet").err == ""


def test_a_cache_that_cannot_be_used_exits_with_3(cli, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SUMMARIZER_CACHE_DIR", str(tmp_path / "file" / "cache"))
    ran = cli("local", "prepare")
    assert ran.code == 3
    assert "SUMMARIZER_CACHE_DIR" in ran.err
