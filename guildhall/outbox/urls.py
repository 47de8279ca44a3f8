from django.urls import path

from guildhall.outbox import views

urlpatterns = [path("mail/returned/", views.returned, name="mail-returned")]
