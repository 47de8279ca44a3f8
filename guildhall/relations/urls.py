from django.urls import path

from guildhall.relations import views

urlpatterns = [
    path("relations/", views.relations, name="relations"),
    path("relations/<slug:kind>/<uuid:pk>/", views.relation, name="relation"),
]
