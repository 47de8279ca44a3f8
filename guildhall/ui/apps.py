from django.apps import AppConfig
from django.utils.translation import gettext

from guildhall.lib import verdicts


class UiConfig(AppConfig):
    name = "guildhall.ui"
    label = "ui"

    def ready(self) -> None:
        """Refusals are said in the reader's language."""
        verdicts.translate = gettext
