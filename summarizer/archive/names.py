"""What a file's name says about it."""

from __future__ import annotations

# What lies beside articles in folders and saved sites and never is one.
_NO_ARTICLE = frozenset(
    "png jpg jpeg gif webp avif svg ico bmp tif tiff heic mp3 mp4 m4a ogg oga ogv wav webm mov avi mkv css "
    "js mjs map woff woff2 ttf otf eot".split()
)


def is_no_article(name: str) -> bool:
    """Whether a file beside articles is none by its name: pictures, sound, film, style, scripts, fonts."""
    return name.rpartition(".")[2].lower() in _NO_ARTICLE or name in ("__MACOSX", "Thumbs.db", "desktop.ini")
