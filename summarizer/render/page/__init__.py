"""Summaries as pages for a browser: one self-contained file each, and an index over many.

No network, no framework, no template engine. Markup is built of escaped parts (`markup`), every page
carries a policy that admits its own script and style by hash, and is readable without script.
"""

from __future__ import annotations

from summarizer.render.page.index import IndexEntry, to_index
from summarizer.render.page.reader import to_html
from summarizer.render.page.words import LANGUAGES, Language

__all__ = ["LANGUAGES", "IndexEntry", "Language", "to_html", "to_index"]
