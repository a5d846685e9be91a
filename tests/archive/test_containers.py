"""zip, tar and compression, nested in each other, damaged and hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import struct
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from summarizer.archive.record import read_records
from tests.archive.archives import TEXTS, crawl, json_lines, page, tarred, texts, write, zipped

PACK: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}
ROWS = json_lines({"text": TEXTS[0]}, {"text": TEXTS[1]})
MEMBERS = {"a/x.txt": TEXTS[0].encode(), "b.html": page(TEXTS[1]), "n.jsonl": ROWS}


@pytest.mark.parametrize("suffix", PACK)
def test_compressed_files_are_read_under_their_own_name(suffix: str) -> None:
    write(f"n.jsonl.{suffix}", PACK[suffix](ROWS))
    assert texts(f"n.jsonl.{suffix}") == {f"n.jsonl.{suffix}:1": TEXTS[0], f"n.jsonl.{suffix}:2": TEXTS[1]}


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_files_packed_in_several_pieces_are_read_whole(suffix: str) -> None:
    pieces = [PACK[suffix](line + b"\n") for line in ROWS.splitlines()]
    assert list(texts(write(f"n.jsonl.{suffix}", b"".join(pieces))).values()) == TEXTS[:2]


def test_what_a_file_is_packed_with_shows_in_its_bytes_and_not_in_its_name() -> None:
    write("a.jsonl", gzip.compress(ROWS))
    write("b.jsonl.gz", ROWS)
    write("c", PACK["xz"](TEXTS[0].encode()))
    assert list(texts("a.jsonl", "b.jsonl.gz", "c").values()) == [*TEXTS[:2], *TEXTS[:2], TEXTS[0]]


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_members_of_a_zip_are_read_in_its_order(method: int) -> None:
    write("d.zip", zipped(MEMBERS | {"__MACOSX/x.txt": b"x", ".h/a.txt": b"x", "pic.png": b"x"}, method))
    assert texts("d.zip") == {
        "d.zip!/a/x.txt": TEXTS[0],
        "d.zip!/b.html": TEXTS[1],
        "d.zip!/n.jsonl:1": TEXTS[0],
        "d.zip!/n.jsonl:2": TEXTS[1],
    }


@pytest.mark.parametrize("name", ["d.tar", "d.tar.gz", "d.tgz", "d.tar.bz2", "d.txz", "d.tar.zst", "d"])
def test_members_of_a_tar_are_read_whatever_packs_it(name: str) -> None:
    pack = {"gz": "gz", "tgz": "gz", "bz2": "bz2", "txz": "xz", "zst": "zst"}.get(name.rpartition(".")[2])
    content = tarred(MEMBERS)
    write(name, PACK[pack](content) if pack else content)
    assert list(texts(name)) == [
        f"{name}!/a/x.txt",
        f"{name}!/b.html",
        f"{name}!/n.jsonl:1",
        f"{name}!/n.jsonl:2",
    ]


def test_archives_nest() -> None:
    inner = {
        "n.jsonl.gz": gzip.compress(ROWS),
        "in.zip": zipped({"t.txt": TEXTS[2].encode()}),
        "c.warc.gz": crawl(("http://h/1", {}, page(TEXTS[3]))),
    }
    write("o.zip", zipped({"t.tar.xz": lzma.compress(tarred(inner))}))
    found = texts("o.zip")
    assert list(found.values()) == [TEXTS[0], TEXTS[1], TEXTS[2], TEXTS[3]]
    assert list(found)[:3] == [
        "o.zip!/t.tar.xz!/n.jsonl.gz:1", "o.zip!/t.tar.xz!/n.jsonl.gz:2", "o.zip!/t.tar.xz!/in.zip!/t.txt"
    ]  # fmt: skip


def test_nesting_has_an_end() -> None:
    content = zipped({"t.txt": TEXTS[0].encode()})
    for depth in range(8):
        content = zipped({f"{depth}.zip": content, f"{depth}.txt": TEXTS[1].encode()})
    found = texts(write("o.zip", content))
    assert "nested more than 5 deep" in " ".join(found.values())
    assert len(found) < 10
    assert list(found.values()).count(TEXTS[1]) >= 4


def test_members_of_one_name_are_records_of_their_own() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", TEXTS[0])
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", TEXTS[1])
    assert texts(write("d.zip", buffer.getvalue())) == {"d.zip!/a.txt": TEXTS[0], "d.zip!2/a.txt": TEXTS[1]}
    doubled = tarred({"a.txt": TEXTS[0].encode()})[:1024] + tarred({"a.txt": TEXTS[1].encode()})
    assert texts(write("d.tar", doubled)) == {"d.tar!/a.txt": TEXTS[0], "d.tar!2/a.txt": TEXTS[1]}


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_of_members_are_labels_and_write_nothing(make: Callable[[dict[str, bytes]], bytes]) -> None:
    names = ["../../escape.txt", "/etc/passwd.txt", "\x1b[2J.txt", "d.zip!/a.txt", "a.txt:1"]
    write("in/d.zip" if make is zipped else "in/d.tar", make(dict.fromkeys(names, TEXTS[0].encode())))
    before = set(Path("..").rglob("*"))
    found = texts("in")
    assert set(found.values()) == {TEXTS[0]}
    assert any("!/../../escape.txt" in where for where in found)
    assert any("d.zip\\x21/a.txt" in where for where in found)
    assert set(Path("..").rglob("*")) == before


def test_an_encrypted_member_is_named_and_the_others_read() -> None:
    content = bytearray(zipped({"a.txt": TEXTS[0].encode(), "b.txt": TEXTS[1].encode()}, zipfile.ZIP_STORED))
    central = content.index(b"PK\x01\x02")
    content[6] |= 1
    content[central + 8] |= 1
    found = texts(write("d.zip", bytes(content)))
    assert found == {"d.zip!/a.txt": "ERROR: d.zip!/a.txt is encrypted", "d.zip!/b.txt": TEXTS[1]}


def test_a_damaged_member_is_named_and_the_others_read() -> None:
    content = bytearray(zipped({"a.txt": TEXTS[0].encode(), "b.txt": TEXTS[1].encode()}, zipfile.ZIP_STORED))
    content[content.index(b"Montag")] ^= 1
    found = texts(write("d.zip", bytes(content)))
    assert "damaged" in found["d.zip!/a.txt"] or "reading it failed" in found["d.zip!/a.txt"]
    assert found["d.zip!/b.txt"] == TEXTS[1]


def test_a_zip_cut_off_is_one_error() -> None:
    assert list(texts(write("d.zip", zipped(MEMBERS)[:-30]))) == ["d.zip"]


def test_a_tar_cut_off_keeps_what_stands_before_the_cut() -> None:
    content = gzip.compress(
        tarred({f"{i}.txt": TEXTS[i % 4].encode() + os.urandom(3000).hex().encode() for i in range(40)})
    )
    found = texts(write("d.tar.gz", content[: len(content) // 2]))
    assert found["d.tar.gz!/0.txt"].startswith(TEXTS[0])
    assert "damaged" in found["d.tar.gz"]
    assert 10 < len(found) < 30


def test_links_and_devices_in_a_tar_are_named_and_not_followed() -> None:
    write("secret.txt", TEXTS[3])
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, kind in (
            ("s.txt", tarfile.SYMTYPE),
            ("h.txt", tarfile.LNKTYPE),
            ("f.txt", tarfile.FIFOTYPE),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "secret.txt"
            archive.addfile(info)
        info = tarfile.TarInfo("z.txt")
        info.size = len(TEXTS[0].encode())
        archive.addfile(info, io.BytesIO(TEXTS[0].encode()))
    found = texts(write("d.tar", buffer.getvalue()))
    assert "is a link" in found["d.tar!/s.txt"]
    assert "is a link" in found["d.tar!/h.txt"]
    assert "no plain file" in found["d.tar!/f.txt"]
    assert found["d.tar!/z.txt"] == TEXTS[0]


def test_a_tar_that_announces_a_gigantic_name_is_not_believed() -> None:
    header = tarfile.TarInfo("x")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 4_000_000_000
    found = texts(write("d.tar", header.tobuf() + b"x" * 10_000))
    assert "over 1 MB" in found["d.tar"]


def test_a_member_larger_than_an_article_is_one_error() -> None:
    write("d.zip", zipped({"a.txt": b"Ein Satz. " * 10_000, "b.txt": TEXTS[0].encode()}))
    found = texts("d.zip", max_bytes=50_000)
    assert "larger than 50000 bytes" in found["d.zip!/a.txt"]
    assert found["d.zip!/b.txt"] == TEXTS[0]


def zeros(size: int) -> bytes:
    packer = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(size // 1_000_000)) + packer.flush()


@pytest.mark.parametrize("name", ["b.jsonl.zst", "b.zip", "b.txt.zst.zst"])
def test_a_bomb_ends_with_one_error_and_the_next_source_is_read(name: str) -> None:
    bomb = zeros(300_000_000)
    if name == "b.zip":
        bomb = zipped({f"{i}.jsonl.zst": bomb for i in range(50)})
    elif name == "b.txt.zst.zst":
        bomb = zstandard.compress(bomb)
    write(name, bomb)
    write("c.txt", TEXTS[0])
    found = texts(name, "c.txt")
    assert found["c.txt"] == TEXTS[0]
    assert len(found) < 5
    if name != "b.txt.zst.zst":
        # A text file is not even read beyond the size of an article.
        assert "250 times its size" in found[name]
    else:
        assert "larger than" in found[name]


def test_a_zip_whose_members_overlap_is_no_way_around_the_limit() -> None:
    """The bomb of overlapping members: a thousand directory entries for one packed megabyte."""
    one = zipped({"0.jsonl": b" " * 1_000_000})
    central, end = one.index(b"PK\x01\x02"), one.index(b"PK\x05\x06")
    entry, tail = one[central:end], bytearray(one[end:])
    entries = b"".join(entry[:46] + f"{i:07d}".encode() for i in range(1000))
    struct.pack_into("<HHI", tail, 8, 1000, 1000, len(entries))
    named = one[:central].replace(b"0.jsonl", b"0000000")
    found = texts(write("b.zip", named + entries + bytes(tail)))
    assert len(found) < 1100
    assert "250 times its size" in found.get("b.zip", "") or all("ERROR" in text for text in found.values())


def test_copies_of_nested_archives_vanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "spool").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "spool"))
    inner = zipped({"a.txt": TEXTS[0].encode(), "r.bin": os.urandom(9_000_000)})
    stream = read_records([write("o.zip", zipped({"in.zip": inner}))])
    assert next(stream).article
    for _ in stream:
        pass
    assert list((tmp_path / "spool").iterdir()) == []
