from django.urls import path

from guildhall.protocols import views

urlpatterns = [
    path("protocols/", views.protocols, name="protocols"),
    path("protocols/<uuid:pk>/", views.protocol, name="protocol"),
]
