"""Statements that read more and more are recognised: what every other test's are held against."""

import pytest

from tests.kit.plans import too_much


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        ("SELECT count(*) FROM whispers WHERE channel = ? AND state IN (?)", (1, "released")),
        ("SELECT key FROM whispers WHERE state IN (?)", ("pool",)),
        ("SELECT * FROM posts WHERE chat = ? AND day = ?", (1, "2026-11-28")),
        ("DELETE FROM posts WHERE caption = ?", ("",)),
        ("UPDATE whispers SET handle_hash = NULL WHERE handle_until <= ?", (1,)),
        ("SELECT number FROM reports WHERE channel = ?", (1,)),
    ],
)
def test_what_reads_a_table_that_grows_is_refused(statement: str, given: tuple[object, ...]):
    assert too_much(statement, given)


@pytest.mark.parametrize(
    ("statement", "given"),
    [
        ("SELECT count(*) FROM whispers WHERE channel = ? AND state IN (?)", (1, "pool")),
        ("SELECT * FROM posts WHERE chat = ? AND message_id = ?", (1, 2)),
        ("SELECT message_id FROM posts WHERE chat = ? AND posted_at >= ?", (1, 2)),
        ("SELECT * FROM outbox WHERE state = ?", ("waiting",)),
        ("UPDATE whispers SET handle_until = ? WHERE handle_hash >= ?", (1, b"")),
    ],
)
def test_what_finds_its_rows_in_an_index_passes(statement: str, given: tuple[object, ...]):
    assert too_much(statement, given) is None
