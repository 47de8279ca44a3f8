from guildhall.ui.editing import VersionedForm
from guildhall.ui.fields import PhoneField


class TelephoneForm(VersionedForm):
    """By which telephone an institution reaches a student."""

    phone = PhoneField()
