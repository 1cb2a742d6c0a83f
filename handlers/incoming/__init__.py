"""The only room that reads user and chat from an update.

It makes value objects: words, pictures, an opaque route. Behind it nobody can tell who wrote, and
a test over the syntax trees keeps it so. Entities, names and profile fields are dropped here.
"""
