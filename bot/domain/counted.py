"""Numbers with what they count, for operators: commands and checks speak English alone."""


def counted(number: int, one: str, many: str) -> str:
    """Return ``1 whisper``, ``1,200 whispers``."""
    return f"{number:,} {one if number == 1 else many}"
