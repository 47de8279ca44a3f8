"""The front doors of an installation: each app that has one says so in its `menu`, as `DOORS`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from guildhall.ui.menus import declared


@dataclass(frozen=True)
class Door:
    """A front door: whom it is for, where its pages stand, what they are called."""

    kind: str  # of visitor, as the context knows it; the names of its addresses begin with it
    prefix: str  # of the addresses behind and before it
    login: str  # the model of its logins
    home: str  # the page behind it
    title: Any  # of the page on which visitors sign in, lazily
    words: Any  # whom it is for, in a sentence
    register: str = ""  # the page for those who have no login yet
    register_words: Any = ""
    reads: tuple[str, ...] = ()  # what is read along with a login: whose it is
    demo_logins: Callable[[], Iterable[Any]] = tuple  # in a demo: who may be tried

    @property
    def kind_of_tabs(self) -> str:
        """What the pages behind this door name as `of` in the `TABS` of their app's menu."""
        return f"{self.kind} door"

    @property
    def sign_in(self) -> str:
        """The name of the page on which visitors sign in."""
        return f"{self.kind}-sign-in"

    @property
    def sign_out(self) -> str:
        """The name of the act that signs out."""
        return f"{self.kind}-sign-out"

    @property
    def language(self) -> str:
        """The name of the act that chooses a language, of the browser and of letters."""
        return f"{self.kind}-language"

    @property
    def cookie(self) -> str:
        """The cookie that keeps a visitor signed in; only pages of this door get it."""
        return f"guildhall_{self.kind}"


@cache
def door_of(kind: str) -> Door:
    """The front door of a kind of visitors."""
    return next(door for door in declared("DOORS") if door.kind == kind)


def addresses_of_the_demo() -> set[str]:
    """In a demo: the addresses that its doors name for everybody to try."""
    return {login.email.lower() for door in declared("DOORS") for login in door.demo_logins()}
