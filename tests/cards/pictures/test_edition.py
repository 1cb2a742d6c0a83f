"""When pictures are painted anew on every machine."""

from bot.cards.pictures.edition import EDITION
from bot.tools.edition import current, what_runs


def test_the_edition_is_that_of_the_code_that_paints() -> None:
    assert current() == EDITION, "run: make edition"


def test_a_comment_or_a_docstring_repaints_nothing() -> None:
    bare = "def wave(x):\n    return x + 1\n"
    told = '"""Water."""\n\ndef wave(x):\n    """One wave."""\n    # up\n    return x + 1\n'
    assert what_runs(bare) == what_runs(told)
    assert what_runs(bare) != what_runs(bare.replace("+ 1", "+ 2"))
