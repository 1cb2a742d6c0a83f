"""Places: a big town at most, shown only when others wrote from there too, and never a position.

``towns`` is the table, ``typed`` and ``nearest`` find a town in it, ``names`` says it, ``place`` is
what is stored, ``crowd`` decides how much of it is printed.
"""
