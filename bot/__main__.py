"""``python -m bot`` is the ``sotto`` command, which begins here too."""

import gc
import sys


def main() -> None:
    """Run the command; always ends with SystemExit. ``sotto status`` beside a running bot loads
    next to nothing."""
    gc.disable()  # what is loaded stays; a command that does more than tell switches it on again
    if sys.argv[1:] in (["status"], ["status", "--json"]):
        _tell_status(as_json=len(sys.argv) == 3)
    from bot.cli.main import main as command_line

    command_line()


def _tell_status(*, as_json: bool) -> None:
    """Tell the status by the shortest way, which a container takes each minute; else from the
    tables."""
    from bot.ops.quick_status import quick_status

    told = quick_status(as_json=as_json)
    if told is not None:
        sys.exit(told)
    from bot.cli.ending import ended
    from bot.cli.status import print_status

    ended(lambda: print_status(as_json=as_json))


if __name__ == "__main__":
    main()
