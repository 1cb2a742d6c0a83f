"""The bot's own account: getMe, commands, descriptions."""

from typing import Any

from bot.sandbox.api import Call, Json, method
from bot.sandbox.errors import bad


@method("getMe")
def get_me(call: Call) -> dict[str, Any]:
    return call.bot.profile()


@method("logOut")
def log_out(call: Call) -> bool:
    return True


@method("close")
def close(call: Call) -> bool:
    return True


def _key(call: Call, scope: Json, language_code: str) -> str:
    """Return whose menu is meant, as a key. A chat must be one that the bot may know, and no
    channel."""
    kind = (scope or {}).get("type", "default")
    wanted = (scope or {}).get("chat_id", "")
    if wanted != "":
        chat = call.chat(wanted)
        if chat.kind == "channel":
            raise bad("can't change commands in channel chats")
        wanted = chat.id
    return f"{kind}:{wanted}:{language_code}"


@method("setMyCommands")
def set_my_commands(
    call: Call, commands: Json, scope: Json = None, language_code: str = ""
) -> bool:
    """Set at most 100 commands; names are 1-32 of a-z, 0-9 and _; descriptions 1-256 characters."""
    for command in commands:
        name, description = command.get("command", ""), command.get("description", "")
        plain = name.removeprefix("/")
        if not (
            1 <= len(plain) <= 32
            and plain.isascii()
            and plain.replace("_", "a").isalnum()
            and plain == plain.lower()
        ):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(description) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    call.bot.commands[_key(call, scope, language_code)] = commands
    return True


@method("getMyCommands")
def get_my_commands(call: Call, scope: Json = None, language_code: str = "") -> Any:
    return call.bot.commands.get(_key(call, scope, language_code), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call, scope: Json = None, language_code: str = "") -> bool:
    call.bot.commands.pop(_key(call, scope, language_code), None)
    return True


def _set(call: Call, field: str, text: str, language_code: str, limit: int) -> bool:
    if len(text) > limit:
        raise bad(f"BOT_{field.upper()}_TOO_LONG")
    call.bot.about.setdefault(field, {})[language_code] = text
    return True


def _get(call: Call, field: str, language_code: str) -> dict[str, str]:
    texts = call.bot.about.get(field, {})
    return {field: texts.get(language_code, texts.get("", ""))}


@method("setMyName")
def set_my_name(call: Call, name: str = "", language_code: str = "") -> bool:
    return _set(call, "name", name, language_code, 64)


@method("getMyName")
def get_my_name(call: Call, language_code: str = "") -> dict[str, str]:
    found = _get(call, "name", language_code)
    return found if found["name"] else {"name": call.bot.name}


@method("setMyDescription")
def set_my_description(call: Call, description: str = "", language_code: str = "") -> bool:
    return _set(call, "description", description, language_code, 512)


@method("getMyDescription")
def get_my_description(call: Call, language_code: str = "") -> dict[str, str]:
    return _get(call, "description", language_code)


@method("setMyShortDescription")
def set_my_short_description(
    call: Call, short_description: str = "", language_code: str = ""
) -> bool:
    return _set(call, "short_description", short_description, language_code, 120)


@method("getMyShortDescription")
def get_my_short_description(call: Call, language_code: str = "") -> dict[str, str]:
    return _get(call, "short_description", language_code)


@method("setChatMenuButton")
def set_chat_menu_button(call: Call, chat_id: int = 0, menu_button: Json = None) -> bool:
    return True


@method("setMyDefaultAdministratorRights")
def set_my_default_rights(call: Call, rights: Json = None, for_channels: bool = False) -> bool:
    return True
