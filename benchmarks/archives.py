"""How soon an archive begins, how fast it goes on and how much memory it takes.

    python -m benchmarks.archives [--megabytes 1000] [--records 50000] [--pages 2000] [--keep FOLDER]

Writes a JSON Lines file of the given size, the same articles in gzip, CSV, Parquet, zip and tar (5,000 of
them), and a WARC file of pages (by warcio), then reads each in a process of its own. "First" is the wall time
from before the import to the first record, the languages' and HTML libraries' start-up included, with the
CPU time of the whole process so far beside it. RSS is the greatest of the process: after 1,000 records and
after at most `--records`. Exit code 1 when the JSON Lines or the WARC file needs more than 2 s to its first
record, or JSON Lines grow by more than 10 MB from 1,000 records on.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import gzip
import io
import json
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

SOME = 5_000
MOST_SECONDS, MOST_GROWTH = 2.0, 10.0
WORDS = (
    "die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als an "
    "nach wie im für man aber aus durch wenn nur war noch werden bei hat wir was wird sein einen welche sind "
    "oder um haben einer mir über ihm diese einem ihr uns da zum kann doch vor dieser mich ihn du hatte "
    "Ministerin Treffen Genf Gespräche Regierung Verhandlung Montag erklärte sagte Abkommen Parlament"
).split()


def articles(number: int) -> Iterator[dict[str, str]]:
    """Texts of about 2,500 characters, each its own."""
    chance = random.Random(5)
    for index in range(number):
        sentences = [" ".join(chance.choices(WORDS, k=14)).capitalize() + "." for _ in range(28)]
        yield {
            "id": str(index),
            "title": f"Meldung {index}",
            "published": "2026-06-11T10:00:00+02:00",
            "text": "\n\n".join(" ".join(sentences[i : i + 4]) for i in range(0, 28, 4)),
        }


def make(folder: Path, megabytes: int, pages: int) -> list[Path]:
    """The archives to be read."""
    some = list(articles(SOME))
    lines = [json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in some]
    with (folder / "big.jsonl").open("wb") as stream:
        while stream.tell() < megabytes * 1_000_000:
            stream.writelines(lines)
    with gzip.open(folder / "news.jsonl.gz", "wb", 6) as packed:
        packed.writelines(lines)
    with (folder / "news.csv").open("w", newline="") as stream_of_text:
        table = csv.DictWriter(stream_of_text, list(some[0]))
        table.writeheader()
        table.writerows(some)
    parquet(folder / "news.parquet", some)
    with zipfile.ZipFile(folder / "news.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for row in some:
            archive.writestr(f"{row['id']}.txt", row["text"])
    with tarfile.open(folder / "news.tar.gz", "w:gz") as tar:
        for row in some:
            content = row["text"].encode()
            member = tarfile.TarInfo(f"{row['id']}.txt")
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    crawl(folder / "crawl.warc.gz", pages)
    return [*sorted(folder.iterdir())]


def parquet(path: Path, rows: list[dict[str, str]]) -> None:
    """The rows in groups of 1,000."""
    import pyarrow
    from pyarrow import parquet as writer

    writer.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=1000)


def crawl(path: Path, pages: int) -> None:
    """Pages with the furniture that pages have, as warcio stores them."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    links = "".join(f'<li><a href="/{i}">Rubrik {i}</a></li>' for i in range(60))
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for row in articles(pages):
            prose = "".join(f"<p>{part}</p>" for part in row["text"].split("\n\n"))
            html = (
                f'<html lang="de"><head><title>{row["title"]}</title><meta property="article:published_time" '
                f'content="{row["published"]}"></head><body><nav><ul>{links}</ul></nav><article>'
                f"<h1>{row['title']}</h1>{prose}</article><footer>Impressum</footer></body></html>"
            ).encode()
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            url = f"http://example.org/{row['id']}"
            record = writer.create_warc_record(
                url, "response", payload=io.BytesIO(html), length=len(html), http_headers=headers
            )
            writer.write_record(record)


def read(source: str, most: int) -> None:
    """Read one source in this process and print what it took, as JSON."""
    begin = time.perf_counter()
    from summarizer.archive.record import read_records

    first = started = early = 0.0
    done = errors = 0
    for record in read_records([source]):
        done += 1
        errors += record.error is not None
        if done == 1:
            first, started = time.perf_counter() - begin, time.process_time()
        if done == 1000:
            early = rss()
        if done == most:
            break
    seconds, used = time.perf_counter() - begin - first, time.process_time() - started
    print(json.dumps([first, started, done, errors, seconds, used, early, rss()]))


def rss() -> float:
    """The greatest resident memory of this process so far, in MB."""
    # Not getrusage: what it says of a new process includes its parent's.
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    return int(found.group(1)) / 1000 if found else 0.0


def main() -> int:
    """Print a table; 1 when a limit is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=1000)
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--read", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read(options.read, options.records)
        return 0
    missed = False
    with contextlib.ExitStack() as stack:
        folder = options.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(exist_ok=True)
        print(
            "file              MB    first s  (CPU)   records  errors  /s wall   /s CPU  MB at 1,000  MB peak"
        )
        for path in make(folder, options.megabytes, options.pages):
            command = [sys.executable, "-m", "benchmarks.archives", "--read", str(path)]
            command += ["--records", str(options.records)]
            ran = subprocess.run(command, capture_output=True, text=True, check=True)
            first, started, done, errors, seconds, used, early, peak = json.loads(ran.stdout)
            size, wall, cpu = path.stat().st_size / 1_000_000, done / seconds, done / used
            print(
                f"{path.name:14} {size:6.0f}   {first:7.2f}  {started:5.2f}   {done:7}  {errors:6}  "
                f"{wall:7.0f}  {cpu:7.0f}  {early:11.1f}  {peak:7.1f}"
            )
            watched = path.name in ("big.jsonl", "crawl.warc.gz")
            missed |= watched and first > MOST_SECONDS
            missed |= path.name == "big.jsonl" and peak - early > MOST_GROWTH
    limits = f"first record within {MOST_SECONDS:g} s, growth below {MOST_GROWTH:g} MB"
    print(f"{limits}: {'FAIL' if missed else 'PASS'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
