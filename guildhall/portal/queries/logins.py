"""The logins of an employer."""

from typing import Any

from guildhall.employers.models import EmployerLogin


def logins_of_the_demo() -> list[EmployerLogin]:
    """The logins that the demo made, for its page to sign in."""
    rows: Any = EmployerLogin.objects.standing().filter(demo=True).select_related("employer")
    return list(rows.order_by("opened_at", "pk")[:6])
