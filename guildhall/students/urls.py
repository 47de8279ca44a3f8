from django.urls import include, path

from guildhall.students.views import asking, caseload, consents, counseling, guardians, inviting, own, students
from guildhall.visitors.urls import pages_before

urlpatterns = [
    path("students/", students.students, name="students"),
    path("students/mine/", students.mine, name="students-mine"),
    path("students/counselors/", counseling.counselors, name="counselors"),
    path("students/invite/", inviting.students_invite, name="students-invite"),
    path("students/<uuid:pk>/invite/", inviting.student_invite, name="student-invite"),
    path("students/<uuid:pk>/end-sign-in/", inviting.student_end_sign_in, name="student-end-sign-in"),
    path("student/", include(pages_before("student"))),
    path("student/first-time/", own.claim, name="student-claim"),
    path("student/", own.home, name="student-home"),
    path("student/record/", own.record, name="student-record"),
    path("student/record/<uuid:pk>/telephone/", own.reach, name="student-reach"),
    path("student/record/<uuid:pk>/opt-out/", own.opt_out, name="student-opt-out-own"),
    path("student/consents/asked/<uuid:pk>/", own.consent, name="student-consent"),
    path("student/consents/<uuid:pk>/revoke/", own.revoke, name="student-revoke"),
    path("students/add/", students.student_add, name="student-add"),
    path("students/<uuid:pk>/", students.student, name="student"),
    path("students/<uuid:pk>/change/", students.student_change, name="student-change"),
    path("students/<uuid:pk>/opt-out/", consents.student_opt_out, name="student-opt-out"),
    path("students/<uuid:pk>/consents/add/", consents.consent_add, name="consent-add"),
    path("students/<uuid:pk>/consents/ask/", asking.consent_ask, name="consent-ask"),
    path("students/<uuid:pk>/guardians/add/", guardians.guardian_add, name="guardian-add"),
    path("guardians/<uuid:pk>/", guardians.guardian_change, name="guardian-change"),
    path("guardians/<uuid:pk>/remove/", guardians.guardian_remove, name="guardian-remove"),
    path("consents/asked/", asking.consents_asked, name="consents-asked"),
    path("consents/asked/<uuid:pk>/withdraw/", asking.request_withdraw, name="request-withdraw"),
    path("consent/<str:secret>/", asking.consent_link, name="consent-link"),
    path("consents/<uuid:pk>/revoke/", consents.consent_revoke, name="consent-revoke"),
    path("caseload/", caseload.caseload, name="caseload"),
    path("students/<uuid:pk>/case/", caseload.case_take, name="case-take"),
    path("caseload/<uuid:pk>/", caseload.case_change, name="case-change"),
]
