"""An appeal is answered while passes over the cards go on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from bot.domain.bans import Ban
from bot.flows.moderation.appeal import answer_appeal
from bot.i18n import translator_for
from bot.memory.appeals import Appeal, Appeals
from bot.memory.identity import MemoryRoutes
from tests.kit.works import START


@pytest.mark.parametrize(("allow", "end"), [(True, "ban lifted"), (False, "the ban stays")])
async def test_a_pass_that_comes_between_knows_how_an_appeal_was_answered(allow, end) -> None:
    """It empties the card as soon as the appeal is closed: while the ban is being lifted."""
    appeals, noted, known = Appeals(), dict[str, str](), list[str]()
    appeals.open(
        "K7MQ",
        Appeal(b"tag", await MemoryRoutes().issue(1, START), Ban(date(2026, 12, 1), 0), None),
    )

    @asynccontextmanager
    async def transaction() -> AsyncIterator[Any]:
        known.append(noted["K7MQ"])

        async def lift(_tag: bytes) -> bool:
            return True

        yield SimpleNamespace(bans=SimpleNamespace(lift=lift))

    review_cards: Any = SimpleNamespace(
        appeals=appeals,
        note=noted.__setitem__,
        storage=SimpleNamespace(transaction=transaction),
        t=translator_for("en"),
    )
    assert await answer_appeal("K7MQ", allow=allow, review_cards=review_cards) is not None
    assert end in noted["K7MQ"]
    assert [end in each for each in known] == [True] * allow
    assert await answer_appeal("K7MQ", allow=allow, review_cards=review_cards) is None
