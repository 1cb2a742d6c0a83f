"""Campaigns: what the community's managers ask and show in the channel. Rules and values, pure.

What is paid for says so, in the words that the law of its country wants; whispers never wait for
it, and nothing in it is addressed to one reader more than to another.
"""
