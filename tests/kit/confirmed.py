"""For tests in which no update ever comes again."""


class AllConfirmed:
    """``bot.memory.published_drafts.Confirming``."""

    def come(self) -> tuple[int, int]:
        return 0, 0

    def confirmed(self, _reached: tuple[int, int], /) -> bool:
        return True
