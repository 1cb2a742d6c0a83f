"""The pictures that cards are drawn on: painted by us from seeds, and the operators' own.

``LIBRARY`` names the painted ones. A ``Shelf`` keeps them as files in the cache folder, together
with the operators' pictures, and opens any of them by its id.
"""

from bot.cards.pictures.library import LIBRARY, painted
from bot.cards.pictures.shelf import Complain, Shelf, open_shelf

__all__ = ["LIBRARY", "Complain", "Shelf", "open_shelf", "painted"]
