from django.urls import path

from guildhall.relations import views

urlpatterns = [
    path("relations/", views.relations, name="relations"),
    path("relations/contacts/<uuid:pk>/colleague/", views.same_person, name="same-person"),
    path("relations/affiliations/<uuid:pk>/take-back/", views.not_same_person, name="not-same-person"),
    path("relations/<slug:kind>/<uuid:pk>/", views.relation, name="relation"),
]
