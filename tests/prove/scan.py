"""Looks for people in bytes: in everything that someone who seizes the machine would hold.

The image is a set of named byte strings (files, logs, what was sent). Each is unfolded into
*views*: as it is, and everything found inside it that decodes as zlib, gzip, zip, hex or base64
(at every alignment), three levels deep. In each view are searched, for each person:

* the id as decimal, as hex, as 4, 6 and 8 bytes in both orders, and as a varint;
* names in UTF-8, UTF-16 and as JSON escapes;
* md5, sha1, sha256, sha512, blake2b and blake2s of the id (three spellings) and of the names,
  cut to 8 bytes or longer;
* HMAC and keyed BLAKE2 of the id under every secret of 16-64 bytes that the image holds: each
  value in each SQLite table, each run of hex or base64, each file of that size, and each window of
  small files; and under what the test adds, such as the bot's token.

Not searched: 4-byte forms inside JPEG pixel data, where chance alone would hit.
"""

import base64
import gzip
import hashlib
import hmac
import io
import json
import re
import sqlite3
import string
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from tests.prove.haystack import Haystack

_DEPTH = 3
_LARGEST_UNPACKED = 8 << 20
_CUT = 8  # bytes of a digest that are looked for
_HMACS = ("md5", "sha1", "sha256")
SHORT = 4  # bytes that chance alone would find among pixels
_HEX = re.compile(rb"[0-9a-fA-F]{8,}")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{8,}")
_PIXELS = re.compile(rb"\xff\xda.*?\xff\xd9", re.DOTALL)
_ZLIB = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08|PK\x03\x04", re.DOTALL)
_PRINTABLE = frozenset(string.printable.encode())
_URLSAFE = bytes.maketrans(b"-_", b"+/")


Digest = tuple[bytes, tuple[int, str]]
"""Its first 8 bytes, whose it is, and how it was made."""


@dataclass(frozen=True)
class Person:
    id: int
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    where: str
    person: int
    how: str


