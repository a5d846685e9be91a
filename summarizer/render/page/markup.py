"""HTML out of parts, of which none can be mistaken: a plain string is text, and only `Html` is markup.

Nothing here ever formats a string into markup, and no template engine sees an article.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

# Controls, bidi and zero-width marks, tag characters, surrogates: whatever a reader would not see.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
_VOID = frozenset({"meta", "input", "br", "link"})
# The schemes of a source that may become a link; everything else stays text.
_WEB = re.compile(r"(?i)https?://[a-z0-9\[][^\s\"'<>\\^`{|}]*\Z")


class Html(str):
    """Markup that is written as it stands."""

    __slots__ = ()


Child = str | None


def visible(text: str) -> str:
    """`text` with every character that no reader could see spelled out, for example as `[U+202E]`."""
    return _UNSEEN.sub(lambda found: f"[U+{ord(found[0]):04X}]", text)


def text(value: str) -> Html:
    """Plain text as markup that shows exactly it."""
    return Html(escape(visible(value)))


def join(*children: Child) -> Html:
    """Children one behind the other: strings as text, `Html` as it stands, None as nothing."""
    return Html("".join(_markup(child) for child in children if child is not None))


def tag(name: str, /, *children: Child, **attributes: Any) -> Html:
    """One element. `class_` and `data_s` become `class` and `data-s`; None and False: no attribute."""
    opening = f"<{name}{''.join(_attribute(key, value) for key, value in attributes.items())}>"
    return Html(opening if name in _VOID else f"{opening}{join(*children)}</{name}>")


def data(identifier: str, value: Any) -> Html:
    """`value` as JSON for a script to read; no string in it can end the element or begin a comment."""
    found = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    found = _UNSEEN.sub(lambda sign: _escaped(sign[0]), found).translate(_IN_SCRIPT)
    return Html(f'<script type="application/json" id="{identifier}">{found}</script>')


def icon(name: str) -> Html:
    """A sign from the page's own sheet; the word beside it says what it means."""
    use = Html(f'<use href="#sign-{escape(name)}"></use>')
    return tag("svg", use, class_="sign", aria_hidden="true", focusable="false")


def source(value: str) -> Html:
    """Where an article came from: a link where it is an http(s) address, else text."""
    if not _WEB.match(value) or _UNSEEN.search(value):
        return text(value)
    return tag("a", value, href=value, rel="noopener noreferrer")


def language_code(value: str | None) -> str | None:
    """A language that may stand in a lang attribute, else None."""
    return value.lower() if value and re.fullmatch(r"[A-Za-z]{2}", value) else None


def _markup(child: str) -> str:
    return child if isinstance(child, Html) else text(child)


def _attribute(key: str, value: Any) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'


def _escaped(sign: str) -> str:
    return json.dumps(sign)[1:-1] if ord(sign) > 0x9F or ord(sign) < 0x20 else f"\\u{ord(sign):04x}"
