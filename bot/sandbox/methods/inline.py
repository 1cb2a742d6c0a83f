"""https://core.telegram.org/bots/api#answerinlinequery"""

from datetime import timedelta
from typing import Any

from bot.sandbox.api import Call, Json, method
from bot.sandbox.errors import bad
from bot.sandbox.inline import InlineResult
from bot.sandbox.methods.parts import CaptionOptions, caption_of, keyboard_of, media_of

MOST = 50
_KNOWN = {
    "type",
    "id",
    "photo_file_id",
    "title",
    "description",
    "caption",
    "parse_mode",
    "caption_entities",
    "reply_markup",
}


@method("answerInlineQuery")
def answer_inline_query(
    call: Call,
    inline_query_id: str,
    results: Json,
    cache_time: int = 300,
    is_personal: bool = False,
    next_offset: str = "",
) -> bool:
    """Answer with at most 50 results. Of the kinds only photos that Telegram has are modelled."""
    if not isinstance(results, list):
        raise bad("can't parse inline query results: array expected")
    if len(results) > MOST:
        raise bad("RESULTS_TOO_MUCH")
    offered = tuple(_result(call, raw) for raw in results)
    if len({each.id for each in offered}) != len(offered):
        raise bad("RESULT_ID_DUPLICATE")
    call.world.inline.answer(
        call.bot,
        inline_query_id,
        offered,
        cache=timedelta(seconds=cache_time),
        personal=is_personal,
    )
    return True


def _result(call: Call, raw: dict[str, Any]) -> InlineResult:
    if raw.get("type") != "photo" or "photo_file_id" not in raw:
        raise bad("sandbox: only cached photos are modelled as inline results")
    if unknown := set(raw) - _KNOWN:
        raise bad(f"sandbox: result fields {sorted(unknown)} are not modelled")
    if not 1 <= len(str(raw.get("id", "")).encode()) <= 64:
        raise bad("RESULT_ID_INVALID")
    keyboard, markup = keyboard_of(raw.get("reply_markup"))
    if markup is not None:
        raise bad("inline keyboard expected")
    caption = CaptionOptions(
        raw.get("caption", ""), raw.get("parse_mode"), raw.get("caption_entities")
    )
    return InlineResult(
        str(raw["id"]),
        call.bot,
        media_of(call, str(raw["photo_file_id"]), "photo"),
        caption_of(caption),
        keyboard,
        raw.get("title", ""),
    )
