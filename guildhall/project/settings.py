"""Settings of a Guildhall installation: read from the environment and from nothing else.

Every variable is described, with its default, in docs/operating.md (a test compares the two).
"""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF

from guildhall.project import embedded, given

env = environ.Env()
ROOT = Path(__file__).resolve().parents[2]

# ── Where things are ─────────────────────────────────────────────────
HOME = Path(env.str("GUILDHALL_HOME", default="") or "var").absolute()
HOST = (env.str("HOST", default="") or "127.0.0.1").strip("[]")
PORT = given.number("PORT", 8000, 1, 65535)
PUBLIC_URL = given.address("GUILDHALL_URL", f"http://{given.bracketed(HOST)}:{PORT}")
_OURS = [given.bracketed(urlsplit(PUBLIC_URL).hostname or "localhost"), "localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("GUILDHALL_ALLOWED_HOSTS", default=[]) or _OURS
# How many proxies of our own stand before us, each adding at the right of X-Forwarded-For whom it saw.
PROXIES = given.number("GUILDHALL_PROXIES", 0, 0, 20)
WEB_PROCESSES = given.number("GUILDHALL_WEB_PROCESSES", 2, 1, 256)
HTTPS = PUBLIC_URL.startswith("https://")
FILES = HOME / "files"  # uploads, unless GUILDHALL_FILES names a store, and what is being taken in


def _secret() -> str:
    """The signing key: given, or made once and kept beside the data."""
    if given := env.str("GUILDHALL_SECRET_KEY", default=""):
        return given
    path = HOME / "secret_key"
    try:
        return path.read_text().strip()
    except OSError:
        pass
    key = secrets.token_urlsafe(64)
    try:
        HOME.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    except OSError:
        return key  # a folder that cannot be written is reported by the command that needs it
    with os.fdopen(handle, "w") as file:
        file.write(key)
    return key


SECRET_KEY = _secret()
DEBUG, TESTING = False, "pytest" in sys.modules

# ── Database ─────────────────────────────────────────────────────────
EXTERNAL_DATABASE = bool(env.str("DATABASE_URL", default=""))
if EXTERNAL_DATABASE:
    given.database("DATABASE_URL")
DATABASES = {"default": env.db("DATABASE_URL") if EXTERNAL_DATABASE else embedded.database_settings(HOME)}
DATABASES["default"] |= {
    "ENGINE": "guildhall.context.postgresql",  # every transaction carries who acts
    "ATOMIC_REQUESTS": False,  # the context opens a request's transaction
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    # A server that falls silent is given up after seconds, not after the system's quarter of an hour.
    "OPTIONS": {
        **DATABASES["default"].get("OPTIONS", {}),  # such as sslmode
        "connect_timeout": 5,
        "application_name": "guildhall",
        "tcp_user_timeout": 20_000,
        "keepalives_idle": 20,
        "keepalives_interval": 5,
        "keepalives_count": 4,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "guildhall.context.cache.LastingCache", "LOCATION": "django_cache"}}

# ── Apps ─────────────────────────────────────────────────────────────
# Our own apps, from the roof down (docs/architecture.md).
OURS = """
    project demo stewardship dashboards imports portal relations
    mailings boards community enquiries partnerships demand agreements meetings bookings events intermediaries
    supervision placements
    opportunities prospects engagements
    students employers pathways protocols rollups visitors people outbox audit queue files ui
""".split()
INSTALLED_APPS = [
    *(f"guildhall.{app}" for app in OURS),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "django_structlog",
    "lucide",
    "csp",
]

MIDDLEWARE = [
    "guildhall.project.middleware.arrival",
    "django_structlog.middlewares.RequestMiddleware",
    "guildhall.project.headers.compressed",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "guildhall.project.headers.secret_pages",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "guildhall.project.middleware.head",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "guildhall.project.middleware.seen",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "guildhall.project.fragments.fragments",
    "guildhall.project.middleware.gate",
    "guildhall.project.middleware.answers",
    "guildhall.project.middleware.work",
]

# Seconds for which the numbers in the menu serve whoever has changed nothing meanwhile (project/tallies.py).
TALLIES_KEPT = 0 if TESTING else 10

DJANGO_STRUCTLOG_TRUST_UPSTREAM_REQUEST_ID = True  # `arrival` has put ours there
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # logs name no address: it would be worked out and thrown away
ROOT_URLCONF = "guildhall.project.urls"
WSGI_APPLICATION = "guildhall.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "guildhall.project.navigation.shell",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
                "guildhall.ui.templatetags.numbers",
                "guildhall.ui.templatetags.ui",
                "guildhall.ui.templatetags.charts",
                "guildhall.ui.templatetags.forms",
                "guildhall.ui.templatetags.records",
            ],
        },
    }
]
COTTON_DIR = "cotton"
FORM_RENDERER = "guildhall.ui.rendering.Renderer"

