from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "guildhall.mailings"
    label = "mailings"

    def ready(self) -> None:
        from guildhall.mailings.queries.leaving import KIND, unwanted
        from guildhall.outbox.queries import ask_many_before_sending

        ask_many_before_sending(KIND, unwanted)
