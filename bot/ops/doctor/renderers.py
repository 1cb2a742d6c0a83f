"""Checks on the renderers: each is greeted as ``sotto run`` greets it, without any words."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.cards.pictures import LIBRARY
from bot.cards.pictures.operators import OwnFolder
from bot.domain.pictures import PictureInfo
from bot.errors import SettingsWrong
from bot.ops.doctor.finding import DoctorFinding, failed, fine, warned
from bot.renderers.likeness import likeness_of
from bot.renderers.renderer import Greeted, Renderer
from bot.settings import Configuration, Settings

_CHECK = "renderers"
_WRONG = {
    "away": (
        "doesn't answer",
        "Start sotto render there, or fix SOTTO_RENDERERS. Meanwhile its cards are drawn here.",
    ),
    "secret": (
        "expects another secret",
        "Give both sides a SOTTO_RENDER_SECRET_FILE with the same secret.",
    ),
    "version": (
        "has another version of Sotto, its packages or the machine's fonts, and isn't used",
        "Install the same version, from the same requirements, on both sides.",
    ),
    "pictures": (
        "has other pictures, and isn't used",
        "Give both sides the same pictures in SOTTO_PICTURES.",
    ),
    "public": (
        "leads out of the private network, and isn't used",
        "Write https:// and the name in its certificate, or a private address.",
    ),
    "broken": ("isn't sotto render", "Fix SOTTO_RENDERERS: something else answers there."),
}


async def examine_renderers(configuration: Configuration) -> list[DoctorFinding]:
    """Examine each renderer of the settings. Empty where cards are drawn here."""
    settings = configuration.settings
    if settings.renderers is None:
        return []
    try:
        secret = settings.render_secret
    except SettingsWrong as wrong:
        return [failed(_CHECK, str(wrong), "Make it readable to this user.")]
    likeness = str(await asyncio.to_thread(lambda: likeness_of(_pictures(settings))))
    addresses = settings.renderers.split()
    found = await asyncio.gather(*(_greeted(each, secret, likeness) for each in addresses))
    wanted = {each.settings.card_size for each in configuration.taking_whispers}
    return [
        _finding(address, greeted, sorted(wanted - set(greeted.shapes)))
        for address, greeted in zip(addresses, found, strict=True)
    ]


async def _greeted(address: str, secret: str | None, likeness: str) -> Greeted:
    renderer = Renderer(address, secret, lambda: likeness)
    try:
        return await renderer.greet()
    finally:
        await renderer.close()


def _finding(address: str, greeted: Greeted, slow: Sequence[str]) -> DoctorFinding:
    if greeted.why is not None:
        said, mend = _WRONG.get(greeted.why, _WRONG["broken"])
        version = f" Its version is {greeted.version}." if greeted.version else ""
        return warned(_CHECK, f"{address} {said}.{version}", mend)
    if slow:
        said = f"{address} draws, but keeps no pictures prepared for {' and '.join(slow)} cards."
        return warned(_CHECK, said, "Set the same SOTTO_CARD_SIZE there: it is quicker.")
    return fine(_CHECK, f"{address} draws cards as they are drawn here.")


def _pictures(settings: Settings) -> tuple[PictureInfo, ...]:
    """Return the pictures that there are here, and leave nothing behind."""
    if settings.pictures is None:
        return LIBRARY
    with TemporaryDirectory() as aside:
        own = OwnFolder(settings.pictures, Path(aside), None)
        own.read()
    return LIBRARY + own.infos
