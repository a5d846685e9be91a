"""Summaries as files for people: one page, a folder of pages with an index, one calendar."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from summarizer.core.errors import UsageError

if TYPE_CHECKING:
    from summarizer.core.summary import ArticleReference, ArticleSummary
    from summarizer.render.page import IndexEntry, Language

INDEX = "index.html"


def names_folder(output: Path | None) -> bool:
    """Whether `--output` is meant as a folder: it is one, or has no ending."""
    return output is not None and (output.is_dir() or not output.suffix)


class PageFolder:
    """One page a summary in a folder, and an index over them that is written at the end."""

    def __init__(self, folder: Path, language: Language) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UsageError(
                f"cannot write {folder}: {error.strerror}", hint="name a folder that is yours"
            ) from None
        self._folder = folder
        self._language = language
        self._entries: list[IndexEntry] = []
        self._names: dict[str, int] = {}

    def add(self, summary: ArticleSummary) -> None:
        """Write the page of one summary."""
        from summarizer.render.page import IndexEntry, to_html

        name = self._name(summary)
        page = to_html(summary, language=self._language, index=INDEX)
        self._write(name, page)
        self._entries.append(IndexEntry.of(summary, name))

    def add_duplicate(self, article: ArticleReference, of: str) -> None:
        """A row for an article that was not summarised by itself."""
        from summarizer.render.page import IndexEntry

        self._entries.append(IndexEntry.duplicate(article, of))

    def finish(self) -> Path:
        """Write the index; its path."""
        from summarizer.render.page import to_index

        self._write(INDEX, to_index(self._entries, language=self._language))
        return self._folder / INDEX

    def _write(self, name: str, page: str) -> None:
        try:
            (self._folder / name).write_text(page, "utf-8")
        except OSError as error:
            path = self._folder / name
            raise UsageError(
                f"cannot write {path}: {error.strerror}", hint="check the folder and its space"
            ) from None

    def _name(self, summary: ArticleSummary) -> str:
        """The same for the same summary; of an identifier only plain letters."""
        plain = re.sub(r"[^A-Za-z0-9]+", "-", summary.article.id)[:48].strip("-") or "article"
        told = "\0".join((summary.article.id, summary.article.sha256, summary.provenance.key))
        stem = f"{plain}-{hashlib.sha256(told.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
        self._names[stem] = self._names.get(stem, 0) + 1
        return f"{stem}-{self._names[stem]}.html" if self._names[stem] > 1 else f"{stem}.html"


@contextmanager
def page_writer(
    output: Path | None, language: Language, *, many: bool
) -> Iterator[Callable[[ArticleSummary], None]]:
    """What writes pages for `summarizer run`: one to a file or stdout, several to a folder with an index."""
    from summarizer.cli.output import open_output

    if output is not None and names_folder(output):
        folder = PageFolder(output, language)
        yield folder.add
        folder.finish()
        return
    if many:
        raise UsageError("several pages need a folder", hint="name one: --output FOLDER")
    from summarizer.render.page import to_html

    with open_output(output) as stream:
        yield lambda summary: print(to_html(summary, language=language), end="", file=stream)


@contextmanager
def calendar_writer(output: Path | None) -> Iterator[Callable[[ArticleSummary], None]]:
    """What gathers the talks of all summaries; the calendar is written at the end."""
    found: list[ArticleSummary] = []
    yield found.append
    write_calendar(found, output)


def write_calendar(summaries: list[ArticleSummary], output: Path | None) -> None:
    """One calendar to a file or stdout, with the line ends that RFC 5545 asks for."""
    from summarizer.cli.output import open_output
    from summarizer.render.calendar import to_ics

    with open_output(output) as stream:
        stream.write(to_ics(summaries).decode())
