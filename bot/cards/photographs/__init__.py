"""Photographs for the operators' folder, looked for by our themes' search words.

    searches ─▶ services/… ─▶ visitor (polite HTTP) ─▶ sieve (licence, size, people)
                                                          └─▶ folder: picture + sidecar ─▶ credits

The operator asks for it with ``sotto pictures fetch``; the running bot never imports this. What is
sent to a service is a line of ``searches`` and nothing else: no whisper is known here.
"""
