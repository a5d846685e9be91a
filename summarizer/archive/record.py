"""Articles from whole archives: one stream of records, whatever the sources are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from summarizer.archive.fields import FieldMap
from summarizer.core.article import Article
from summarizer.core.errors import InputError

MAX_BYTES = 5_000_000
DEFAULT_FIELDS = FieldMap()


@dataclass(frozen=True, slots=True)
class Record:
    """One article of an archive, or why it cannot be read: exactly one of `article` and `error` is there.

    `location` is unique within one run's sources and the same on the next: "news.jsonl:12" (line),
    "dump.zip!/a/b.txt" (member), "crawl.warc.gz@8123" (byte), "feed.xml#3" (third entry). It is one
    printable line, whatever names the archive holds.
    """

    location: str
    article: Article | None
    error: InputError | None = None


def read_records(
    sources: Sequence[str],
    fields: FieldMap = DEFAULT_FIELDS,
    max_bytes: int = MAX_BYTES,
    *,
    stdin: BinaryIO | None = None,
) -> Iterator[Record]:
    """Every article in `sources`, one after the other, in constant memory and the same order each time.

    A source is a file, a folder, a pattern such as "2026/*.html", or `-` for standard input, which holds
    JSON Lines or one path a line. docs/archives.md lists the formats. `max_bytes` limits one article,
    decompressed.

    Raises InputError before the first record for a source that does not exist and for one whose name shows
    that it needs a package which is not installed, UsageError where no source is named. Afterwards nothing is
    raised: what cannot be read is a record with an `error` that names its location.
    """
    # Deferred: the readers of a dozen formats, of no use to whoever wants the types alone.
    from summarizer.archive.places import checked, records_at

    found = checked(sources)
    return records_at(found, fields, max_bytes, stdin)
