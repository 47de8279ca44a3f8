from django.urls import path

from guildhall.dashboards import views

urlpatterns = [
    path("", views.home, name="today"),
    path("employers/new/", views.newest, name="employers-new"),
    path("activity/", views.activity, name="activity"),
]
