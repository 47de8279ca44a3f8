"""What is known already, for fields that suggest it: codes of the official lists, programs of study."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from guildhall.lib.verdicts import require
from guildhall.pathways.models import Certification, Code, Program
from guildhall.pathways.queries import known_codes
from guildhall.pathways.queries.credit import courses as courses_seen
from guildhall.people.permissions import Permission


@require_safe
def occupations(request: HttpRequest) -> JsonResponse:
    """Occupations with their codes."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": known_codes(Code.Scheme.SOC)})


@require_safe
def cip(request: HttpRequest) -> JsonResponse:
    """Codes of programs with their titles."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": known_codes(Code.Scheme.CIP)})


@require_safe
def programs(request: HttpRequest) -> JsonResponse:
    """Programs of study that are offered, each with the stamp of its institution."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    rows = Program.objects.visible_to(request.user).offered().select_related("institution")
    return JsonResponse({"known": [row.label for row in rows]})


@require_safe
def courses(request: HttpRequest) -> JsonResponse:
    """Courses that are taught, each with the stamp of its institution."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": [row.label for row in courses_seen(request.user).taught()]})


@require_safe
def certifications(request: HttpRequest) -> JsonResponse:
    """Certifications that are issued, each with its issuer."""
    require(request.user.may(Permission.SEE_DIRECTORY))
    return JsonResponse({"known": [row.label for row in Certification.objects.visible_to(request.user).open()]})
