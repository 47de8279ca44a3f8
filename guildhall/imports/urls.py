from django.urls import path

from guildhall.imports.views import blanks, grid, lists, people, review

urlpatterns = [
    path("imports/", lists.lists, name="imports"),
    path("imports/people/", people.people_lists_page, name="people-lists"),
    path("imports/people/<uuid:pk>/", people.people_list, name="people-list"),
    path("imports/people/<uuid:pk>/columns/", people.columns, name="people-list-columns"),
    path("imports/people/<uuid:pk>/spellings/", people.spellings, name="people-list-spellings"),
    path("imports/people/<uuid:pk>/apply/", people.apply, name="people-list-apply"),
    path("imports/people/<uuid:pk>/undo/", people.undo, name="people-list-undo"),
    path("imports/empty/<slug:kind>/", blanks.blank, name="import-blank"),
    path("imports/<uuid:pk>/", review.review, name="import"),
    path("imports/<uuid:pk>/all/", grid.grid, name="import-grid"),
    path("imports/<uuid:pk>/columns/", lists.columns, name="import-columns"),
    path("imports/<uuid:pk>/rows/<int:row>/decide/", review.decide, name="import-decide"),
    path("imports/<uuid:pk>/rows/<int:row>/mend/", review.mend, name="import-mend"),
    path("imports/<uuid:pk>/decide/", review.decide_many, name="import-decide-many"),
    path("imports/<uuid:pk>/apply/", review.apply, name="import-apply"),
    path("imports/<uuid:pk>/undo/", review.undo, name="import-undo"),
]
