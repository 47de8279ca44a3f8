"""How much of the demo there is: the region that people try out, and a village that tests load in seconds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """Numbers of the story; who is in it and what happens, step by step, is the same in every size."""

    attested: int  # employers, those with a story included
    promoted: int  # one by one
    prospects: int  # one in so many of the restricted ones without a face
    visits: tuple[int, int]  # at each of the best known employers
    silent: int  # employers that nobody has been in touch with
    followed: int  # engagements of the last months out of which something was promised
    asks: int  # planned for the next weeks


REGION = Size(attested=305, promoted=25, prospects=1, visits=(60, 76), silent=40, followed=150, asks=20)
VILLAGE = Size(attested=48, promoted=4, prospects=20, visits=(3, 6), silent=8, followed=12, asks=4)
