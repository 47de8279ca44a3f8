from django import forms
from django.utils.translation import gettext_lazy as _

from guildhall.ui.asking import PlainForm


class SupposeForm(PlainForm):
    """What if nobody had been asked oftener than that?"""

    most = forms.IntegerField(label=_("What if nobody had been asked oftener than"), min_value=1, max_value=1000)
