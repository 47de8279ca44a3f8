from allauth.account.views import LoginView
from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator

from guildhall.people.models import Membership
from guildhall.people.permissions import VISITORS, Role

DEMO_PASSWORD = "guildhall-demo-only"  # noqa: S105  public on purpose; only demo people have it


@method_decorator(login_not_required, name="dispatch")
class SignIn(LoginView):
    """allauth's sign-in page; in a demo it lists one person for each role of the staff."""

    def get_context_data(self, **kwargs):  # type: ignore[no-untyped-def]
        context = super().get_context_data(**kwargs)
        if self.request.territory.demo:  # type: ignore[attr-defined]
            shown = {}
            rows = Membership.objects.in_force().filter(person__demo=True).select_related("person", "institution")
            for membership in rows.order_by("from_date", "person__joined_at", "person__email"):
                shown.setdefault(membership.role, membership)
            context["demo_people"] = [shown[r] for r in Role if r in shown and r not in VISITORS]
            context["demo_password"] = DEMO_PASSWORD
        return context


sign_in = SignIn.as_view()
