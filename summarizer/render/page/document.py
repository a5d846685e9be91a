"""The frame of every page: one file that loads nothing, with a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib

from summarizer.render.page.assets import asset
from summarizer.render.page.markup import Html, join, tag


def document(
    title: str, body: Html, *, language: str, styles: tuple[str, ...], scripts: tuple[str, ...]
) -> str:
    """The whole file. Styles and scripts are named assets; the policy admits them by their hash alone."""
    style, script = ("\n".join(asset(name) for name in names) for names in (styles, scripts))
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", Html(style)),
        # In the head, before anything is drawn: the theme that was chosen last time must not flash.
        tag("script", Html(script)),
    )
    page = tag("html", head, tag("body", _signs(), body), lang=language)
    return f"<!doctype html>\n{page}\n"


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def _signs() -> Html:
    return join(Html(asset("signs.svg").strip()))
