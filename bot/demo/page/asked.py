"""Our page asks with a body of JSON, and with nothing else."""

import json
from typing import Any

from starlette.requests import Request


async def asked_of(request: Request, most: int) -> dict[str, Any] | None:
    """Return the object in the body. None: it is no object, no JSON, or longer than ``most``
    bytes."""
    body = await request.body()
    try:
        asked = json.loads(body) if len(body) <= most else None
    except ValueError:
        return None
    return asked if isinstance(asked, dict) else None
