"""When pictures are painted, and plates prepared, anew on every machine."""

from bot.cards.pictures.edition import EDITION, PLATES
from bot.tools.edition import current, current_of_plates, what_runs


def test_the_edition_is_that_of_the_code_that_paints() -> None:
    assert current() == EDITION, "run: make edition"


def test_the_edition_of_the_plates_is_that_of_the_code_that_prepares_them() -> None:
    assert current_of_plates() == PLATES, "run: make edition"


def test_a_comment_or_a_docstring_repaints_nothing() -> None:
    bare = "def wave(x):\n    return x + 1\n"
    told = '"""Water."""\n\ndef wave(x):\n    """One wave."""\n    # up\n    return x + 1\n'
    assert what_runs(bare) == what_runs(told)
    assert what_runs(bare) != what_runs(bare.replace("+ 1", "+ 2"))
