from django.urls import path

from guildhall.protocols.views import drafting, reading

urlpatterns = [
    path("protocols/", reading.protocols, name="protocols"),
    path("protocols/draft/", drafting.start, name="protocol-draft"),
    path("protocols/<uuid:pk>/", reading.protocol, name="protocol"),
    path("protocols/<uuid:pk>/changes/", reading.changes, name="protocol-changes"),
    path("protocols/<uuid:pk>/readers/", reading.readers, name="protocol-readers"),
    path("protocols/<uuid:pk>/accept/", reading.accept, name="protocol-accept"),
    path("protocols/<uuid:pk>/introduction/", drafting.introduction, name="protocol-introduction"),
    path("protocols/<uuid:pk>/publish/", drafting.publish, name="protocol-publish"),
    path("protocols/<uuid:pk>/withdraw/", drafting.withdraw, name="protocol-withdraw"),
    path("protocols/<uuid:pk>/clauses/add/", drafting.clause_form, name="clause-add"),
    path("protocols/<uuid:pk>/clauses/<uuid:clause>/", drafting.clause_form, name="clause-change"),
    path("protocols/<uuid:pk>/clauses/<uuid:clause>/remove/", drafting.clause_remove, name="clause-remove"),
]
