from django.apps import AppConfig


class EmployersConfig(AppConfig):
    name = "guildhall.employers"
    label = "employers"

    def ready(self) -> None:
        """Addresses that take no e-mail are looked at."""
        from guildhall.employers.actions.facts import note_mail_returned
        from guildhall.outbox.actions.returning import when_returned

        when_returned(note_mail_returned)
