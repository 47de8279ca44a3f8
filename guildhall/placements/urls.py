from django.urls import path

from guildhall.placements.views import figures

urlpatterns = [
    path("accomplishments/", figures.accomplishments, name="accomplishments"),
    path("accomplishments/file/", figures.accomplishments_csv, name="accomplishments-csv"),
    path("accomplishments/<int:year>/<slug:name>/", figures.experiences, name="experiences"),
]
