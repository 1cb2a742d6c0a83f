"""Jobs run by the clock, and the beat rings them.

Here belongs: which flow runs when, and how long it rests. A job holds no state, since the tables
tell what is due, and decides nothing, since the flow that it calls does.
"""
