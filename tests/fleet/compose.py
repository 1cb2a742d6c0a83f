"""deploy/compose.yaml, as far as it can be read without Docker."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

DEPLOY = Path(__file__).parents[2] / "deploy"


def services_of(image: str | None = None) -> Mapping[str, Any]:
    """The services by name: all, or those of one image."""
    read = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    services: dict[str, Any] = read["services"]
    return {
        name: service
        for name, service in services.items()
        if image is None or service["image"] == image
    }
