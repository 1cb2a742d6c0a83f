"""A moderator answers an appeal; its author is told in the private chat, in their language."""

from bot.flows.moderation.appeal import answer_appeal
from bot.i18n import Translator, translator_for
from bot.memory.appeals import Appeal
from bot.services import ModeratorServices
from handlers.author.hello import say_and_forget
from handlers.incoming.moderators import ModeratorPress


async def answered(
    services: ModeratorServices, press: ModeratorPress, name: str, *, allow: bool, t: Translator
) -> None:
    cards = services.review_cards
    appeal = await answer_appeal(name, allow=allow, review_cards=cards) if cards else None
    if cards is None or appeal is None:
        await services.shared.chats.answer(press.query, t("It’s already been answered."))
        return
    await services.shared.chats.answer(
        press.query, t("Ban lifted.") if allow else t("The ban stays.")
    )
    await cards.refresh(name)
    await say_and_forget(services.shared, appeal.route, _told(appeal, allow=allow))


def _told(appeal: Appeal, *, allow: bool) -> str:
    t = translator_for(appeal.language)
    if allow:
        return t("The moderators have thought it over: you can write again now. Welcome back.")
    return t(
        "The moderators have thought it over and stand by their decision. You can write "
        "again on {day}.",
        day=t.day(appeal.ban.until),
    )
