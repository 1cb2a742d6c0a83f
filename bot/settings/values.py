"""Values of settings, and how they are written. A sentence about one that cannot be read never
shows a secret."""

import re
from datetime import time, timedelta
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, SecretStr

from bot.domain.campaigns.categories import read_categories
from bot.domain.places.place import Place, read_place
from bot.domain.ranking import Weights

_Listed = Literal["en", "fr", "es", "pt-BR", "ru", "ar", "hi", "id", "fa", "uz", "tr", "am"]

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")


def parse_duration(value: object) -> object:
    """Read ``"1h30m"`` into a timedelta. Raises ValueError with a sentence that says how to write
    one."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower().replace(" ", "")
    parts = _DURATION.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"write a duration such as 3s, 15m or 12h, not {value!r}")
    return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in parts))


def write_duration(value: timedelta) -> str:
    """Write a timedelta as one would, ``"12h"``: in the largest unit that fits."""
    seconds = value.total_seconds()
    for unit in ("d", "h", "m"):
        if seconds >= _UNITS[unit] and seconds % _UNITS[unit] == 0:
            return f"{seconds / _UNITS[unit]:g}{unit}"
    return f"{seconds:g}s"


def _parse_clock_time(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if re.fullmatch(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?", text):
        hours, minutes, seconds = (*(int(part) for part in text.split(":")), 0)[:3]
        return time(hours, minutes, seconds)
    raise ValueError(f"write a time of day such as 20:00, not {value!r}")


def _parse_zone(value: object) -> object:
    if isinstance(value, str):
        if value not in available_timezones():
            raise ValueError(f"{value!r} isn't a time zone; write one like Europe/Paris")
        return ZoneInfo(value)
    return value


def _as_listed(value: object) -> object:
    """Read ``pt_br`` as ``pt-BR``; what is not listed is left for pydantic to refuse."""
    if not isinstance(value, str):
        return value
    listed = {code.lower(): code for code in get_args(_Listed)}
    return listed.get(value.strip().lower().replace("_", "-"), value)


_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/([^?#]+?)/?(?:[?#].*)?", re.IGNORECASE
)
_PRIVATE_LINK = re.compile(r"c/(\d+)(?:/\d+)*")


def parse_channel(value: object) -> object:
    """Read ``"-100123"``, ``"@sotto_voce"``, ``"sotto_voce"`` or a t.me link into a number or
    "@name". Raises ValueError."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if link := _LINK.fullmatch(text):
        if private := _PRIVATE_LINK.fullmatch(link[1]):  # of a post in a private channel
            return int(f"-100{private[1]}")
        text = link[1].removeprefix("s/").split("/")[0]  # of a post, or of the preview on the web
    if name := _NAME.fullmatch(text):
        return f"@{name[1]}"
    raise ValueError(
        f"write the channel's @name, its link (https://t.me/name) or its number, not {value!r}"
    )


def _parse_chat_number(value: object) -> object:
    if isinstance(value, str):
        if not re.fullmatch(r"-?\d+", value.strip()):
            raise ValueError(
                f"write the chat's number, such as -1001234567890, not {value!r}; /id in that chat "
                "tells it"
            )
        return int(value)
    return value


_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{3,}")


def _parse_token(value: object) -> object:
    if isinstance(value, str):
        if not _TOKEN.fullmatch(value.strip()):
            raise ValueError(
                "this doesn't look like a token. A token is a number, a colon and 35 letters: "
                "123456789:AAF…"
            )
        return value.strip()
    return value


def _parse_place(value: object) -> object:
    """Read ``"Lyon"`` or ``"Springfield, Illinois"`` into a place. Towns are read only when one is
    set: what most commands do needs none."""
    if not isinstance(value, str) or read_place(value) is not None:
        return value
    from bot.domain.places.names import said
    from bot.domain.places.typed import places_named

    found = places_named(value, None, slips=False)
    if len(found) == 1:
        return found[0]
    likely = [said(each, "en") for each in found or places_named(value, None)]
    if found:
        raise ValueError(f"several places are called {value}: write one of {'; '.join(likely)}")
    meant = f". Do you mean {likely[0]}?" if likely else ""
    raise ValueError(f"no big town or country is called {value!r}{meant}")


