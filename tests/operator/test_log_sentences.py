"""What a person at a terminal reads of the log."""

import os
import pty
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter

import pytest

from bot import logs
from bot.logs.events import FIELDS, Event
from bot.logs.sentences import SENTENCES, sentence

ROOT = Path(logs.__file__).parents[2]
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("event", Event)
def test_every_event_has_a_sentence_that_names_only_allowed_fields(event: Event):
    template = SENTENCES[event]
    assert template[0].isupper() or template[0] in "{#"
    assert template.endswith(".")
    assert {name for _, name, _, _ in Formatter().parse(template) if name} <= FIELDS.keys()


def test_no_sentence_counts_one_of_many() -> None:
    """A number that stands before what it counts would be wrong for one: "1 whispers are on …"."""
    wrong = [said for said in SENTENCES.values() if re.search(r"\{count\} [a-z]", said)]
    assert wrong == []


def test_what_the_sentence_does_not_say_follows_in_brackets():
    fields = {"server": "https://api.telegram.org", "error": "NetworkError", "attempt": 3}
    said = sentence(Event.SERVER_UNREACHABLE, "warning", fields, NOON)
    assert re.fullmatch(
        r"\d\d:\d\d:\d\d ! https://api\.telegram\.org can't be reached \(NetworkError\)\. "
        r"I keep trying; nothing is lost\. \(attempt 3\)",
        said,
    )


def test_at_a_terminal_the_log_is_sentences_and_json_elsewhere():
    code = "from bot import logs; logs.configure('INFO'); logs.log(logs.Event.PUBLISHED, number=12)"
    keeper, terminal = pty.openpty()
    subprocess.run([sys.executable, "-c", code], stderr=terminal, cwd=ROOT, timeout=60, check=True)
    os.close(terminal)
    said = os.read(keeper, 4096).decode()
    os.close(keeper)
    assert re.fullmatch(r"\d\d:\d\d:\d\d   Posted #12\.\r\n", said)
    piped = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=60, check=True
    )
    assert b'"event": "published"' in piped.stderr
