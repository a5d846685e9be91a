"""The page at `/` and the reader's page, with policies that let nothing run but what we wrote."""

from __future__ import annotations

import html
import re
from pathlib import Path

from fastapi import Response

from summarizer.service.resources import SummaryResource
from summarizer.service.stacks import Entry, Stacks

_ASSETS = Path(__file__).parent / "assets"
_TYPES = {"app.js": "text/javascript", "app.css": "text/css", "icon.svg": "image/svg+xml"}
_FRONT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_META_POLICY = re.compile(r"<meta\s+http-equiv=\"Content-Security-Policy\"\s+content=\"([^\"]*)\"", re.I)
# frame-ancestors and sandbox have no effect in a page's own meta tag: they come with the answer.
_READER_POLICY = "frame-ancestors 'self'; sandbox allow-scripts allow-popups allow-downloads allow-modals"


def front() -> Response:
    """The page on which an article can be pasted."""
    return Response(
        (_ASSETS / "index.html").read_bytes(),
        headers={"content-security-policy": _FRONT_POLICY, "cache-control": "no-cache"},
        media_type="text/html; charset=utf-8",
    )


def asset(name: str) -> Response | None:
    """A script or style sheet of the front page; None where there is none of that name."""
    if name not in _TYPES:
        return None
    return Response(
        (_ASSETS / name).read_bytes(),
        headers={"cache-control": "no-cache"},
        media_type=f"{_TYPES[name]}; charset=utf-8",
    )


def reader(stacks: Stacks, entry: Entry, *, german: bool) -> Response:
    """The reader's page of a finished article; its scripts run in an origin of their own."""
    # Deferred: the service also runs where nobody looks at pages.
    from summarizer.render.page import to_html

    summary = SummaryResource.model_validate_json(entry.body or b"").summary
    if summary is None:
        raise ValueError("a finished article without a summary")
    page = to_html(summary, stacks.text(entry.id), language="de" if german else "en")
    found = _META_POLICY.search(page[:4000])
    policy = html.unescape(found.group(1)).strip().rstrip(";") if found else "default-src 'none'"
    return Response(
        page,
        headers={
            "content-security-policy": f"{policy}; {_READER_POLICY}",
            "cache-control": "private, no-store",
            "vary": "accept-language",
        },
        media_type="text/html; charset=utf-8",
    )
