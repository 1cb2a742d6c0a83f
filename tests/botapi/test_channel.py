"""How each end of a call is named, one test per row of the table in the delivery notes, through
python-telegram-bot's own request with a scripted transport below it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from telegram import Bot, User
from telegram.request import HTTPXRequest

from bot.botapi.channel import TelegramChannel
from bot.domain.outcome import Delivered, FoundPost, Refused, TryLater, Unknown

TOKEN = "42:SECRET-TOKEN"
CHAT, STAGING = -1002000104729, -4000104729
Answer = Callable[[httpx.Request], httpx.Response]


def raising(error: type[httpx.HTTPError]) -> Answer:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("scripted")  # type: ignore[call-arg]

    return answer


def saying(code: int, description: str, **parameters: object) -> Answer:
    body: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return lambda _request: httpx.Response(code, json=body)


def message(message_id: int, **fields: object) -> dict[str, object]:
    chat = {"id": CHAT, "type": "channel", "title": "Sotto"}
    return {"message_id": message_id, "date": 1_790_000_000, "chat": chat, **fields}


def made(message_id: int, **fields: object) -> Answer:
    body = {"ok": True, "result": message(message_id, **fields)}
    return lambda _request: httpx.Response(200, json=body)


@asynccontextmanager
async def channel(
    *answers: Answer, staging: int | None = STAGING
) -> AsyncIterator[TelegramChannel]:
    """Calls are answered in this order; getMe is never asked for."""
    left = list(answers)

    def handle(request: httpx.Request) -> httpx.Response:
        return left.pop(0)(request)

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": httpx.MockTransport(handle)})

    bot = Bot(TOKEN, request=request(), get_updates_request=request())
    bot._bot_user = User(42, "Sotto", is_bot=True)
    await bot._request[1].initialize()
    try:
        yield TelegramChannel(bot, CHAT, staging=staging)
    finally:
        await bot._request[1].shutdown()


def end_of(answer: Answer) -> Any:
    async def call() -> object:
        async with channel(answer) as door:
            return await door.send_photo(b"\xff\xd8jpeg", "#12")

    return call()


@pytest.mark.parametrize(
    "error", [httpx.PoolTimeout, httpx.ConnectTimeout, httpx.ConnectError], ids=lambda e: e.__name__
)
async def test_what_never_left_is_not_sent(error: type[httpx.HTTPError]) -> None:
    assert await end_of(raising(error)) == TryLater(None, error.__name__)


@pytest.mark.parametrize(
    "error",
    [
        httpx.ReadTimeout,
        httpx.WriteTimeout,
        httpx.ReadError,
        httpx.WriteError,
        httpx.CloseError,
        httpx.RemoteProtocolError,
    ],
    ids=lambda e: e.__name__,
)
async def test_a_lost_answer_is_unknown(error: type[httpx.HTTPError]) -> None:
    assert await end_of(raising(error)) == Unknown(error.__name__)


async def test_a_flood_limit_says_how_long_the_channel_waits() -> None:
    answer = saying(429, "Too Many Requests: retry after 10000", retry_after=10_000)
    assert await end_of(answer) == TryLater(timedelta(seconds=10_000), "too many requests")


async def test_a_flood_limit_without_a_time_is_certain_not_to_be_sent() -> None:
    assert await end_of(saying(429, "Too Many Requests")) == TryLater(None, "too many requests")


@pytest.mark.parametrize(
    ("code", "description", "chat_unusable"),
    [
        (400, "Bad Request: IMAGE_PROCESS_FAILED", False),
        (400, "Bad Request: message caption is too long", False),
        (413, "Request Entity Too Large", False),
        (400, "Bad Request: chat not found", True),
        (400, "Bad Request: need administrator rights in the channel chat", True),
        (400, "Bad Request: not enough rights to send photos to the chat", True),
        (400, "Bad Request: TOPIC_CLOSED", True),
        (400, "Bad Request: TOPIC_DELETED", True),
        (400, "Bad Request: message thread not found", True),
        (400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN", True),
        (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", True),
        (400, "Bad Request: CHAT_RESTRICTED", True),
        (400, "Bad Request: CHAT_WRITE_FORBIDDEN", True),
        (403, "Forbidden: the group chat was deleted", True),
        (403, "Forbidden: bot was kicked from the channel chat", True),
        (403, "Forbidden: bot is not a member of the channel chat", True),
        (401, "Unauthorized", True),
        (404, "Not Found", True),
        (409, "Conflict: terminated by other getUpdates request", True),
    ],
)
async def test_a_refusal_is_permanent_and_says_whose_fault_it_is(
    code: int, description: str, chat_unusable: bool
) -> None:
    end = await end_of(saying(code, description))
    assert isinstance(end, Refused)
    assert (end.chat_unusable, end.gone) == (chat_unusable, False)
    assert TOKEN not in end.why


async def test_a_chat_that_became_another_is_tried_again_as_soon_as_we_have_followed() -> None:
    answer = saying(400, "group chat was upgraded", migrate_to_chat_id=-1007)
    end = await end_of(answer)
    assert isinstance(end, TryLater)
    assert end.after == timedelta(seconds=1)


@pytest.mark.parametrize("code", [500, 502, 503, 504])
async def test_a_server_error_is_unknown(code: int) -> None:
    assert isinstance(await end_of(saying(code, "Internal Server Error: restart")), Unknown)


@pytest.mark.parametrize("code", [400, 403, 404, 413, 429, 502])
async def test_an_error_page_of_a_proxy_is_unknown(code: int) -> None:
    def page(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(code, text="<html>nginx</html>")

    assert isinstance(await end_of(page), Unknown)


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"\xff\xfe\x00", b'{"ok": true}', b'{"ok": true, "result": {}}', b"[1]"],
    ids=["empty", "html", "bytes", "no result", "no message", "a list"],
)
async def test_an_unreadable_success_is_unknown(body: bytes) -> None:
    def garbage(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=body)

    assert isinstance(await end_of(garbage), Unknown)


async def test_a_readable_success_is_delivered_under_its_id() -> None:
    assert await end_of(made(12)) == Delivered(12)


@pytest.mark.parametrize(
    ("description", "end"),
    [
        ("message is not modified: specified new message content is exactly the same", "there"),
        ("message to edit not found", "gone"),
        ("MESSAGE_ID_INVALID", "gone"),
        ("message can't be edited", "refused"),
    ],
)
async def test_an_edit_tells_whether_the_post_is_there(description: str, end: str) -> None:
    async with channel(saying(400, f"Bad Request: {description}")) as door:
        outcome = await door.edit_caption(7, "#7")
    match end:
        case "there":
            assert outcome == Delivered(7)
        case _:
            assert isinstance(outcome, Refused)
            assert outcome.gone == (end == "gone")


@pytest.mark.parametrize(
    ("description", "gone"),
    [("message to delete not found", True), ("message can't be deleted", False)],
)
async def test_a_deletion_tells_gone_from_too_old(description: str, gone: bool) -> None:
    async with channel(saying(400, f"Bad Request: {description}")) as door:
        outcome = await door.delete(7)
    assert isinstance(outcome, Refused)
    assert (outcome.gone, outcome.chat_unusable) == (gone, False)


async def test_a_look_reads_the_first_line_and_deletes_the_copy() -> None:
    calls: list[tuple[str, dict[str, str]]] = []

    def forward(request: httpx.Request) -> httpx.Response:
        calls.append((request.url.path.rsplit("/", 1)[1], dict(httpx.QueryParams(request.content))))
        copy = message(31, caption="#12\nthe words")
        copy["chat"] = {"id": STAGING, "type": "group", "title": "Staging"}
        return httpx.Response(200, json={"ok": True, "result": copy})

    def delete(request: httpx.Request) -> httpx.Response:
        calls.append((request.url.path.rsplit("/", 1)[1], dict(httpx.QueryParams(request.content))))
        return httpx.Response(200, json={"ok": True, "result": True})

    async with channel(forward, delete) as door:
        assert await door.look(12) == FoundPost(12, "#12")
    assert [name for name, _ in calls] == ["forwardMessage", "deleteMessage"]
    sent = calls[0][1]
    assert sent["disable_notification"] == "True" or sent["disable_notification"] == "true"
    assert (sent["chat_id"], sent["from_chat_id"]) == (str(STAGING), str(CHAT))
    assert calls[1][1]["message_id"] == "31"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (saying(400, "Bad Request: message to forward not found"), "gone"),
        (saying(400, "Bad Request: message can't be forwarded"), "opaque"),
        (saying(429, "Too Many Requests: retry after 5", retry_after=5), "later"),
        (raising(httpx.ReadTimeout), "unknown"),
    ],
)
async def test_a_look_that_finds_nothing_says_why(answer: Answer, expected: str) -> None:
    async with channel(answer) as door:
        outcome = await door.look(12)
    match expected:
        case "gone":
            assert isinstance(outcome, Refused)
            assert (outcome.gone, outcome.chat_unusable) == (True, False)
        case "opaque":
            assert isinstance(outcome, Refused)
            assert (outcome.gone, outcome.chat_unusable) == (False, False)
        case "later":
            assert outcome == TryLater(timedelta(seconds=5), "too many requests")
        case _:
            assert isinstance(outcome, Unknown)


async def test_without_a_staging_chat_no_look_is_possible() -> None:
    async with channel(staging=None) as door:
        assert not door.can_look
        outcome = await door.look(12)
    assert isinstance(outcome, Refused)
    assert outcome.staging_unusable


def being(status: str) -> Answer:
    """The bot's own membership."""
    body = {"status": status, "user": {"id": 42, "is_bot": True, "first_name": "Sotto"}}
    body |= {"until_date": 0} if status == "kicked" else {}
    return lambda _request: httpx.Response(200, json={"ok": True, "result": body})


