"""Telegram's limits stand in one place, and the sandbox keeps to the same ones."""

import ast
from pathlib import Path

import pytest

from bot.domain import telegram_limits
from bot.sandbox import media
from bot.sandbox.methods import deleting, parts

ROOT = Path(__file__).parents[2]

OF_OUR_OWN = {
    "bot/domain/telegram_limits.py",
    "bot/domain/ranking.py",  # the digest's window
    "bot/domain/reports.py",  # how far back the brake counts posts
    "bot/memory/near_duplicates.py",  # how long words are compared
}
"""Who may name 48 hours; for all but the first it is no limit of Telegram's."""


def sources() -> list[Path]:
    files = [
        file for room in ("bot", "handlers", "storage") for file in (ROOT / room).rglob("*.py")
    ]
    return [file for file in files if "sandbox" not in file.parts]


@pytest.mark.parametrize("hours", [47, 48])
def test_how_long_a_message_can_be_deleted_is_written_once(hours: int) -> None:
    naming = {
        str(file.relative_to(ROOT))
        for file in sources()
        if f"hours={hours}" in (text := file.read_text(encoding="utf-8"))
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.keyword)
        and node.arg == "hours"
        and isinstance(node.value, ast.Constant)
        and node.value.value == hours
    }
    assert naming <= OF_OUR_OWN, "take it from bot/domain/telegram_limits.py"


def test_a_caption_a_text_and_a_file_are_as_long_as_in_the_sandbox() -> None:
    assert telegram_limits.CAPTION_UNITS == parts.CAPTION_UNITS
    assert telegram_limits.TEXT_UNITS == parts.TEXT_UNITS
    assert telegram_limits.DOWNLOAD_BYTES == media.DOWNLOAD_BYTES
    assert telegram_limits.DELETABLE_FOR == deleting.DELETABLE_FOR


def test_what_is_surely_deletable_leaves_time_for_the_call() -> None:
    late = telegram_limits.SURELY_DELETABLE + telegram_limits.MARGIN
    assert late == telegram_limits.DELETABLE_FOR
