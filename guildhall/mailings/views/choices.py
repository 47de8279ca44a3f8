"""The page behind the link in a letter: opening it changes nothing; whoever has it may choose, without a cookie."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from guildhall.mailings.actions.choosing import choose, get_no_more
from guildhall.mailings.forms.acts import ChoicesForm
from guildhall.mailings.queries.choices import box_of, senders_for, topics_for
from guildhall.people.views.mailed_links import closed_link
from guildhall.ui.editing import saving

GONE = "mailings/link_gone.html"


@csrf_exempt  # the secret in the address is the right to choose: a mail reader has no cookie (RFC 8058)
@login_not_required
@require_http_methods(["GET", "POST"])
def choices(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose which bulk e-mail an address gets; the button of a mail reader asks for none at all."""
    found = box_of(secret)
    if answer := closed_link(request, secret, found, GONE):
        return answer
    assert found is not None
    box, mailing = found
    if request.POST.get("List-Unsubscribe") == "One-Click":
        get_no_more(box)
        return render(request, "mailings/chosen.html", {"box": box})
    senders = senders_for(box, mailing)
    topics = topics_for(mailing)
    form = ChoicesForm(request.POST or None, box=box, senders=senders, topics=topics)
    to_students = mailing is not None and mailing.to_students
    context = {"form": form, "box": box, "mailing": mailing, "secret": secret, "saved": "saved" in request.GET}
    context["to_students"] = to_students
    if form.is_valid():
        with saving(form, box, fresh=lambda now: ChoicesForm(box=now, senders=senders, topics=topics)) as edit:
            choose(box, form.choice(), version=form.cleaned_data["version"])
        if edit.saved:
            return redirect(f"{request.path}?saved")
        context["differences"] = edit.differences
    return render(request, "mailings/choices.html", context)
