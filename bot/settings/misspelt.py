"""Names that look like settings and are none: a mistyped SOTTO_MODERATION must not let whispers
come out unseen."""

from collections.abc import Collection, Iterable, Mapping
from difflib import get_close_matches

from dotenv import dotenv_values

_NEAR = 0.75  # in the environment other programs may have names of their own: only what is near


def misspelt(
    known: Collection[str], prefix: str, *, environment: Mapping[str, str], file: str
) -> list[str]:
    """Return a sentence for each misspelt name. ``known``: every setting's name without ``prefix``.
    In ``file``, which is ours alone, any other name with our prefix is a mistake."""
    written = _strange(dotenv_values(file, interpolate=False), known, prefix)
    found = _strange(environment, known, prefix)
    strange = [*written, *(name for name in found if name not in written and _near(name, known))]
    return [_sentence(prefix + name, _near(name, known, 0.6), prefix) for name in strange]


def _strange(names: Iterable[str], known: Collection[str], prefix: str) -> list[str]:
    ours = (name.upper().removeprefix(prefix) for name in names if name.upper().startswith(prefix))
    return sorted(name for name in ours if name not in known)


def _near(name: str, known: Collection[str], cutoff: float = _NEAR) -> str | None:
    return next(iter(get_close_matches(name, known, 1, cutoff)), None)


def _sentence(name: str, near: str | None, prefix: str) -> str:
    hint = f"Do you mean {prefix}{near}?" if near else "docs/settings.md lists them all."
    return f"{name} isn't a setting. {hint}"
