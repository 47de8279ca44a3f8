"""How much of a walk through everything one run takes.

`script/prove walks` sets GUILDHALL_THOROUGH and walks every combination; `script/test` takes a share of it, always the
same one, in which every page, every person and every outcome occurs.
"""

import os
from zlib import crc32

THOROUGH = bool(os.environ.get("GUILDHALL_THOROUGH"))


def taken(one_in: int, *what: object) -> bool:
    """Whether a combination belongs to the share of this run."""
    return THOROUGH or crc32(repr(what).encode()) % one_in == 0
