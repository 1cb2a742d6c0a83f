"""What ``bench.soak`` says about growth, from figures that are known."""

from bench.soak import Sample, growth
from bench.stories import Story
from bot.sandbox import World

MB = 2**20


def said(*bytes_held: float) -> str:
    """Of a whisper a second, and of these bytes at each tenth."""
    author = World().add_person("Ada")
    stories = [Story(author, wrote=n, pressed=n + 0.5) for n in range(10 * len(bytes_held))]
    samples = [
        Sample(10.0 * n, memory=held / MB, own=0, files=0, tasks=0, lag=0)
        for n, held in enumerate(bytes_held, 1)
    ]
    return growth(samples, "memory", "the bot", stories)


def test_it_tells_the_bytes_a_whisper_whatever_the_share_of_all() -> None:
    """A bot of 300 MB that grows by 2 KB a whisper is flat within minutes, and not within days."""
    line = said(*(300 * MB + 20_000 * n for n in range(12)))
    assert "the bot: grows by 2,000 bytes a whisper (r 1.00)" in line
    assert "2,000 in the first half and 2,000 in the second" in line


def test_what_fills_up_once_is_told_from_what_grows_for_ever() -> None:
    line = said(*(300 * MB + 20_000 * min(n, 6) for n in range(12)))
    assert "2,000 in the first half and 0 in the second" in line


def test_a_line_that_fits_badly_is_called_chance() -> None:
    line = said(*(300 * MB + (40_000 if n % 2 else 0) for n in range(12)))
    assert "which may be chance" in line
