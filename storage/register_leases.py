"""The register of what the table of leases holds: a part of ``storage/register.py``."""

from storage.held import Held

LEASES: dict[str, Held] = {
    "leases": Held(
        "Which process does what only one may do at a time, on a server. In a file it is empty.",
        "Stays, and is written over by the next holder.",
        {
            "name": "what is done: fetching updates, posting in a channel, its jobs; or that a "
            "process is there",
            "holder": "a process: its machine, its number there, and four random letters",
            "version": "of the program that it runs",
            "epoch": "how often it has changed hands",
            "since": "when this holder took it",
            "until": "until when it holds, unless it is renewed: every five seconds, whatever "
            "happens",
        },
    ),
}
