"""Django's settings. What differs between installations comes from the typed environment (env.py)."""

from pathlib import Path

from csp.constants import NONCE, SELF

from zhuke.config.env import Env
from zhuke.config.worker import by_current_configuration

ENV = Env.read()
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = list(ENV.hosts)
BASE_URL = ENV.url
DATA = ENV.data

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.headless",
    "csp",
    "zhuke.kernel",
    "zhuke.commons.tailoring",
    "zhuke.commons.bulk",
    "zhuke.commons.jobs",
    "zhuke.commons.exports",
    "zhuke.commons.files",
    "zhuke.commons.comments",
    "zhuke.commons.tags",
    "zhuke.commons.views",
    "zhuke.commons.team",
    "zhuke.commons.search",
    "zhuke.commons.calendars",
    "zhuke.commons.automation",
    "zhuke.commons.letters",
    "zhuke.commons.webhooks",
    "zhuke.commons.todos",
    "zhuke.commons.audit",
    "zhuke.commons.switches",
    "zhuke.commons.approvals",
    "zhuke.modules.orgs",
    "zhuke.modules.orgs.handover",
    "zhuke.commons.notify",
    "zhuke.commons.numbering",
    "zhuke.commons.imports",
    "zhuke.commons.workbench",
    "zhuke.commons.suggestions",
    "zhuke.modules.customers",
    "zhuke.modules.sales",
    "zhuke.modules.quotes",
    "zhuke.modules.diary",
    "zhuke.modules.contracts",
    "zhuke.modules.billing",
    "zhuke.modules.collection",
    "zhuke.modules.projects",
    "zhuke.modules.expenses",
    "zhuke.modules.workforce",
    "zhuke.modules.planning",
    "zhuke.modules.effort",
    "zhuke.modules.bim",
    "zhuke.modules.changes",
    "zhuke.modules.library",
    "zhuke.modules.control",
    "zhuke.modules.reporting",
    "zhuke.connectors.sign_in",
    "zhuke.connectors.wecom",
    "zhuke.demo",
]

MIDDLEWARE = [
    "zhuke.config.middleware.RequestId",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhuke.modules.orgs.login.SessionSeen",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "zhuke.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "csp.context_processors.nonce"]},
    }
]
DATABASES = {"default": ENV.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kernel_cache"}}

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "zhuke.modules.orgs.passwords.PasswordRules"}]
ACCOUNT_ADAPTER = "zhuke.modules.orgs.login.Adapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip", "change_password": "5/m/user", "reauthenticate": "10/m/user"}
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {"account_reset_password_from_key": f"{ENV.url}/login/reset/{{key}}"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "筑客"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "zhuke.modules.orgs.login.SecondFactor"
SOCIALACCOUNT_ADAPTER = "zhuke.modules.orgs.social.SocialAdapter"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
PRIVATE_HOSTS = ENV.private_hosts
USERSESSIONS_TRACK_ACTIVITY = True

SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
CSRF_FAILURE_VIEW = "zhuke.config.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [ENV.url]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # a file's preview stands in a frame of our own page
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE, "'wasm-unsafe-eval'"],
        "style-src-elem": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:"],
        "worker-src": [SELF, "blob:"],
        "connect-src": [SELF, "blob:"],
        "object-src": [SELF],
        "frame-src": [SELF, "blob:"],
        "frame-ancestors": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True
LOCALE_PATHS = [PACKAGE / "locale"]

STATIC_URL = "/static/"
STATICFILES_DIRS: list[str] = []
WHITENOISE_ROOT = None
WHITENOISE_USE_FINDERS = False
STATIC_ROOT = PACKAGE / "static"
WHITENOISE_MAX_AGE = 0
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+/assets/.+$"

MEDIA_ROOT = ENV.data / "files"
if ENV.files:
    STORAGES = {
        "default": {"BACKEND": "zhuke.config.object_store.ObjectStore", "OPTIONS": {"address": ENV.files}},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
BIM_MEMORY_MB, BIM_SECONDS = ENV.bim_memory, ENV.bim_seconds
FILE_UPLOAD_HANDLERS = ["zhuke.commons.files.upload.LimitedUpload"]

DEFAULT_FROM_EMAIL = ENV.from_email
globals().update(ENV.email)

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["zhuke.config.schedule"]
PROCRASTINATE_WORKER_DEFAULTS = {"task_middleware": [by_current_configuration]}

NINJA_NUM_PROXIES = None
NINJA_PAGINATION_MAX_LIMIT = 200

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}},
}
