from django.urls import path

from guildhall.ui import views

urlpatterns = [path("", views.gallery, name="gallery")]
