from django.urls import path

from guildhall.stewardship import views

urlpatterns = [
    path("journal/", views.journal, name="journal"),
    path("journal/shown/", views.accesses, name="accesses"),
    path("protocols/<uuid:pk>/simulation/", views.simulation, name="protocol-simulation"),
    path("outbox/", views.outbox, name="outbox"),
    path("outbox/<uuid:pk>/", views.email, name="outbox-email"),
]
