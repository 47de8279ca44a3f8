from django.urls import path
from django.http import HttpResponse
urlpatterns = [path("imports/", lambda r: HttpResponse(""), name="imports"), path("imports/<uuid:pk>/", lambda r, pk: HttpResponse(""), name="import")]
