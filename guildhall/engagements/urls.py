from django.urls import path

from guildhall.engagements import views

urlpatterns = [
    path("employers/<uuid:pk>/", views.employer, name="employer"),
    path("employers/<uuid:pk>/engagements/<uuid:engagement>/", views.engagement, name="engagement"),
]
