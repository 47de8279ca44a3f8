"""Signing in, and everybody's own account."""

from tests.permissions.matrix.groups import EVERYBODY, NOBODY, WITH_FACTOR
from tests.permissions.matrix.page import Page

_OWN = {"changes": False, "own_options": True}
ACCOUNTS = {
    "account_logout": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "account_inactive": Page(who=EVERYBODY, own_options=True),
    "account_reset_password": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "account_reset_password_done": Page(who=EVERYBODY, own_options=True),
    "account_reset_password_from_key": Page(
        "GET POST", who=EVERYBODY, changes=False, own_options=True, kwargs=lambda w, k: {"uidb36": "1", "key": "set-x"}
    ),
    "account_reset_password_from_key_done": Page(who=EVERYBODY, own_options=True),
    "mfa_authenticate": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),  # leads to the sign-in page
    "mfa_trust": Page("GET POST", who=EVERYBODY, changes=False, own_options=True),
    "account_reauthenticate": Page("GET POST", **_OWN),
    "account_change_password": Page("GET POST", **_OWN),
    "account_set_password": Page("GET POST", **_OWN),
    "mfa_index": Page(own_options=True),
    "mfa_reauthenticate": Page("GET POST", **_OWN),
    "mfa_activate_totp": Page("GET POST", **_OWN),
    "mfa_deactivate_totp": Page("GET POST", sees={"own": WITH_FACTOR}, **_OWN),
    "mfa_view_recovery_codes": Page(who=NOBODY, missing=True, own_options=True),  # nobody has made any yet
    "mfa_generate_recovery_codes": Page("GET POST", **_OWN),
    "mfa_download_recovery_codes": Page(sees={"own": NOBODY}, own_options=True),
    "usersessions_list": Page("GET POST", **_OWN),
}
