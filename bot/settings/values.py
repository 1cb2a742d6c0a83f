"""How the values of settings are written, and what is said of one that cannot be read.

Every sentence here is ours: what pydantic would say ("Input should be a valid integer") helps
nobody who edits ``.env``. No sentence shows a secret.
"""

import re
from collections.abc import Mapping
from datetime import time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, available_timezones

from pydantic import BeforeValidator, SecretStr
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")


def parse_duration(value: object) -> object:
    """``"1h30m"`` -> timedelta. Raises ValueError with a sentence that says how to write one."""
    if not isinstance(value, str):
        return value
    text = value.strip().lower().replace(" ", "")
    parts = _DURATION.findall(text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        raise ValueError(f"write a duration such as 3s, 15m or 12h, not {value!r}")
    return timedelta(seconds=sum(float(number) * _UNITS[unit] for number, unit in parts))


def write_duration(value: timedelta) -> str:
    """timedelta -> ``"12h"``, as one would write it: in the largest unit that fits."""
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
            raise ValueError(f"{value!r} is no time zone; write one such as Europe/Paris")
        return ZoneInfo(value)
    return value


_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
_LINK = re.compile(
    r"(?:https?://)?(?:www\.)?(?:t|telegram)\.me/([^?#]+?)/?(?:[?#].*)?", re.IGNORECASE
)
_PRIVATE_LINK = re.compile(r"c/(\d+)(?:/\d+)*")


def parse_channel(value: object) -> object:
    """``"-100123"``, ``"@sotto_voce"``, ``"sotto_voce"`` or a t.me link -> number or "@name".
    Raises ValueError."""
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
                "this does not look like a token. @BotFather's are a number, a colon and 35 "
                "letters: 123456789:AAF…"
            )
        return value.strip()
    return value


Duration = Annotated[timedelta, BeforeValidator(parse_duration)]
ClockTime = Annotated[time, BeforeValidator(_parse_clock_time)]
Zone = Annotated[ZoneInfo, BeforeValidator(_parse_zone)]
Channel = Annotated[int | str, BeforeValidator(parse_channel)]
ChatNumber = Annotated[int, BeforeValidator(_parse_chat_number)]
Token = Annotated[SecretStr, BeforeValidator(_parse_token)]


def sentence_of(error: ErrorDetails, fields: Mapping[str, FieldInfo], prefix: str) -> str:
    """One of pydantic's errors -> "SOTTO_X: what to write", never with a secret's value."""
    location = ".".join(str(part) for part in error["loc"])
    name = f"{prefix}{location.upper()}" if location else ""
    if error["type"] == "missing":
        return f"{name} is missing. {fields[str(error['loc'][0])].description}"
    said = _said(error)
    return f"{name}: {said}" if name else said


def _said(error: ErrorDetails) -> str:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":  # our own sentence
        return str(context["error"])
    found = f", not {error['input']!r}" if isinstance(error["input"], str) else ""
    if kind == "literal_error":
        return f"write {_choice(context)}{found}"
    if kind.startswith("int_"):
        return f"write a whole number{found}"
    if kind.startswith(("bool_", "float_")):
        return f"write {'yes or no' if kind.startswith('bool_') else 'a number'}{found}"
    if kind == "greater_than_equal":
        return f"at least {context['ge']}{found}"
    if kind == "less_than_equal":
        return f"at most {context['le']}{found}"
    return f"this value cannot be used{found}; docs/settings.md says what can"


def _choice(context: Mapping[str, Any]) -> str:
    """pydantic's "'pre', 'hybrid' or 'post'" without its quotes."""
    return str(context["expected"]).replace("'", "")
