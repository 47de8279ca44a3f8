"""Management commands inside the context."""

from contextlib import ExitStack
from typing import Any, ClassVar

from django.core.management.base import BaseCommand

from guildhall.context import Keeper, at_home, begun, keeping


class InContext(BaseCommand):
    """A command that acts as a keeper, or that names the person for whom it acts (`--by`) and enters `acting` itself.

    `knows_home` is False for commands that run while there may be no tables yet.
    """

    keeper: ClassVar[Keeper | None] = None
    reason: ClassVar[str] = ""
    knows_home: ClassVar[bool] = True

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run the command, from the console or from another one."""
        with ExitStack() as stack:
            stack.enter_context(begun())
            if self.knows_home:
                stack.enter_context(at_home())
            if self.keeper:
                stack.enter_context(keeping(self.keeper, self.reason or str(self.help)))
            return super().execute(*args, **options)
