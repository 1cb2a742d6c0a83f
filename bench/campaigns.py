"""Draw cards and figures of campaigns, for human eyes, and those that docs/campaigns.md shows.

    .venv/bin/python -m bench.campaigns [--docs]

Writes PNGs into build/campaigns; ``--docs`` writes docs/images/campaigns.jpg and
docs/images/campaign-figures.jpg anew.
"""

import io
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PIL import Image

from bot.cards import worker
from bot.cards.order import CardOrder
from bot.domain.campaigns.campaign import Campaign, CampaignKind
from bot.domain.campaigns.figures import CampaignFigures, Told
from bot.domain.channel_info import ChannelInfo
from bot.domain.whisper import Look
from bot.flows.campaigns.content import card_order
from bot.flows.publishing.publisher import PostStyle
from bot.i18n import translator_for
from handlers.managers.figures import chart_of
from tests.kit.cache import prepared

ROOT = Path(__file__).parents[1]
OUT = ROOT / "build" / "campaigns"
QUESTION = "What did you never tell anybody about bullying?"
ANSWER = "They hid my bag and everybody laughed. I laughed too, so that it would stop."
POST = (
    "Samedi, viens goûter la nouvelle menthe sur la grande place. "
    "Sans promesse : elle est fraîche, c’est tout."
)
CAMPAIGNS = {
    "question": ("en", "old-books", 5, Campaign(7, CampaignKind.QUESTION, label="Question")),
    "post": (
        "fr", "meadow-at-dusk", 2,
        Campaign(8, CampaignKind.POST, label="Publicité", payer="Maison Ravel", words=POST),
    ),
    "collaboration": (
        "fr", "", 1,
        Campaign(
            9, CampaignKind.POST, label="Collaboration commerciale", words=POST,
            payer="Association des commerçants de la vieille ville",
        ),
    ),
    "token": (
        "ru", "", 5,
        Campaign(
            10, CampaignKind.POST, label="Реклама", payer="ООО «Ромашка»", advert="erid: 2Vtzq",
            words="В субботу на площади можно попробовать новый чай.",
        ),
    ),
    "arabic": (
        "ar", "", 4,
        Campaign(
            11, CampaignKind.QUESTION, label="سؤال",
            words="ما الذي لم تقله لأحد عن التنمّر؟",
        ),
    ),
    "hindi": (
        "hi", "", 3,
        Campaign(12, CampaignKind.QUESTION, label="#ad", payer="Kitab Ghar",
                 words="आपने बदमाशी के बारे में किसी को क्या नहीं बताया?"),
    ),
    "amharic": (
        "am", "", 1,
        Campaign(13, CampaignKind.QUESTION, label="ጥያቄ", words="ስለ ጉልበተኝነት ለማንም ያልነገሩት ምንድን ነው?"),
    ),
}  # fmt: skip
"""Name -> (language, picture or "" for any, style, campaign)."""
_GAP = 16


def main() -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    cache = prepared()
    shelf = worker.prepare(cache, None, lambda why: sys.stderr.write(f"{why}\n"))
    worker.furnish(cache, None)
    named = {info.name: info.id for info in shelf.infos}
    cards = {}
    for at, (name, (language, picture, style, campaign)) in enumerate(CAMPAIGNS.items()):
        place = ChannelInfo(-1, "Lycée", "lycee_voix", language=language)
        house = PostStyle(place, "sotto_bot", translator_for(language))
        chosen = named.get(picture) or shelf.infos[(at * 37) % len(shelf.infos)].id
        made = replace(campaign, words=campaign.words or QUESTION, look=Look(chosen, style))
        cards[name] = drawn(card_order(made, None, house))
        cards[name].save(OUT / f"{name}.png")
        chart = worker.campaign_figures(chart_of(made, figures(at), house.t))
        Image.open(io.BytesIO(chart)).save(OUT / f"figures-{name}.png")
    rain = named["rain-on-the-window"]
    answer = replace(
        card_order(Campaign(7, CampaignKind.QUESTION, label="Question", words=ANSWER,
                            look=Look(rain, 1)), None, house),
        label=None, question=QUESTION,
    )  # fmt: skip
    cards["answer"] = drawn(answer)
    cards["answer"].save(OUT / "answer.png")
    if "--docs" in sys.argv[1:]:
        images = ROOT / "docs" / "images"
        row = side_by_side([cards[name] for name in ("question", "answer", "post")], 440)
        row.save(images / "campaigns.jpg", quality=88)
        chart = Image.open(OUT / "figures-question.png").convert("RGB")
        chart.resize((540, 720), Image.Resampling.LANCZOS).save(
            images / "campaign-figures.jpg", quality=88
        )


def drawn(order: CardOrder) -> Image.Image:
    return Image.open(io.BytesIO(worker.card(order))).convert("RGB")


def side_by_side(cards: Sequence[Image.Image], side: int) -> Image.Image:
    row = Image.new("RGB", (len(cards) * (side + _GAP) - _GAP, side), "white")
    for at, card in enumerate(cards):
        small = card.resize((side, side), Image.Resampling.LANCZOS)
        row.paste(small, (at * (side + _GAP), 0))
    return row


def figures(seed: int) -> CampaignFigures:
    """Two weeks of a question that was read and answered; made up."""
    dice = random.Random(seed)
    days = tuple(date(2026, 11, 15) + timedelta(days=n) for n in range(14))
    counts: dict[tuple[date, Told], int] = {(days[0], Told.POSTS): 1, (days[7], Told.POSTS): 1}
    for day in days:
        answers = dice.randint(2, 9)
        counts |= {
            (day, Told.OPENS): dice.randint(8, 60),
            (day, Told.TAKEN): answers,
            (day, Told.APPROVED): round(answers * 0.8),
            (day, Told.REJECTED): answers - round(answers * 0.8),
            (day, Told.REACTIONS): dice.randint(3, 30),
        }
    return CampaignFigures(days, counts)


if __name__ == "__main__":
    main()