@pytest.mark.parametrize(
    "door",
    [
        saying(400, "Bad Request: chat not found"),
        saying(403, "Forbidden: bot was kicked from the channel chat"),
    ],
)
@pytest.mark.parametrize(
    ("membership", "whose"),
    [
        (being("member"), "staging"),
        (being("kicked"), "channel"),
        (being("left"), "channel"),
        (saying(403, "Forbidden: bot was kicked from the channel chat"), "channel"),
        (raising(httpx.ReadTimeout), "nobody knows"),
    ],
)
async def test_a_look_that_is_refused_says_which_of_the_two_chats_refuses(
    door: Answer, membership: Answer, whose: str
) -> None:
    async with channel(door, membership, door) as place:  # it looks again where we are let in
        outcome = await place.look(12)
    if whose == "nobody knows":
        assert isinstance(outcome, Unknown)
        return
    assert isinstance(outcome, Refused)
    assert outcome.staging_unusable == (whose == "staging")
    assert outcome.chat_unusable == (whose == "channel")


async def test_a_channel_that_lets_the_bot_in_again_meanwhile_is_not_the_staging_chat() -> None:
    def done(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"ok": True, "result": True})

    thrown_out = saying(403, "Forbidden: bot was kicked from the channel chat")
    found = made(31, caption="#12\nwords")
    async with channel(thrown_out, being("member"), found, done) as door:
        assert await door.look(12) == FoundPost(12, "#12")


async def test_copies_that_could_not_be_deleted_go_with_the_next_look() -> None:
    """forward; deletion: flood limit; next look: forward, deletion, and the old copy's deletion."""
    deleted: list[str] = []

    def forward(message_id: int) -> Answer:
        copy = message(message_id, caption="#12")
        copy["chat"] = {"id": STAGING, "type": "group", "title": "Staging"}
        return lambda _request: httpx.Response(200, json={"ok": True, "result": copy})

    def delete(request: httpx.Request) -> httpx.Response:
        deleted.append(dict(httpx.QueryParams(request.content))["message_id"])
        return httpx.Response(200, json={"ok": True, "result": True})

    flood = saying(429, "Too Many Requests: retry after 5", retry_after=5)
    async with channel(forward(31), flood, forward(32), delete, delete) as door:
        await door.look(12)
        await door.look(13)
    assert sorted(deleted) == ["31", "32"]
