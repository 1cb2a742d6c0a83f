"""Builders: what is outside becomes the bundles that handlers and jobs carry.

Here belongs: finding the channels at a start, and making each part after those that it needs, so
that nothing is tied together afterwards. A builder is called once at a start; it handles no update,
rings no job and holds nothing.
"""
