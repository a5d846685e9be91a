"""Memory, and how soon the first request of a large archive goes out."""

from __future__ import annotations

import io
import itertools
import time
from pathlib import Path

from benchmarks.articles import make_article
from benchmarks.batch.ground import Child, Server, Table, archive, command, environment, line_of, run

PEAK_MB, GROWTH_MB = 120.0, 10.0
FIRST_REQUEST = 2.0
_DISTINCT = 500
_PATIENCE = 120.0


def memory(server: Server, folder: Path, *, quick: bool) -> Table:
    """Peak resident memory with 1,000 and with 50,000 articles."""
    few, many = (200, 1_000) if quick else (1_000, 50_000)
    table = Table("Peak resident memory, 16 workers, latency 0")
    peaks = []
    for count in (few, many):
        source = archive(folder / f"news-{count}.jsonl", count)
        out = folder / f"out-{count}"
        server.reset()
        ran = run(command(server.url, [source], out, "--workers", "16"), folder)
        with (out / "summaries.jsonl").open("rb") as file:
            written = sum(1 for _ in file)
        if written != count:
            raise SystemExit(f"{written} lines for {count} articles")
        peaks.append(ran.peak)
        table.add(f"{count} articles", f"{ran.peak:.1f} MB", f"< {PEAK_MB:g} MB", met=ran.peak < PEAK_MB)
    grown = peaks[1] - peaks[0]
    table.add("growth", f"{grown:.1f} MB", f"< {GROWTH_MB:g} MB", met=grown < GROWTH_MB)
    return table


def sources(server: Server, folder: Path, *, quick: bool) -> Table:
    """Seconds from the start of the command to the first request, with archives of 1 GB."""
    size = 30_000_000 if quick else 1_000_000_000
    table = Table(f"Archives of {size / 1e6:,.0f} MB: seconds from the command to the first request")
    for name, write in (("news.jsonl", _json_lines), ("crawl.warc", _warc), ("crawl.warc.gz", _warc)):
        path = folder / name
        records = write(path, size)
        figure, peak = _first_request(server, folder, path)
        held = f"{path.stat().st_size / 1e6:,.0f} MB, {records:,} records"
        told = f"{figure:.2f} s, {peak:.0f} MB of memory by then ({held})"
        table.add(name, told, f"< {FIRST_REQUEST:g} s", met=figure < FIRST_REQUEST)
        path.unlink()
    return table


def _json_lines(path: Path, size: int) -> int:
    texts = itertools.cycle([make_article(number) for number in range(_DISTINCT)])
    written = records = 0
    with path.open("w", encoding="utf-8") as file:
        while written < size:
            written += file.write(line_of(next(texts).model_copy(update={"id": f"copy-{records}"})))
            records += 1
    return records


def _warc(path: Path, size: int) -> int:
    """Pages in the frame that sites put around an article; a tenth of the records are no pages."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    articles = itertools.cycle([make_article(number) for number in range(_DISTINCT)])
    records = written = 0
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=path.suffix == ".gz")
        while written < size:
            body, kind = _page(next(articles), records), "text/html; charset=utf-8"
            if records % 10 == 9:
                body, kind = b"\x89PNG" + bytes(4_000), "image/png"
            http = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
            address = f"https://news.example/{records}"
            record = writer.create_warc_record(address, "response", io.BytesIO(body), http_headers=http)
            writer.write_record(record)
            records, written = records + 1, written + len(body)
    return records


def _page(article: object, number: int) -> bytes:
    title, text = getattr(article, "title", ""), getattr(article, "text", "")
    paragraphs = "".join(f"<p>{each}</p>" for each in text.split("\n\n"))
    menu = "".join(f'<li><a href="/{n}">Ressort {n}</a></li>' for n in range(60))
    return (
        f'<!DOCTYPE html><html lang="de"><head><title>{title}</title></head><body><nav><ul>{menu}</ul></nav>'
        f"<article><h1>{title}</h1>{paragraphs}<p>Seite {number}.</p></article><footer>Impressum</footer>"
        f"<!-- {'x' * 12_000} --></body></html>"
    ).encode()


def _first_request(server: Server, folder: Path, path: Path) -> tuple[float, float]:
    server.reset(latency=0.5)
    arguments = command(server.url, [path], folder / f"out-{path.name}", "--workers", "4")
    child = Child(arguments, folder, environment(repairs=0))
    until = time.monotonic() + _PATIENCE
    while not (rows := server.rows()):
        if child.process.poll() is not None or time.monotonic() > until:
            raise SystemExit(f"{path.name}: no request in {_PATIENCE:g} s")
        time.sleep(0.05)
    ran = child.kill()
    # Both clocks are the machine's monotonic one.
    return float(rows[0]["received"]) - child.began, ran.peak
