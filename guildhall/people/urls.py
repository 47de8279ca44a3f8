from django.urls import path

from guildhall.people.views import places, setting_up

urlpatterns = [
    path("set-up/", setting_up.first_page, name="set-up"),
    path("institutions/", places.institutions, name="institutions"),
    path("institutions/add/", places.institution_add, name="institution-add"),
    path("institutions/load/", places.institutions_load, name="institutions-load"),
    path("institutions/<slug:slug>/", places.institution_change, name="institution-change"),
    path("access/", places.access, name="access"),
    path("access/give/", places.access_give, name="access-give"),
    path("access/<uuid:pk>/end/", places.access_end, name="access-end"),
    path("roles/", places.roles, name="roles"),
    path("settings/", places.settings, name="settings"),
]
