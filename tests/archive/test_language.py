"""Language detection: offline, sure of itself, or silent."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.archive.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Die Außenministerin sprach am Montag\nin Genf über das Abkommen.", "de"),
        ("The foreign minister spoke about the agreement on Monday.", "en"),
        ("La ministre des Affaires étrangères a parlé lundi à Genève.", "fr"),
        ("El ministro habló el lunes sobre el acuerdo en Ginebra.", "es"),
        ("Министр иностранных дел выступил в понедельник в Женеве.", "ru"),
        ("外交部长星期一在日内瓦谈到了这项协议。", "zh"),
    ],
)
def test_a_sentence_is_recognised(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text", ["", "   \n", "ok", "12 345,67 % — 89", "asdf qwer zxcv uiop", "\ud800\udfff"]
)
def test_too_little_or_unclear_text_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_a_dateline_in_capitals_does_not_decide() -> None:
    """The package's default would look at the first 80 characters alone."""
    dateline = "NEW YORK TIMES, THE WHITE HOUSE, UNITED NATIONS SECURITY COUNCIL, NEW YORK CITY: "
    assert detect_language(dateline + "Die Außenministerin sprach am Montag über das Abkommen. " * 20) == "de"


def test_a_lone_surrogate_is_no_obstacle() -> None:
    assert detect_language("Die Außenministerin \ud800 sprach am Montag in Genf.") == "de"


def test_detection_leaves_no_file_behind_and_opens_no_socket(tmp_path: Path) -> None:
    """The package has a model it would download; the bundled one must do."""
    script = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    assert not event.startswith('socket.') or event == 'socket.__new__', event\n"
        "sys.addaudithook(watch)\n"
        "from summarizer.archive.language import detect_language\n"
        "print(detect_language('Die Außenministerin sprach am Montag in Genf.'))\n"
    )
    home = tmp_path / "home"
    home.mkdir()
    environment = {"TMPDIR": str(home), "FTLANG_CACHE": str(home / "cache"), "HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment | {"PYTHONPATH": ":".join(sys.path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("de\n", "")
    assert list(home.iterdir()) == []
