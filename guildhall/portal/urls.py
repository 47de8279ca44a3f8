from django.urls import include, path

from guildhall.portal.views import home
from guildhall.visitors.urls import pages_before

urlpatterns = [
    path("employer/", include(pages_before("employer"))),
    path("employer/", home.home, name="portal"),
]
