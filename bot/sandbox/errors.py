"""Errors of the Bot API: ``{"ok": false, "error_code": …, "description": …}``.

https://core.telegram.org/bots/api#making-requests and ``#responseparameters``.
"""

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A request that the Bot API refuses; ``code`` is the HTTP status as well."""

    def __init__(
        self, code: int, description: str, parameters: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class PersonCannot(ValueError):
    """A person tries what no Telegram app would let them do (a mistake in a test or a page)."""


PHOTO_REFUSALS = (
    "IMAGE_PROCESS_FAILED",
    "MEDIA_EMPTY",
    "PHOTO_INVALID_DIMENSIONS",
    "PHOTO_SAVE_FILE_INVALID",
    "CHAT_SEND_PHOTOS_FORBIDDEN",
    "not enough rights to send photos to the chat",
)
"""The refusals of pictures that are sound, as bots have reported them; they need not last."""


def bad(why: str) -> ApiError:
    return ApiError(400, f"Bad Request: {why}")


def forbidden(why: str) -> ApiError:
    return ApiError(403, f"Forbidden: {why}")


def conflict(why: str) -> ApiError:
    return ApiError(409, f"Conflict: {why}")


def too_many(retry_after: int) -> ApiError:
    """Return 429 with the number of seconds to wait."""
    return ApiError(
        429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after}
    )


def migrated(chat_id: int) -> ApiError:
    """Return 400 with the id of the supergroup that a group has become."""
    why = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, why, {"migrate_to_chat_id": chat_id})
