"""The command line: each command reads its arguments, asks one room and prints.

Nothing here is imported by another room.
"""
