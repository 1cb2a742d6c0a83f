"""Callback data: each room writes and reads its own, and nothing else is understood."""

import re
from pathlib import Path

import pytest

from bot.domain.review import MODES, Verdict
from bot.flows.moderation.buttons import PATTERN, Action, Intent, decode, encode
from handlers.author.callbacks import RECEIPTS, ReceiptVerb, receipt_data, receipt_of
from tests.test_house import ROOT

CODE = "ABCD-EFGH-JKMN-PQRS"
WRITERS = {
    "bot/flows/moderation/buttons.py",
    "handlers/author/callbacks.py",
    "handlers/reader/report.py",
    "handlers/reader/reply_report.py",
}
"""Where texts on the wire are written; a draft's state has no prefix (``bot/domain/draft.py``)."""


@pytest.mark.parametrize("action", Action)
def test_a_moderators_button_is_read_as_it_was_written(action: Action) -> None:
    subjects = ("", "12", "999999999", "K7MQ", *(mode.upper() for mode in MODES))
    for intent in (Intent(action, subject) for subject in subjects):
        for channel in (1, 2, 255):
            assert PATTERN.match(encode(intent, channel))
            assert decode(encode(intent, channel)) == (channel, intent)
            assert len(encode(intent, channel).encode()) <= 64
    assert decode(encode(Intent(action, "K7MQ", 4))) == (1, Intent(action, "K7MQ", 4))


@pytest.mark.parametrize(
    "data",
    ["", "m:", "m:burn", "m:release:" + "9" * 40, "m:mode:pre", "x:fr", "m:drop:1:200", "m1:keep"],
)
def test_what_no_button_of_ours_says_means_nothing(data: str) -> None:
    assert decode(data) is None


def test_each_verdict_has_an_action_of_its_name() -> None:
    assert [Action(verdict) for verdict in Verdict] == [Action[verdict.name] for verdict in Verdict]


@pytest.mark.parametrize("verb", ReceiptVerb)
def test_a_receipts_button_is_read_as_it_was_written(verb: ReceiptVerb) -> None:
    data = receipt_data(verb, CODE)
    assert RECEIPTS.match(data)
    assert receipt_of(data) == (verb, CODE)
    assert receipt_of(f"{verb}:nonsense") is None


def test_callback_data_is_written_in_one_place_for_each_room() -> None:
    wire = re.compile(r"""f?["'](?:m|r[dwyb]|x|fr?):""")
    written = {
        path.relative_to(ROOT).as_posix()
        for room in ("bot/flows", "bot/botapi", "handlers")
        for path in Path(ROOT, room).rglob("*.py")
        if wire.search(path.read_text(encoding="utf-8"))
    }
    assert written <= WRITERS
