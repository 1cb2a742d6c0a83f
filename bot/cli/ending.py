"""Every command ends here: a failure that a person can mend is one clear sentence on stderr and the
exit status of its class in ``bot/errors.py``; there is no traceback for anything."""

import sys
from collections.abc import Callable
from typing import NoReturn

from bot import logs
from bot.errors import SottoError


def ended(command: Callable[[], int]) -> NoReturn:
    """Run it and exit with its status, or with that of its failure."""
    logs.configure("WARNING")
    try:
        sys.exit(command())
    except SottoError as error:
        _say(str(error))
        sys.exit(error.status)
    except Exception as error:  # noqa: BLE001 - the last boundary: a sentence instead of a traceback
        incident = logs.report(error, logs.Event.CRASHED)
        _say(f"Something went wrong. The log line with incident {incident} says where.")
        sys.exit(1)


def argument_mistake(cause: BaseException | None) -> str | None:
    """Return what is wrong with an argument, from what pydantic says of it. None: it does not."""
    from pydantic import ValidationError

    from bot.settings.mistakes import in_our_words

    if not isinstance(cause, ValidationError):
        return None
    return f"{in_our_words(cause.errors()[0], 'a number, such as 12')}."


def _say(message: str) -> None:
    for line in message.splitlines():
        sys.stderr.write(f"sotto: {line}\n")
