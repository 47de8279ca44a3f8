"""Garbage that refers to itself: how often a process looks for it."""

import gc


def collect_rarely() -> None:
    """Look for garbage every ten thousand objects, not every 700, and never among what is loaded by now.

    That stays for good: looking through it again and again took a quarter of a long import, cost every twentieth page
    tens of milliseconds, and copied memory that processes share.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
