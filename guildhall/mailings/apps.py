from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "guildhall.mailings"
    label = "mailings"

    def ready(self) -> None:
        from guildhall.mailings.models.mailings import LETTERS, LETTERS_TO_STUDENTS
        from guildhall.mailings.queries.leaving import unwanted
        from guildhall.mailings.queries.leaving_students import unwanted_by_students
        from guildhall.outbox.queries import ask_many_before_sending

        ask_many_before_sending(LETTERS, unwanted)
        ask_many_before_sending(LETTERS_TO_STUDENTS, unwanted_by_students)