def _at_least_a_second(value: timedelta) -> timedelta:
    if value < timedelta(seconds=1):
        raise ValueError("at least 1s")
    return value


def _at_once_or_a_second(value: timedelta) -> timedelta:
    return value if value == timedelta(0) else _at_least_a_second(value)


def _check_database(value: str) -> str:
    if not value.startswith(("sqlite+aiosqlite://", "postgresql+asyncpg://")):
        raise ValueError("write sqlite+aiosqlite:////path or postgresql+asyncpg://user@host/name")
    return value


_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def _check_memory(value: str) -> str:
    """Check that nothing of it goes over a network in clear, and that no password stands in it."""
    try:
        parts = urlsplit(value)
        host, secret = parts.hostname, parts.password
    except ValueError:
        raise ValueError("write unix:///run/valkey/valkey.sock or valkeys://host:6379") from None
    if secret is not None:
        raise ValueError("put the password into a file and name it in SOTTO_MEMORY_PASSWORD_FILE")
    if parts.scheme == "unix" and parts.path:
        return value
    if parts.scheme in ("valkey", "redis") and host in _LOOPBACK:
        return value
    if parts.scheme in ("valkey", "redis") and host:
        raise ValueError(f"{host} is reached over a network: write {parts.scheme}s://, with TLS")
    if parts.scheme in ("valkeys", "rediss") and host:
        return value
    raise ValueError(
        "write unix:///run/valkey/valkey.sock, valkey://127.0.0.1:6379 or valkeys://host:6379"
    )


def _check_root(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("write an address such as https://api.telegram.org")
    return value


def _check_weights(value: str) -> str:
    Weights.parse(value)
    return value


def _check_categories(value: str) -> str:
    read_categories(value)
    return value


def is_secret(value: str) -> bool:
    """Whether it is long enough, and can stand in a header."""
    return re.fullmatch(r"[A-Za-z0-9_-]{16,256}", value) is not None


def _check_secret(value: SecretStr) -> SecretStr:
    if not is_secret(value.get_secret_value()):
        raise ValueError("write 16 to 256 letters, digits, _ or -")
    return value


def _check_key(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]{8,256}", value.get_secret_value()):
        raise ValueError("write the key as the service shows it, at least 8 letters")
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
Interval = Annotated[timedelta, BeforeValidator(parse_duration), AfterValidator(_at_least_a_second)]
Every = Annotated[timedelta, BeforeValidator(parse_duration), AfterValidator(_at_once_or_a_second)]
ClockTime = Annotated[time, BeforeValidator(_parse_clock_time)]
Spoken = Annotated[_Listed, BeforeValidator(_as_listed)]
"""The languages of ``bot/i18n``, whose loading commands can do without."""
Zone = Annotated[ZoneInfo, BeforeValidator(_parse_zone)]
Channel = Annotated[int | str, BeforeValidator(parse_channel)]
ChatNumber = Annotated[int, BeforeValidator(_parse_chat_number)]
Token = Annotated[SecretStr, BeforeValidator(_parse_token)]
Database = Annotated[str, AfterValidator(_check_database)]
MemoryAddress = Annotated[str, AfterValidator(_check_memory)]
Root = Annotated[str, AfterValidator(_check_root)]
PlaceName = Annotated[Place, BeforeValidator(_parse_place)]
WeightList = Annotated[str, AfterValidator(_check_weights)]
ServiceKey = Annotated[SecretStr, AfterValidator(_check_key)]
Categories = Annotated[str, AfterValidator(_check_categories)]
HookSecret = Annotated[SecretStr, AfterValidator(_check_secret)]
