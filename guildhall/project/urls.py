from django.urls import include, path

from guildhall.people.views.language import language
from guildhall.project import views
from guildhall.project.addresses import by_first_part
from guildhall.ui import answers

urlpatterns = by_first_part(
    [
        path("healthz", views.health, name="health"),
        path("theme.css", views.theme, name="theme"),
        path("language/", language, name="language"),
        path("account/", include("guildhall.project.account_urls")),
        path("", include("guildhall.dashboards.urls")),
        path("", include("guildhall.employers.urls")),
        path("", include("guildhall.engagements.urls")),
        path("", include("guildhall.prospects.urls")),
        path("", include("guildhall.opportunities.urls")),
        path("", include("guildhall.events.urls")),
        path("", include("guildhall.bookings.urls")),
        path("", include("guildhall.enquiries.urls")),
        path("", include("guildhall.partnerships.urls")),
        path("", include("guildhall.boards.urls")),
        path("", include("guildhall.agreements.urls")),
        path("", include("guildhall.intermediaries.urls")),
        path("", include("guildhall.mailings.urls")),
        path("", include("guildhall.meetings.urls")),
        path("", include("guildhall.demand.urls")),
        path("", include("guildhall.portal.urls")),
        path("", include("guildhall.relations.urls")),
        path("", include("guildhall.imports.urls")),
        path("", include("guildhall.people.urls")),
        path("", include("guildhall.pathways.urls")),
        path("", include("guildhall.students.urls")),
        path("", include("guildhall.placements.urls")),
        path("", include("guildhall.supervision.urls")),
        path("", include("guildhall.protocols.urls")),
        path("", include("guildhall.stewardship.urls")),
        path("", include("guildhall.community.urls")),
        path("", include("guildhall.outbox.urls")),
        path("ui/", include("guildhall.ui.urls")),
    ]
)

handler400 = answers.bad
handler403 = answers.forbidden
handler404 = answers.missing
handler429 = answers.too_many  # asked for by django-allauth
handler500 = answers.faulty
