"""``python -m bot`` is the ``sotto`` command."""

from bot.cli import main

if __name__ == "__main__":
    main()
