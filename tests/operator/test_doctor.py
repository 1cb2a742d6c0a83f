"""The doctor before a Telegram that is written down; before the sandbox's see test_run, and for
this machine's side test_doctor_machine."""

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from bot.i18n import LANGUAGES, translator_for
from bot.ops.data_folder import open_folder
from bot.ops.doctor import as_json, examine, healthy
from bot.ops.doctor.channels import DESCRIPTION
from bot.settings import load_configuration

CHECKS = {
    "settings", "data folder", "room", "database", "digest", "fonts", "cards", "token", "clock",
    "updates", "inline", "channel", "rights", "reactions", "channel reactions", "moderators",
    "staging",
}  # fmt: skip
"""What an operator is told about, whatever comes of it."""

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def says(status: int, description: str, **parameters: object) -> httpx.Response:
    body = {"ok": False, "error_code": status, "description": description}
    return httpx.Response(status, json={**body, "parameters": parameters})


class Telegram:
    """Answers what a well set-up bot gets. Change ``answers`` to spoil something."""

    def __init__(self) -> None:
        self.clock = NOW
        self.member = {"status": "administrator", "can_post_messages": True}
        self.answers = {
            "getMe": {"id": 42, "username": "sotto_bot", "supports_inline_queries": True},
            "getWebhookInfo": {"url": ""},
            "getChat @sotto_voce": {
                "id": -1001, "type": "channel", "title": "Sotto voce", "username": "sotto_voce",
                "description": "Whispers.",
            },
            "getChatMember -1001": self.member,
            "getChat -77": {"id": -77, "type": "supergroup", "title": "Moderators"},
            "sendPhoto -77": {"message_id": 5},
            "deleteMessage -77": True,
        }  # fmt: skip
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition("/")[2]
        if request.headers["content-type"] == "application/json":
            chat = json.loads(request.content).get("chat_id", "")
        else:
            [chat] = re.findall(rb'name="chat_id"\r\n\r\n(.*?)\r\n', request.content)
            chat = chat.decode()
        self.asked.append(f"{method} {chat}".strip())
        answer = self.answers.get(self.asked[-1])
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        headers = {"date": format_datetime(self.clock, usegmt=True)}
        if answer is None:
            body = {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
            return httpx.Response(400, json=body, headers=headers)
        return httpx.Response(200, json={"ok": True, "result": answer}, headers=headers)


@pytest.fixture
def telegram(environment, monkeypatch, system_fonts):
    monkeypatch.setenv("SOTTO_MODERATORS", "-77")
    monkeypatch.setenv("SOTTO_TIMEZONE", "UTC")
    return Telegram()


async def look(telegram) -> dict[str, tuple[str, str]]:
    """check -> (state, said and mend); of several under one name, the worst."""
    found = await examine(load_configuration(), NOW, transport=httpx.MockTransport(telegram))
    order = {"fine": 0, "warned": 1, "failed": 2}
    seen: dict[str, tuple[str, str]] = {}
    for finding in sorted(found, key=lambda finding: order[finding.state]):
        seen[finding.check] = (finding.state, f"{finding.said} {finding.mend}")
    assert healthy(found) == all(state != "failed" for state, _ in seen.values())
    return seen


async def test_all_is_well(telegram):
    found = await look(telegram)
    assert {state for state, _ in found.values()} == {"fine"}
    assert set(found) >= CHECKS
    assert "@sotto_bot" in found["token"][1]
    assert "2026-11-25 20:00 UTC" in found["digest"][1]


@pytest.mark.parametrize(
    ("what", "answer", "check", "state", "told"),
    [
        ("getMe", {"id": 42, "username": "sotto_bot"}, "inline", "warned", "/setinline"),
        ("getMe", httpx.Response(401, json={"ok": False}), "token", "failed", "@BotFather"),
        ("getMe", httpx.Response(502, text="<html>"), "server", "failed", "SOTTO_BOT_API"),
        ("getMe", httpx.ConnectError("https://x/bot42:hush-hush"), "server", "failed", "network"),
        ("getMe", httpx.Response(500, json={"description": "x"}), "server", "failed", "500"),
        ("getChat @sotto_voce", None, "channel", "failed", "SOTTO_CHANNEL"),
        ("getChat @sotto_voce", {"type": "group"}, "channel", "failed", "is a group"),
        ("getChatMember -1001", {"status": "left"}, "rights", "failed", "administrator"),
        ("getChatMember -1001", {"status": "administrator"}, "rights", "failed", "allowed to post"),
        ("getChat -77", None, "moderators", "failed", "SOTTO_MODERATORS"),
        ("getChat -77", {"type": "group", "username": "all"}, "moderators", "failed", "public"),
        ("sendPhoto -77", says(403, "Forbidden: bot was kicked"), "moderators", "failed", "again"),
        (
            "sendPhoto -77",
            says(400, "Bad Request: TOPIC_CLOSED"),
            "moderators",
            "failed",
            "General",
        ),
        (
            "sendPhoto -77",
            says(400, "Bad Request: not enough rights to send photos to the chat"),
            "moderators",
            "failed",
            "Allow members",
        ),
        (
            "sendPhoto -77",
            says(400, "Bad Request: CHAT_SEND_PHOTOS_FORBIDDEN"),
            "moderators",
            "failed",
            "Allow members",
        ),
        ("getWebhookInfo", {"url": "https://else.where"}, "updates", "warned", "webhook"),
    ],
)
async def test_what_is_wrong_is_named_with_the_way_to_mend_it(
    telegram, what, answer, check, state, told
):
    telegram.answers[what] = answer
    found = await look(telegram)
    assert found[check][0] == state
    assert told in found[check][1]
    assert "hush" not in str(found)


@pytest.mark.parametrize(
    ("change", "check", "told"),
    [
        ({"available_reactions": []}, "channel reactions", "turned off"),
        ({"description": ""}, "channel description", "Be kind. No names."),
        ({"username": None}, "channel link", "members only"),
        ({"has_protected_content": True}, "protected content", "sotto outbox"),
        ({"linked_chat_id": -1009}, "comments", "with one right: to delete messages"),
    ],
)
async def test_a_channel_that_could_do_better_is_warned_of(telegram, change, check, told):
    telegram.answers["getChat @sotto_voce"].update(change)
    found = await look(telegram)
    assert found[check][0] == "warned"
    assert told in found[check][1]


async def test_where_the_bot_may_delete_comments_all_is_well(telegram):
    """The group keeps a copy of what is removed from the channel."""
    assert "comments" not in await look(telegram)
    telegram.answers["getChat @sotto_voce"]["linked_chat_id"] = -1009
    member = {"status": "administrator", "can_delete_messages": True}
    telegram.answers["getChatMember -1009"] = member
    assert (await look(telegram))["comments"][0] == "fine"
    member["can_delete_messages"] = False
    assert (await look(telegram))["comments"][0] == "warned"


@pytest.mark.parametrize(
    ("member", "state", "told"),
    [
        ({"status": "left"}, "warned", "isn't in the channel's discussion group"),
        ({"status": "restricted", "can_send_messages": False}, "warned", "allowed to write"),
        ({"status": "member"}, "warned", "may not see the copies"),
        ({"status": "administrator"}, "fine", "appear as comments"),
    ],
)
async def test_the_group_in_which_replies_stand_is_looked_at(telegram, member, state, told):
    telegram.answers["getChat @sotto_voce"]["linked_chat_id"] = -1009
    telegram.answers["getChatMember -1009"] = member
    found = (await look(telegram))["replies"]
    assert found[0] == state
    assert told in found[1]


async def test_with_one_channel_no_check_names_it(telegram):
    found = await examine(load_configuration(), NOW, transport=httpx.MockTransport(telegram))
    assert {finding.channel for finding in found} == {""}
    assert not [check for check in as_json(found)["checks"] if "channel" in check]
    assert not {"crowd", "environment"} & {finding.check for finding in found}


async def test_rights_without_use_are_warned_of(telegram):
    telegram.member.update(
        can_promote_members=True,
        can_delete_messages=True,
        can_invite_users=False,
        can_read_minds=True,
    )
    state, said = (await look(telegram))["rights"]
    assert state == "warned"
    assert "never uses: Add New Admins, read minds." in said


async def test_posting_is_all_that_the_bot_needs_to_be_allowed(telegram):
    _, well = (await look(telegram))["rights"]
    assert "may post, and so edit and delete its own posts" in well
    telegram.member["can_post_messages"] = False
    _, mend = (await look(telegram))["rights"]
    assert "with one right: Post Messages" in mend


@pytest.mark.parametrize(
    ("seconds", "state"), [(3, "fine"), (-3, "fine"), (30, "warned"), (-300, "failed")]
)
async def test_a_clock_that_disagrees_is_named(telegram, seconds, state):
    telegram.clock = NOW - timedelta(seconds=seconds)
    assert (await look(telegram))["clock"][0] == state


async def test_without_moderators_both_gaps_are_named(telegram, monkeypatch):
    monkeypatch.delenv("SOTTO_MODERATORS")
    found = await look(telegram)
    assert found["moderators"][0] == found["staging"][0] == "warned"


@pytest.mark.parametrize(
    ("chat", "sent", "state", "told"),
    [
        ({"id": -88, "type": "supergroup", "title": "Staging"}, {"message_id": 9}, "fine", "S"),
        ({"id": -88, "type": "channel"}, None, "failed", "can't send"),
        ({"id": -88, "type": "group", "username": "all"}, {}, "failed", "public"),
        (None, None, "failed", "SOTTO_STAGING"),
    ],
)
async def test_a_staging_chat_of_its_own_is_looked_at(
    telegram, monkeypatch, chat, sent, state, told
):
    monkeypatch.setenv("SOTTO_STAGING", "-88")
    telegram.answers |= {"getChat -88": chat, "sendPhoto -88": sent, "deleteMessage -88": True}
    found = await look(telegram)
    assert found["staging"][0] == state
    assert told in found["staging"][1]
    assert found["moderators"][0] == "fine"


async def test_what_the_doctor_tries_is_deleted_at_once(telegram):
    state, said = (await look(telegram))["moderators"]
    assert (state, "(tested)" in said) == ("fine", True)
    sent = telegram.asked.index("sendPhoto -77")
    assert telegram.asked[sent + 1] == "deleteMessage -77"


async def test_a_chat_that_became_a_supergroup_is_named_with_the_line_to_change(
    telegram, monkeypatch
):
    monkeypatch.setenv("SOTTO_STAGING", "-88")
    upgraded = "Bad Request: group chat was upgraded to a supergroup chat"
    old = {"id": -77, "type": "group", "title": "Moderators"}
    telegram.answers |= {
        "getChat -77": old, "sendPhoto -77": says(400, upgraded, migrate_to_chat_id=-10077),
        "getChat -88": says(400, upgraded, migrate_to_chat_id=-10088),
        "sendPhoto -88": says(400, upgraded, migrate_to_chat_id=-10088),
        "getChat -10077": {"id": -10077, "type": "supergroup", "title": "Moderators"},
        "sendPhoto -10077": {"message_id": 1},
        "getChat -10088": {"id": -10088, "type": "supergroup", "title": "Staging"},
        "sendPhoto -10088": {"message_id": 1},
    }  # fmt: skip
    found = await look(telegram)
    assert found["moderators"][0] == found["staging"][0] == "warned"
    assert found["moderators"][1].endswith("Change the line in .env: SOTTO_MODERATORS=-10077")
    assert found["staging"][1].endswith("Change the line in .env: SOTTO_STAGING=-10088")
    assert "deleteMessage -10077" in telegram.asked


@pytest.mark.parametrize(
    ("chat", "check"),
    [("@sotto_voce", "channel"), ("-77", "moderators"), ("-88", "staging")],
)
async def test_a_timer_that_deletes_messages_is_warned_of(telegram, monkeypatch, chat, check):
    monkeypatch.setenv("SOTTO_STAGING", "-88")
    telegram.answers["getChat -88"] = {"id": -88, "type": "supergroup", "title": "Staging"}
    telegram.answers["sendPhoto -88"] = {"message_id": 9}
    assert f"{check} timer" not in await look(telegram)
    telegram.answers[f"getChat {chat}"]["message_auto_delete_time"] = 86_400
    state, said = (await look(telegram))[f"{check} timer"]
    assert (state, "after 1d" in said, "auto-delete" in said) == ("warned", True, True)


async def test_reaction_counts_that_will_not_arrive_are_named(telegram, monkeypatch):
    """Without them nothing is ranked: the bot must be an administrator, and ask for them."""
    assert "will arrive" in (await look(telegram))["reactions"][1]
    telegram.answers["getChatMember -1001"] = {"status": "member"}
    found = await look(telegram)
    assert "reactions" not in found
    assert found["rights"][0] == "failed"
    monkeypatch.setenv("SOTTO_WEBHOOK_URL", "https://bot.example.org/hook")
    monkeypatch.setenv("SOTTO_WEBHOOK_SECRET", "sixteen-letters-and-more")
    hook = {"url": "https://bot.example.org/hook", "allowed_updates": ["message"]}
    telegram.answers["getWebhookInfo"] = hook
    state, said = (await look(telegram))["updates"]
    assert (state, "without reaction counts" in said) == ("warned", True)
    hook["allowed_updates"] = ["message", "message_reaction_count"]
    assert (await look(telegram))["updates"][0] == "fine"


async def test_the_reactions_that_readers_have_are_shown(telegram):
    telegram.answers["getChat @sotto_voce"]["available_reactions"] = [
        {"type": "emoji", "emoji": "❤"}, {"type": "emoji", "emoji": "🔥"},
    ]  # fmt: skip
    assert "❤ 🔥" in (await look(telegram))["channel reactions"][1]


async def test_instant_release_is_warned_of(telegram, monkeypatch):
    monkeypatch.setenv("SOTTO_RELEASE", "instant")
    assert (await look(telegram))["mixing"][0] == "warned"


@pytest.mark.parametrize(("content", "told"), [(b"no database" * 99, "cannot be read")])
async def test_a_damaged_database_is_found_and_left_alone(telegram, environment, content, told):
    open_folder(environment)
    (environment / "sotto.db").write_bytes(content)
    state, said = (await look(telegram))["database"]
    assert (state, told in said) == ("failed", True)
    assert (environment / "sotto.db").read_bytes() == content


async def test_the_doctor_makes_nothing(telegram, environment):
    await look(telegram)
    assert not environment.exists()


def test_unreadable_settings_are_a_finding_and_exit_1(sotto, monkeypatch):
    monkeypatch.setenv("SOTTO_DIGEST_TIME", "evening")
    ended = sotto("doctor", "--json")
    report = json.loads(ended.out)
    assert (ended.status, report["ok"]) == (1, False)
    assert "SOTTO_DIGEST_TIME" in report["checks"][0]["said"]


def test_the_doctor_prints_a_mark_and_the_way_to_mend(sotto, monkeypatch):
    monkeypatch.setenv("SOTTO_BOT_API", "http://127.0.0.1:9")
    ended = sotto("doctor")
    assert ended.status == 1
    assert "✗" in ended.out
    assert "→ Check this machine's network" in ended.out


async def test_a_picture_that_would_be_left_out_is_named_with_its_reason(
    telegram, tmp_path, monkeypatch
):
    monkeypatch.setenv("SOTTO_PICTURES", str(tmp_path))
    assert (await look(telegram))["pictures"][0] == "fine"
    (tmp_path / "harbour.sea.jpg").write_bytes(b"no picture")
    state, said = (await look(telegram))["pictures"]
    assert state == "warned"
    assert "harbour.sea.jpg: is not a picture that we can read" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_proposed_description_fits_into_a_channel(language):
    assert len(translator_for(language)(DESCRIPTION, bot="b" * 32)) <= 255
