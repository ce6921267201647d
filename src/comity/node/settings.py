"""Django's settings, all of them derived from the node's folder."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from comity.node.config import NodeConfig, current

CONFIG: NodeConfig = current()
BASE = Path(__file__).parent


def _secret() -> str:
    path = CONFIG.folder / "keys" / "web.secret"
    return path.read_text(encoding="ascii").strip() if CONFIG.node and path.is_file() else secrets.token_urlsafe(48)


def _database(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "CONN_MAX_AGE": 60,
            "NAME": url.removeprefix("sqlite:///").removeprefix("sqlite://"),
            "TEST": {"NAME": str(CONFIG.folder / "test.sqlite3") if CONFIG.node else None},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                "PRAGMA secure_delete=ON;",
            },
        }
    if parts.scheme in {"postgresql", "postgres"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise ValueError(f"DATABASE_URL begins with {parts.scheme!r}: use sqlite:///PATH or postgresql://…")


SECRET_KEY = _secret()
DEBUG = False
ALLOWED_HOSTS = [*CONFIG.allowed_hosts, urlsplit(CONFIG.address).hostname or "localhost"]
ROOT_URLCONF = "comity.node.urls"
WSGI_APPLICATION = "comity.node.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": _database(CONFIG.database)}
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
    "comity.node.accounts",
    "comity.node.audit",
    "comity.node.places",
    "comity.node.cases",
    "comity.node.partners",
    "comity.node.holdings",
    "comity.node.matching",
    "comity.node.duplicates",
    "comity.node.items",
    "comity.node.messaging",
    "comity.node.seizures",
    "comity.node.prosecutions",
    "comity.node.campaigns",
    "comity.node.picture",
    "comity.node.interfaces",
    "comity.node.stories",
    "comity.node.desk",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "comity.node.desk.middleware.ContentSecurityPolicy",
    "comity.node.programs.Coded",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "comity.node.desk.middleware.Person",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "comity.node.desk.middleware.Errors",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "desk" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "comity.node.desk.context.desk",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "comity.node.accounts.adapters.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
MFA_ADAPTER = "comity.node.accounts.adapters.SealedMfaAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_FORMS = {
    "login": "comity.node.desk.signin.SignIn",
    "change_password": "comity.node.desk.signin.ChangePassword",
    "reauthenticate": "comity.node.desk.signin.Confirm",
}
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}
MFA_FORMS = {
    "authenticate": "comity.node.desk.signin.SecondProof",
    "reauthenticate": "comity.node.desk.signin.ConfirmByCode",
    "activate_totp": "comity.node.desk.signin.Activate",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = f"Comity {CONFIG.agency}".strip()
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Several nodes on one machine (the demo) keep their sessions apart by the cookie's name.
_suffix = hashlib.sha256(f"{CONFIG.node}{CONFIG.port}".encode()).hexdigest()[:8]
SESSION_COOKIE_NAME = f"comity_session_{_suffix}"
CSRF_COOKIE_NAME = f"comity_csrf_{_suffix}"
LANGUAGE_COOKIE_NAME = f"comity_language_{_suffix}"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.behind_tls and bool(CONFIG.node)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in CONFIG.allowed_hosts if not host.startswith("[")]
if CONFIG.behind_tls:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = CONFIG.language
LANGUAGES = [("en", _("English")), ("km", _("Khmer")), ("vi", _("Vietnamese"))]
LOCALE_PATHS = [BASE / "locale"]
FORMAT_MODULE_PATH = "comity.node.desk.formats"
TIME_ZONE = CONFIG.time_zone
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE.parent / "flows" / "maps" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MEDIA_ROOT = CONFIG.folder / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_TEMP_DIR = str(CONFIG.folder / "files") if CONFIG.node else None
DATA_UPLOAD_MAX_MEMORY_SIZE = CONFIG.limits.packet_bytes
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = None
if os.environ.get("COMITY_NODE"):
    from comity.node.logs import configure

    configure()
