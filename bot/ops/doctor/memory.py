"""Checks on the shared memory's server: reached, and nothing but memory."""

from bot.errors import SettingsWrong
from bot.ops.doctor.finding import DoctorFinding, failed, fine
from bot.settings import Settings

_MEND = "Start it, or mend SOTTO_MEMORY; sotto run does not start without it."


async def examine_memory(settings: Settings) -> list[DoctorFinding]:
    """Examine the shared memory. Empty where each process has its own."""
    if settings.memory is None:
        return []
    try:
        from redis.exceptions import RedisError

        from bot.memory.shared.look import look_at
        from bot.memory.shared.store import client_of
    except ImportError as missing:
        said = f"The extra that SOTTO_MEMORY needs is not installed ({missing.name})."
        return [failed("memory", said, "pip install 'sotto[memory]'")]
    try:
        client = client_of(settings.memory, settings.memory_password)
    except SettingsWrong as wrong:
        return [failed("memory", str(wrong), "Make it readable to this user.")]
    try:
        look = await look_at(client)
    except (RedisError, OSError, TimeoutError) as error:
        said = f"The shared memory can't be reached ({type(error).__name__})."
        return [failed("memory", said, _MEND)]
    finally:
        await client.aclose()
    refusals = look.refusals(replicas=settings.memory_replicas)
    if refusals:
        return [failed("memory", said, mend) for said, mend in map(_parts, refusals)]
    return [fine("memory", f"The shared memory ({look.version}) keeps nothing on a disk.")]


def _parts(refusal: str) -> tuple[str, str]:
    """Return what is so, and what mends it."""
    said, colon, mend = refusal.rpartition(": ")
    return (f"{said}.", mend) if colon else (refusal, _MEND)
