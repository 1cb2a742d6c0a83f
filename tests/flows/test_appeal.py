"""An appeal is answered while passes over the cards go on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.bans import Ban
from bot.flows.moderation.appeal import answer_appeal
from bot.flows.moderation.review_card_text import answered_text
from bot.i18n import translator_for
from bot.memory.appeals import Appeal, Appeals
from bot.memory.identity import MemoryRoutes
from tests.kit.works import START, ManualClock


@pytest.mark.parametrize(("allow", "end"), [(True, "ban lifted"), (False, "the ban stays")])
async def test_a_pass_that_comes_between_knows_how_an_appeal_was_answered(allow, end) -> None:
    """It empties the card once the appeal is closed; who decides otherwise while the ban is being
    lifted is too late."""
    appeals, known, others = Appeals(), list[bool | None](), list[Appeal | None]()
    appeal = Appeal(b"tag", await MemoryRoutes().issue(1, START), Ban(date(2026, 12, 1), 0), None)
    await appeals.open("K7MQ", appeal, START)

    @asynccontextmanager
    async def transaction() -> AsyncIterator[Any]:
        known.append(await appeals.decision("K7MQ", START))
        others.append(await answer_appeal("K7MQ", allow=False, review_cards=review_cards))

        async def lift(_tag: bytes) -> bool:
            return True

        yield SimpleNamespace(bans=SimpleNamespace(lift=lift))

    review_cards: Any = SimpleNamespace(
        appeals=appeals, clock=ManualClock(), storage=SimpleNamespace(transaction=transaction)
    )
    assert await answer_appeal("K7MQ", allow=allow, review_cards=review_cards) == appeal
    assert await appeals.decision("K7MQ", START) is allow
    assert known == [True] * allow
    assert others == [None] * allow
    assert await answer_appeal("K7MQ", allow=allow, review_cards=review_cards) is None
    assert end in answered_text(translator_for("en"), allow=allow)
