"""The employer's front door: whoever came in by it, each for their own employer; of the staff nobody (N19)."""

from tests.permissions.matrix import EMPLOYERS, EVERYBODY, OUR_LOGINS, Page  # noqa: F401

PORTAL = {
    "employer-sign-in": Page("GET POST", who=EVERYBODY, data=lambda w, k, n: {"email": "ana@kestrel.example"}),
    "employer-sign-in-code": Page("GET POST", who=EVERYBODY, changes=False),
    "employer-sign-in-link": Page(
        "GET POST",
        who=EVERYBODY,
        kwargs=lambda w, k: {"secret": w.more["employer_sign_in"]},
        data=lambda w, k, n: {"enter": "yes"},
    ),
    "employer-sign-out": Page("POST", who=EMPLOYERS, door=True, changes=False),
    "portal": Page(who=EMPLOYERS, door=True),
}