@dataclass
class Image:
    """What a seizure yields."""

    parts: dict[str, bytes] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)
    """Which parts are files on the disk: a small one may be a key."""

    def add(self, name: str, data: bytes | str) -> None:
        self.parts[name] = data.encode() if isinstance(data, str) else data

    def add_folder(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            self.parts[f"name of {path.name}"] = str(path.relative_to(folder)).encode()
            if path.is_file():
                self.parts[str(path)] = path.read_bytes()
                self.files.add(str(path))

    @property
    def size(self) -> int:
        return sum(map(len, self.parts.values()))


def scan(
    image: Image, people: Iterable[Person], *, secrets: Iterable[bytes] = ()
) -> tuple[Hit, ...]:
    """Every trace of these people in the image, at most one per person, encoding and part."""
    people = list(people)
    views = [(name, view) for name, data in image.parts.items() for view in _views(data)]
    known = _secrets_in(image, (view for _, view in views)) | set(secrets)
    plain = defaultdict(set)
    for needle, *meant in (each for person in people for each in _plain(person)):
        plain[needle].add(tuple(meant))
    digests = dict(chain(*map(_digests, people), _keyed(people, known)))
    whole = Haystack(views)
    textual = Haystack((name, _PIXELS.sub(b"", view)) for name, view in views)
    found = chain(
        whole.places_of(needle for needle in plain if len(needle) > SHORT),
        textual.places_of(needle for needle in plain if len(needle) <= SHORT),
    )
    hits = {
        Hit(name, *meant) for needle, names in found for meant in plain[needle] for name in names
    }
    for value, names in whole.places_of_eight(digests):
        hits.update(Hit(name, *digests[value]) for name in names)
    return tuple(sorted(hits, key=lambda hit: (hit.where, hit.person, hit.how)))


def views_of(image: Image) -> Iterator[tuple[str, bytes, bool]]:
    """(name of the part, one way to read it, whether it holds pixels), as ``scan`` unfolds it."""
    for name, data in image.parts.items():
        for view in _views(data):
            yield name, view, _PIXELS.search(view) is not None


def _plain(person: Person) -> Iterator[tuple[bytes, int, str]]:
    number = person.id
    yield str(number).encode(), number, "decimal"
    yield str(number).encode("utf-16-le"), number, "decimal, UTF-16"
    for spelling in (f"{number:x}", f"{number:X}"):
        yield spelling.encode(), number, "hex"
    for size in (4, 6, 8):
        cut = number & ((1 << 8 * size) - 1)
        yield cut.to_bytes(size, "big"), number, f"{size} bytes, big endian"
        yield cut.to_bytes(size, "little"), number, f"{size} bytes, little endian"
    yield _varint(number), number, "varint"
    for name in person.names:
        yield name.encode(), number, "name"
        yield name.encode("utf-16-le"), number, "name, UTF-16"
        if not name.isascii():
            yield json.dumps(name)[1:-1].encode(), number, "name, JSON"


def _spellings(person: Person) -> Iterator[bytes]:
    yield str(person.id).encode()
    yield person.id.to_bytes(8, "big")
    yield person.id.to_bytes(8, "little")


def _digests(person: Person) -> Iterator[Digest]:
    for spelling in (*_spellings(person), *(name.encode() for name in person.names)):
        for algorithm in ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s"):
            digest = hashlib.new(algorithm, spelling).digest()
            yield digest[:_CUT], (person.id, algorithm)
        for size in (8, 16, 20, 32):  # the size is part of what BLAKE2 hashes
            digest = hashlib.blake2b(spelling, digest_size=size).digest()
            yield digest[:_CUT], (person.id, f"blake2b-{size}")


def _keyed(people: Sequence[Person], secrets: Iterable[bytes]) -> Iterator[Digest]:
    """A key is taken in once for all people, which is most of the work."""
    said = [(each, person.id) for person in people for each in _spellings(person)]
    for secret in secrets:
        macs = {f"HMAC-{each}": hmac.new(secret, digestmod=each) for each in _HMACS}
        hashes = {
            f"keyed blake2b-{size}": hashlib.blake2b(key=secret[:64], digest_size=size)
            for size in (8, 16, 32)
        }
        for how, keyed in (macs | hashes).items():
            for spelling, number in said:
                hashed = keyed.copy()
                hashed.update(spelling)
                yield hashed.digest()[:_CUT], (number, how)


def _views(data: bytes) -> Iterator[bytes]:
    """Each way to read it, once."""
    seen, layer = {data}, [data]
    yield data
    for _ in range(_DEPTH):
        inner = dict.fromkeys(each for view in layer for each in _unfolded(view))
        layer = [view for view in inner if view not in seen]
        seen.update(layer)
        yield from layer


def _unfolded(data: bytes) -> Iterator[bytes]:
    for match in _ZLIB.finditer(data):
        start, raw = match.start(), match[0].startswith(b"PK")
        if raw:
            start += 30 + sum(
                int.from_bytes(data[start + at : start + at + 2], "little") for at in (26, 28)
            )
        unpacking = zlib.decompressobj(-15 if raw else 47)
        try:
            unpacked = unpacking.decompress(data[start:], _LARGEST_UNPACKED)
        except zlib.error:
            continue
        if len(unpacked) >= 4:
            yield unpacked
    for whole in dict.fromkeys(_HEX.findall(data)):
        for start in (0, 1):
            run = whole[start:]
            yield bytes.fromhex(run[: len(run) // 2 * 2].decode())
    for whole in dict.fromkeys(_BASE64.findall(data)):
        run = whole.translate(_URLSAFE)
        for start in range(4):
            part = run[start:]
            usable = len(part) - (len(part) % 4 == 1)
            if usable >= 6:
                part = part[:usable]
                yield base64.b64decode(part + b"=" * (-len(part) % 4))


def _secrets_in(image: Image, views: Iterable[bytes]) -> set[bytes]:
    """Everything of 16 to 64 bytes that could be a key."""
    found: set[bytes] = set()
    for name, data in image.parts.items():
        if data.startswith(b"SQLite format 3\0"):
            found.update(_values_in(data))
        elif name in image.files and len(data) <= 1024:
            for size in (16, 20, 24, 32, 48, 64):
                found.update(data[at : at + size] for at in range(max(0, len(data) - size + 1)))
    for view in views:
        if 16 <= len(view) <= 64:
            found.add(view)
    return {secret for secret in found if 16 <= len(secret) <= 64}


def _values_in(database: bytes) -> Iterator[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "copy.db")
        path.write_bytes(database)
        connection = sqlite3.connect(path)
        connection.text_factory = bytes
        try:
            tables = [
                row[0]
                for row in connection.execute("select name from sqlite_master where type = 'table'")
            ]
            for table in tables:
                for row in connection.execute(f'select * from "{table.decode()}"'):
                    yield from (value for value in row if isinstance(value, bytes))
        finally:
            connection.close()


def _varint(number: int) -> bytes:
    parts = []
    while number:
        parts.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
    return bytes(parts)


def gzipped(data: bytes) -> bytes:
    """For the self-test."""
    stream = io.BytesIO()
    with gzip.GzipFile(fileobj=stream, mode="wb") as file:
        file.write(data)
    return stream.getvalue()


def synthetic_people(count: int) -> tuple[Person, ...]:
    """People with ids as Telegram gives them today (10 digits, above 2**32) that no text, counter
    or time stamp resembles by chance, and names that nobody would write by accident."""
    people = []
    number = 7_000_000_019
    while len(people) < count:
        number = (
            5_000_000_000 + (number * 6364136223846793005 + 1442695040888963407) % 4_900_000_000
        )
        low = number & 0xFFFFFFFF
        if not any(byte in _PRINTABLE or byte in (0, 255) for byte in low.to_bytes(4, "big")):
            index = len(people)
            people.append(
                Person(
                    number,
                    (f"Zyxandra{index:02}é", f"Qwoltrip{index:02}", f"xq_zorvath_{index:02}"),
                )
            )
    return tuple(people)
