from django.urls import path

from guildhall.employers.views import directory, duplicates, notes, record

urlpatterns = [
    path("employers/", directory.directory, name="employers"),
    path("employers/export/", directory.export, name="employers-export"),
    path("employers/filters/", directory.save_filter, name="filter-save"),
    path("employers/filters/<uuid:pk>/drop/", directory.drop_filter, name="filter-drop"),
    path("employers/<uuid:pk>/contacts/", record.contacts, name="employer-contacts"),
    path("employers/<uuid:pk>/contacts/add/", record.contact_form, name="contact-add"),
    path("employers/<uuid:pk>/contacts/<uuid:contact>/", record.contact_form, name="contact-change"),
    path("employers/<uuid:pk>/contacts/<uuid:contact>/show/", record.contact_show, name="contact-show"),
    path("employers/<uuid:pk>/contacts/<uuid:contact>/left/", record.contact_left, name="contact-left"),
    path("employers/<uuid:pk>/notes/", notes.notes, name="employer-notes"),
    path("employers/<uuid:pk>/notes/<uuid:note>/", notes.note_change, name="note-change"),
    path("employers/<uuid:pk>/notes/<uuid:note>/remove/", notes.note_remove, name="note-remove"),
    path("employers/<uuid:pk>/notes/<uuid:note>/travel/", notes.note_travel, name="note-travel"),
    path("employers/<uuid:pk>/about/", record.about, name="employer-about"),
    path("employers/<uuid:pk>/change/", record.change, name="employer-change"),
    path("employers/<uuid:pk>/names/add/", record.name_add, name="name-add"),
    path("employers/<uuid:pk>/names/<uuid:name>/remove/", record.name_remove, name="name-remove"),
    path("employers/<uuid:pk>/identifiers/add/", record.identifier_add, name="identifier-add"),
    path("employers/<uuid:pk>/sites/add/", record.site_form, name="site-add"),
    path("employers/<uuid:pk>/sites/<uuid:site>/", record.site_form, name="site-change"),
    path("employers/<uuid:pk>/owner/", record.owner, name="employer-owner"),
    path("employers/<uuid:pk>/why/", record.why, name="employer-why"),
    path("employers/<uuid:pk>/merge/", duplicates.employer_merge, name="employer-merge"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/find/", duplicates.find, name="duplicates-find"),
    path("duplicates/<uuid:pk>/", duplicates.duplicate, name="duplicate"),
    path("duplicates/<uuid:pk>/judge/", duplicates.judge, name="duplicate-judge"),
    path("merges/<uuid:pk>/undo/", duplicates.merge_undo, name="merge-undo"),
]
