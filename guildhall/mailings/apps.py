from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "guildhall.mailings"
    label = "mailings"

    def ready(self) -> None:
        from guildhall.mailings.queries.leaving import still_wanted
        from guildhall.outbox.queries import ask_before_sending

        ask_before_sending(still_wanted)
