from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.i18n import set_language

from guildhall.people.actions.persons import choose_language


@login_not_required
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language: of this browser, and of whoever is signed in, for their e-mails as well (G6)."""
    if request.method == "POST" and request.user.is_authenticated and request.POST.get("language"):
        choose_language(request.user, request.POST["language"], by=request.user)
    return set_language(request)