# ── Sign-in ──────────────────────────────────────────────────────────
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_ADAPTER = "guildhall.people.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators, who verify the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger gets no mail from us
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Failed passwords are counted by people.accounts, in a way that cannot lock somebody else out; here counts a code of
# the second factor. A campus stands behind one address, so what counts per address is a far-off ceiling.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/15m/key",
    "login": "600/m/ip",
    "reset_password": "200/m/ip,5/m/key",
    "reset_password_from_key": "200/m/ip",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Guildhall"
# Nobody signs up here: an administrator entered the address, and whoever set the password by the mailed link has it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
USERSESSIONS_TRACK_ACTIVITY = True
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if HTTPS else []
CSRF_FAILURE_VIEW = "guildhall.ui.answers.forgotten_form"

# ── Headers ──────────────────────────────────────────────────────────
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the QR code of the second factor
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# ── Files ────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
_HASHED = "whitenoise.storage.CompressedManifestStaticFilesStorage"
_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage" if TESTING else _HASHED
STORAGES = {"default": given.files("GUILDHALL_FILES"), "staticfiles": {"BACKEND": _STATIC}}
WHITENOISE_USE_FINDERS = TESTING
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
SCANNER = env.str("GUILDHALL_SCANNER", default="")  # asked about every uploaded file

# ── Mail: everything goes through the outbox ─────────────────────────
EMAIL_BACKEND = "guildhall.outbox.backend.OutboxBackend"
SMTP = given.mail_server(env, "EMAIL_URL")
DEFAULT_FROM_EMAIL = env.str("GUILDHALL_FROM_EMAIL", default="guildhall@localhost")
DKIM_SELECTORS = env.list("GUILDHALL_DKIM_SELECTORS", default=[])
MAIL_PACE = given.number("GUILDHALL_MAIL_PACE", 0, 0, 1_000_000)  # e-mails a minute to one domain; 0: as it goes
BOUNCE_ADDRESS = given.mailbox("GUILDHALL_BOUNCE_ADDRESS")
BOUNCE_MAILBOX = given.imap("GUILDHALL_BOUNCE_MAILBOX")
MAIL_WEBHOOK_SECRET = given.webhook_secret("GUILDHALL_MAIL_WEBHOOK_SECRET")
MAIL_IN, MAIL_BORDER = given.mailbox("GUILDHALL_MAIL_IN"), env.str("GUILDHALL_MAIL_BORDER", default="").lower()

# ── Language and time ────────────────────────────────────────────────
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [ROOT / "guildhall" / "locale"]
FORMAT_MODULE_PATH = ["guildhall.ui.formats"]
TIME_ZONE = "UTC"

# ── Jobs ─────────────────────────────────────────────────────────────
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_ON_APP_READY = "guildhall.queue.on_app_ready"

# ── Logs: one JSON line an event, a request identifier, no personal data ──
# One way out for all loggers: a handler of its own would pass by what takes personal data out (project.logs).
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "guildhall.project.logs.formatter"}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["out"], "level": given.level("GUILDHALL_LOG_LEVEL")},
    "loggers": {
        **{name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
        "django.request": {"level": "ERROR"},
        # Below stand statements with what people wrote, values of variables, and what is of no use.
        **{name: {"level": "WARNING"} for name in ("django.db.backends", "django.template", "procrastinate", "httpx")},
    },
}

SILENCED_SYSTEM_CHECKS = ["models.W042"]
