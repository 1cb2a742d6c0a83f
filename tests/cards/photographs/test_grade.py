"""A photograph is made ready by the same steps as a painted picture."""

from functools import partial
from pathlib import Path

from bot.cards import PIXELS, STYLES
from bot.cards.draw import background
from bot.cards.draw.legibility import measure
from bot.cards.photographs.folder import PhotographFolder
from bot.cards.pictures import LIBRARY, open_shelf
from tests.cards.photographs.conftest import Fetching

WORDS = "I still set two cups on the table every morning."


def test_words_on_a_fetched_photograph_are_as_legible_as_on_a_painted_picture(
    fetching: Fetching, folder: PhotographFolder, tmp_path: Path
) -> None:
    fetching().run("sea", 1)
    shelf = open_shelf(tmp_path / "cache", folder.path, lazy=True)
    (photograph,) = shelf.infos[len(LIBRARY) :]
    prepare = partial(background.from_jpeg, size=PIXELS["square"])
    plate = shelf.read(photograph.id, prepare)
    for style in STYLES:
        found = measure(WORDS, plate, style)
        assert found.under >= style.contrast, (style.name, found)
        assert found.ring >= 4.5, (style.name, found)
