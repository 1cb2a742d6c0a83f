"""The discussion groups that a channel serves. It loads little: ``sotto status`` asks for them."""

from storage import Tables


async def groups_to_serve(tables: Tables) -> frozenset[int]:
    """Return the linked group, and those before it for which something still waits."""
    linked = await tables.runtime_settings.discussion_group.get()
    return await tables.outbox.groups() | (frozenset() if linked is None else {linked})
