from django.urls import path

from guildhall.dashboards import views

urlpatterns = [
    path("", views.home, name="today"),
    path("employers/new/", views.newest, name="employers-new"),
    path("employers/offering/", views.offering, name="employers-offering"),
    path("outcomes/", views.outcomes, name="outcomes"),
    path("arrange/", views.arrange, name="arrange"),
    path("contact-load/", views.load, name="contact-load"),
    path("contact-load/burden/", views.burden, name="burden"),
    path("contact-load/burden.csv", views.burden_file, name="burden-file"),
    path("contacts-avoided/", views.avoided, name="contacts-avoided"),
    path("coverage/", views.coverage, name="coverage"),
    path("activity/", views.activity, name="activity"),
    path("initiatives/<uuid:pk>/figures/", views.of_initiative, name="initiative-figures"),
    path("initiatives/<uuid:pk>/figures/enrollment/", views.enrollment_of_initiative, name="initiative-enrollment"),
    path("initiatives/<uuid:pk>/figures/credit/", views.credit_of_initiative, name="initiative-credit"),
    path("initiatives/<uuid:pk>/figures/<slug:name>/", views.behind_initiative, name="initiative-figure"),
]
