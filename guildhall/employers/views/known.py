"""What is known already, for fields that suggest it: only of employers that the person sees."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from guildhall.employers.forms.records import known_tags
from guildhall.employers.queries.directory import known_industries, places
from guildhall.lib.verdicts import require
from guildhall.people.permissions import Permission


@require_safe
def tags(request: HttpRequest) -> JsonResponse:
    """The tags of employers in the person's directory."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": known_tags(request.user)})


@require_safe
def industries(request: HttpRequest) -> JsonResponse:
    """The industries of employers in the person's directory, in words."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": known_industries(request.user)})


@require_safe
def cities(request: HttpRequest) -> JsonResponse:
    """The places of employers in the person's directory."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": places(request.user)})
