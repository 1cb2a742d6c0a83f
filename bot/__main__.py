"""``python -m bot`` is the ``sotto`` command, which begins here too."""

import sys


def main() -> None:
    """Always ends with SystemExit. ``sotto status`` beside a running bot loads next to nothing."""
    if sys.argv[1:] in (["status"], ["status", "--json"]):
        from bot.ops.quick_status import quick_status

        told = quick_status(as_json=len(sys.argv) == 3)
        if told is not None:
            sys.exit(told)
    from bot.cli.main import main as command_line

    command_line()


if __name__ == "__main__":
    main()
