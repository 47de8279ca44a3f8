from django.urls import path

from guildhall.stewardship.views import handing
from guildhall.stewardship.views import lines as views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/shown/", views.accesses, name="accesses"),
    path("protocols/<uuid:pk>/simulation/", views.simulation, name="protocol-simulation"),
    path("handover/", handing.handovers, name="handovers"),
    path("handover/of/<uuid:person>/", handing.hand_over, name="hand-over"),
    path("handover/<uuid:pk>/", handing.handover, name="handover"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:pk>/", views.email, name="outbox-email"),
]
