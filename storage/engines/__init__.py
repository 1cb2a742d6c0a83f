"""Engines: what a database is made of. Nothing outside this folder knows which one it is.

    sqlite.py      a file of one machine, with journal.py and one_trip.py
    postgresql.py  a server, with server_rules.py (what it must not write down)

Both hold the same tables and are asked by the same statements; what differs is who waits for whom,
what a failure means, and what is left on a disk.
"""
