"""The darkroom: where pictures that strangers sent are judged, decoded and drawn anew.

    bot ── door ═(socket)═ keeper ──fork──▶ a process for one picture, and then it is gone

``headers`` judges a file before anything is decoded, ``photo`` draws it anew, ``keeper`` is the
process that forks, ``door`` what the bot calls. No card is ever drawn in one of these processes,
and none of them knows a token, a word or a person.
"""
