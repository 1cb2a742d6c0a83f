"""The scan itself: one canary for each encoding must turn it red, and nothing else may."""

import base64
import hashlib
import hmac
import io
import json
import random
import sqlite3
import zipfile
import zlib

from tests.prove.haystack import Haystack
from tests.prove.scan import Image, Person, _keyed, gzipped, scan, synthetic_people

PEOPLE = synthetic_people(50)
PERSON = PEOPLE[17]
ID = PERSON.id
DECIMAL = str(ID).encode()
SECRET = random.Random(4).randbytes(32)


def zipped(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", data)
    return stream.getvalue()


CANARIES = {
    "decimal": DECIMAL,
    "decimal in UTF-16": str(ID).encode("utf-16-le"),
    "hex": f"{ID:x}".encode(),
    "HEX": f"{ID:X}".encode(),
    "4 bytes BE": (ID & 0xFFFFFFFF).to_bytes(4, "big"),
    "4 bytes LE": (ID & 0xFFFFFFFF).to_bytes(4, "little"),
    "6 bytes BE": ID.to_bytes(6, "big"),
    "6 bytes LE": ID.to_bytes(6, "little"),
    "8 bytes BE": ID.to_bytes(8, "big"),
    "8 bytes LE": ID.to_bytes(8, "little"),
    "varint": b"\x08"
    + bytes((ID >> 7 * place & 0x7F) | (0x80 if place < 4 else 0) for place in range(5)),
    "base64 of decimal, alignment 0": base64.b64encode(DECIMAL),
    "base64 of decimal, alignment 1": base64.b64encode(b"x" + DECIMAL + b"yz"),
    "base64 of decimal, alignment 2": base64.b64encode(b"xy" + DECIMAL + b"z"),
    "base64url of 8 bytes": base64.urlsafe_b64encode(b"\xff\xfe" + ID.to_bytes(8, "big")),
    "hex of decimal": DECIMAL.hex().encode(),
    "zlib": zlib.compress(b"from " + DECIMAL),
    "gzip": gzipped(b"from " + DECIMAL),
    "zip": zipped(b"from " + DECIMAL * 3),
    "base64 of zlib of JSON": base64.b64encode(zlib.compress(json.dumps({"id": ID}).encode())),
    "name": PERSON.names[0].encode(),
    "name as JSON": json.dumps(PERSON.names[0]).encode(),
    "username": b"@" + PERSON.names[2].encode(),
    "md5": hashlib.md5(DECIMAL).digest(),
    "md5 in hex": hashlib.md5(DECIMAL).hexdigest().encode(),
    "sha1": hashlib.sha1(ID.to_bytes(8, "big")).digest(),
    "sha256": hashlib.sha256(ID.to_bytes(8, "little")).digest(),
    "sha256, cut to 8 bytes, in hex": hashlib.sha256(DECIMAL).hexdigest()[:16].encode(),
    "sha512 in base64": base64.b64encode(hashlib.sha512(DECIMAL).digest()),
    "blake2b": hashlib.blake2b(DECIMAL).digest(),
    "blake2b of 16 bytes": hashlib.blake2b(DECIMAL, digest_size=16).digest(),
    "sha256 of the username": hashlib.sha256(PERSON.names[2].encode()).digest(),
    "HMAC under a key file": hmac.digest(SECRET, DECIMAL, "sha256"),
    "HMAC in hex under a key file": hmac.digest(SECRET, ID.to_bytes(8, "big"), "sha1")
    .hex()
    .encode(),
    "keyed blake2b": hashlib.blake2b(DECIMAL, key=SECRET, digest_size=16).digest(),
}


def innocent(rng: random.Random) -> Image:
    """Bytes like ours, with a key in them and nobody's trace."""
    image = Image()
    image.add("random", rng.randbytes(300_000))
    image.add("log", json.dumps({"event": "published", "number": 12}) * 200)
    image.add("key", b"secret: " + SECRET)
    image.files.add("key")
    return image


def test_nothing_is_found_where_nothing_is():
    assert scan(innocent(random.Random(1)), PEOPLE, secrets=[b"42:a-token-of-the-bot"]) == ()


def test_each_encoding_is_seen(figure):
    image = innocent(random.Random(2))
    for name, canary in CANARIES.items():
        image.add(name, b"\n\x01 " + canary + b" \x02\n" + bytes(50))
    found = scan(image, PEOPLE)
    assert set(CANARIES) - {hit.where for hit in found} == set()
    assert {hit.person for hit in found} == {ID}
    assert {hit.where for hit in found} <= set(CANARIES)
    figure("scan self-test: canaries planted, seen", f"{len(CANARIES)}, {len(CANARIES)}")


def test_an_id_in_a_database_column_and_in_its_free_pages_is_seen(tmp_path):
    path = tmp_path / "some.db"
    for statement in ("insert into t values (?, 'x')", "delete from t where a = ? and b = 'x'"):
        connection = sqlite3.connect(path)
        connection.execute("pragma secure_delete = off")
        connection.execute("create table if not exists t (a integer, b text)")
        connection.execute(statement, (ID,))
        connection.commit()
        connection.close()
        image = Image()
        image.add_folder(tmp_path)
        assert {hit.person for hit in scan(image, PEOPLE)} == {ID}


def test_a_tag_keyed_with_a_secret_in_the_database_is_seen(tmp_path):
    connection = sqlite3.connect(tmp_path / "some.db")
    connection.execute("create table k (key blob)")
    connection.execute("create table t (tag blob)")
    connection.execute("insert into k values (?)", (SECRET,))
    connection.execute("insert into t values (?)", (hmac.digest(SECRET, DECIMAL, "sha256"),))
    connection.commit()
    connection.close()
    image = Image()
    image.add_folder(tmp_path)
    assert {hit.how for hit in scan(image, PEOPLE)} == {"HMAC-sha256"}


def test_a_tag_keyed_with_the_token_is_seen():
    token = b"42:AAHhush-hush-hush-hush"
    image = Image()
    image.add("tags", hmac.digest(token, DECIMAL, "sha256").hex())
    assert scan(image, PEOPLE) == ()
    assert {hit.person for hit in scan(image, PEOPLE, secrets=[token])} == {ID}


def test_a_file_named_after_somebody_is_seen(tmp_path):
    (tmp_path / f"{ID}.draft").touch()
    image = Image()
    image.add_folder(tmp_path)
    assert {hit.person for hit in scan(image, PEOPLE)} == {ID}


def test_synthetic_people_look_like_telegrams():
    assert len({person.id for person in PEOPLE}) == 50
    assert all(2**32 < person.id < 10**10 for person in PEOPLE)
    assert Person(ID, PERSON.names) in PEOPLE


def test_keyed_digests_are_those_of_the_standard_library_for_keys_of_any_length():
    for key in (b"k" * 16, b"k" * 64, b"k" * 80):
        spelled = (DECIMAL, ID.to_bytes(8, "big"), ID.to_bytes(8, "little"))
        macs = {hmac.digest(key, s, name) for s in spelled for name in ("md5", "sha1", "sha256")}
        macs |= {
            hashlib.blake2b(s, key=key[:64], digest_size=size).digest()
            for s in spelled
            for size in (8, 16, 32)
        }
        assert {digest for digest, _ in _keyed([PERSON], [key])} == {mac[:8] for mac in macs}


def test_a_needle_is_found_in_each_piece_that_holds_it_and_in_no_two_together():
    pieces = [
        ("a", b"xx1234"),
        ("b", b"5678xx"),
        ("c", b"12345678"),
        ("d", b"12345678"),
        ("e", b""),
    ]
    hay = Haystack(pieces)
    assert [*hay.places_of([b"12345678"])] == [(b"12345678", {"c", "d"})]
    assert [*hay.places_of_eight([b"12345678"])] == [(b"12345678", {"c", "d"})]
    assert {(needle, *sorted(names)) for needle, names in hay.places_of([b"1234", b"45678"])} == {
        (b"1234", "a"),
        (b"1234", "c", "d"),
        (b"45678", "c", "d"),
    }
    assert [*Haystack([]).places_of([b"1234", b"12345678"])] == []
    assert [*hay.places_of_eight([])] == []
