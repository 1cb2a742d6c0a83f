"""Who made what is said as its licence asks."""

from bot.cards.photographs.credits import credit_lines
from bot.cards.photographs.folder import PhotographFolder
from tests.cards.photographs.conftest import Fetching
from tests.kit.photo_services import PhotoServices, Shot


def test_a_credit_names_title_author_licence_and_place(
    fetching: Fetching, services: PhotoServices, folder: PhotographFolder
) -> None:
    services.shots = [Shot(7, licence="by")]
    fetching("wikimedia", credited=True).run("sea", 1)
    (folder.path / "mine.sea.jpg").write_bytes(Shot(99).jpeg())
    assert list(credit_lines(folder.photographs())) == [
        "“Pier in the morning” by Ada Lovelace, CC BY 4.0 https://creativecommons.org/licenses/, "
        "from https://example.org/photo/7"
    ]
