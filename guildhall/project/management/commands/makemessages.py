from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collect what is said on screen; the reasons of refusals are marked by being given to `no` and `refuse`."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=no",
        "--keyword=refuse",
        "--keyword=translated",
    ]
