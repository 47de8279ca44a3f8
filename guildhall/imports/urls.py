from django.urls import path

from guildhall.imports.views import blanks, lists

urlpatterns = [
    path("imports/", lists.lists, name="imports"),
    path("imports/empty/<slug:kind>/", blanks.blank, name="import-blank"),
    path("imports/<uuid:pk>/", lists.review, name="import"),
    path("imports/<uuid:pk>/columns/", lists.columns, name="import-columns"),
    path("imports/<uuid:pk>/rows/<int:row>/decide/", lists.decide, name="import-decide"),
    path("imports/<uuid:pk>/rows/<int:row>/mend/", lists.mend, name="import-mend"),
    path("imports/<uuid:pk>/decide/", lists.decide_many, name="import-decide-many"),
    path("imports/<uuid:pk>/apply/", lists.apply, name="import-apply"),
    path("imports/<uuid:pk>/undo/", lists.undo, name="import-undo"),
]
