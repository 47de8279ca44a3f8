from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """Collect what is said on screen; reasons of refusals are marked by `no` and `refuse`, kept ones by `said`."""

    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=no",
        "--keyword=refuse",
        "--keyword=translated",
        "--keyword=said",
        "--keyword=own",
        "--keyword=phrase",
        "--keyword=Unreadable",
        "--keyword=Unwanted",
        "--keyword=NoCalendar",
        "--keyword=NoSeries",
        "--keyword=NotFetched",
        "--keyword=Wrong:2",
    ]
