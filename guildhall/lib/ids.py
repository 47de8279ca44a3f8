"""Identifiers that tell nothing about how many records lie between two of them."""

import os
import time
import uuid


def new_id() -> uuid.UUID:
    """A time-ordered random identifier (UUID version 7): good for indexes, useless for counting (A1)."""
    stamp = time.time_ns() // 1_000_000
    value = (stamp << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def new_ids(count: int) -> list[uuid.UUID]:
    """Many identifiers at once, as `new_id` makes them; much cheaper each."""
    stamp = (time.time_ns() // 1_000_000 << 80) | (0x7 << 76) | (0x2 << 62)
    noise = os.urandom(10 * count)
    low = ~((0xF << 76) | (0x3 << 62)) & ((1 << 80) - 1)
    return [uuid.UUID(int=stamp | int.from_bytes(noise[n : n + 10], "big") & low) for n in range(0, 10 * count, 10)]


def id_in(words: str) -> uuid.UUID | None:
    """The identifier that somebody sent; None where it is none."""
    try:
        return uuid.UUID(words)
    except ValueError:
        return None
