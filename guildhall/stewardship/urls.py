from django.urls import path

from guildhall.stewardship.views import data, handing
from guildhall.stewardship.views import lines as views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/shown/", views.accesses, name="accesses"),
    path("protocols/<uuid:pk>/simulation/", views.simulation, name="protocol-simulation"),
    path("handover/", handing.handovers, name="handovers"),
    path("handover/ahead/", handing.continuity, name="continuity"),
    path("handover/of/<uuid:person>/", handing.hand_over, name="hand-over"),
    path("handover/of/<uuid:person>/plan/", handing.plan, name="hand-over-plan"),
    path("handover/of/<uuid:person>/plan/made/", handing.plan_made, name="hand-over-planned"),
    path("handover/<uuid:pk>/", handing.handover, name="handover"),
    path("what-we-keep/", data.inventory, name="inventory"),
    path("what-we-keep/about-me/", data.own, name="own-data"),
    path("about-me/<str:secret>/", data.own_by_link, name="own-data-link"),
    path("data-requests/", data.requests, name="data-requests"),
    path("data-requests/add/", data.request_add, name="data-request-add"),
    path("data-requests/<uuid:pk>/", data.request_page, name="data-request"),
    path("data-requests/<uuid:pk>/send/", data.request_send, name="data-request-send"),
    path("data-requests/<uuid:pk>/erase/", data.request_erase, name="data-request-erase"),
    path("data-requests/<uuid:pk>/refuse/", data.request_refuse, name="data-request-refuse"),
    path("running/", views.running, name="running"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/test/", views.outbox_test, name="outbox-test"),
    path("outbox/<uuid:pk>/", views.email, name="outbox-email"),
    path("outbox/<uuid:pk>/decide/", views.decide, name="outbox-decide"),
]
