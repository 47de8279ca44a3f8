from django.apps import AppConfig


class EngagementsConfig(AppConfig):
    name = "guildhall.engagements"
    label = "engagements"

    def ready(self) -> None:
        from guildhall.engagements.queries.notices import may_be_mailed
        from guildhall.outbox.queries import ask_before_sending

        ask_before_sending(may_be_mailed)
