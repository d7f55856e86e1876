"""All settings, read from the environment by the strict helpers in `environment.py`.

COMMUNITY_MODE decides how much is asked for: production asks for everything, the other modes have safe defaults
that keep a fresh clone working with SQLite and nothing else. The README's table names every variable.
"""

from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import gettext_lazy as _

from community import environment
from community.wagtail_settings import *  # noqa: F403

BASE_DIR = Path(__file__).resolve().parent.parent
MODE = environment.read_mode()
IS_PRODUCTION = MODE == "production"
IS_DEMO = MODE == "demo"
DEBUG = MODE == "development"

DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

# -- Who we are and where we are reached
SITE_URL = environment.site_url(None if IS_PRODUCTION else "http://127.0.0.1:8000")
SECRET_KEY = environment.secret_key(
    default=None if IS_PRODUCTION else "not-secret-for-demo-development-and-tests-only-0123456789"
)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", None if IS_PRODUCTION else "127.0.0.1,localhost,[::1],testserver")
OPERATOR = {
    "name": environment.text("OPERATOR_NAME", None if IS_PRODUCTION else "Zespół demonstracyjny społeczności PIM"),
    "email": environment.text("OPERATOR_EMAIL", None if IS_PRODUCTION else "kontakt@demo.example"),
    "phone": environment.text("OPERATOR_PHONE", None if IS_PRODUCTION else "+48 000 000 000"),
    "address": environment.text("OPERATOR_ADDRESS", None if IS_PRODUCTION else "ul. Przykładowa 1, 00-000 Przykład"),
}

# -- Applications, the higher above the lower
INSTALLED_APPS = [
    "community",
    "resources",
    "forum",
    "community.moderation",
    "community.following",
    "community.catalogue",
    "community.tags",
    "community.spaces",
    "community.letters",
    "community.notifications",
    "community.people",
    "community.live",
    "community.files",
    "community.base",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "channels",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "modelcluster",
    "taggit",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "community.base.middleware.PolicyMiddleware",
    "community.base.middleware.BodyLimitMiddleware",
    "community.people.middleware.SessionKeyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "community.people.middleware.PersonMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "community.base.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "community.urls"
WSGI_APPLICATION = "community.wsgi.application"
ASGI_APPLICATION = "community.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "environment": "community.jinja.environment",
            "context_processors": [
                "community.frame.frame",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "django"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- What is kept where
_EMBEDDED = None if IS_PRODUCTION else f"sqlite:///{DATA_DIR / MODE}.sqlite3"
DATABASES = {"default": environment.database(_EMBEDDED)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": environment.cache(prefix="community")}
LIVE_REDIS_URL = environment.text("REDIS_URL", "")  # checked above, with the cache
LIVE_DRAIN_SECONDS = environment.number("LIVE_DRAIN_SECONDS", 4 if IS_PRODUCTION else 1)
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"
ACCEL_PREFIX = environment.text("ACCEL_PREFIX", "")
STATIC_ROOT = DATA_DIR / "static"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "community.base.storage.HashedStaticFiles"
        if MODE in ("production", "demo")
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend"
        if environment.choice("TASKS", ("database", "immediate"), "database" if IS_PRODUCTION else "immediate")
        == "database"
        else "django_tasks.backends.immediate.ImmediateBackend",
    }
}
# What is done by the clock (base.rounds): by a thread of the server, or apart by `manage.py rounds`.
ROUNDS = environment.choice("ROUNDS", ("inside", "apart"), "apart" if MODE in ("production", "test") else "inside")
POSTING_LIMITS = environment.choice("POSTING_LIMITS", ("on", "off"), "off" if MODE == "test" else "on") == "on"

# -- Mail
vars().update(environment.mail(None if IS_PRODUCTION else f"file://{DATA_DIR / 'mail'}"))
DEFAULT_FROM_EMAIL = environment.text(
    "MAIL_FROM", None if IS_PRODUCTION else "Społeczność PIM <spolecznosc@demo.example>"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = ""
MAIL_DOMAIN = DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">") or "localhost"  # of Message-ID and List-Id
LETTERS_A_MINUTE = environment.number("LETTERS_A_MINUTE", 300)  # 0: none go out

# -- Languages: Polish without a prefix, English under /en/
LANGUAGE_CODE = "pl"
LANGUAGES = [("pl", _("Polish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "community" / "locale", BASE_DIR / "community" / "locale_libraries"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

# -- Accounts: the mail address is the login; accounts start from an invitation only
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["community.people.backends.PersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "community.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 1800
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = False if MODE == "test" else {"request_login_code": "20/m/ip,3/m/key,10/h/key"}
ACCOUNT_FORMS = {
    "login": "community.people.account_forms.LoginForm",
    "request_login_code": "community.people.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "community.people.account_forms.ConfirmLoginCodeForm",
    "add_email": "community.people.account_forms.AddEmailForm",
    "reset_password": "community.people.account_forms.ResetPasswordForm",
    "reset_password_from_key": "community.people.account_forms.ResetPasswordKeyForm",
    "change_password": "community.people.account_forms.ChangePasswordForm",
    "set_password": "community.people.account_forms.SetPasswordForm",
    "reauthenticate": "community.people.account_forms.ReauthenticateForm",
}
MFA_ADAPTER = "community.people.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "community.people.account_forms.AuthenticateForm",
    "reauthenticate": "community.people.account_forms.ReauthenticateCodeForm",
    "activate_totp": "community.people.account_forms.ActivateCodeForm",
    "add_webauthn": "community.people.account_forms.AddKeyForm",
    "edit_webauthn": "community.people.account_forms.EditKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Społeczność PIM"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_PRODUCTION

# -- What browsers are told
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}
# Wagtail's admin, for editors: it writes scripts and styles inline, and shows previews in frames.
ADMIN_PATH = "/cms/"
ADMIN_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "community.people.sessions"
SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 60
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "community.base.refusals.csrf_refused"
CSRF_TRUSTED_ORIGINS = [SITE_URL]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
if IS_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # nginx replaces X-Forwarded-For by the visitor's address
    SECURE_SSL_REDIRECT = SITE_URL.startswith("https://")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"

# -- Wagtail (what is the same everywhere: wagtail_settings.py)
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

# -- Logs: one line an event, to standard error
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["console"],
        "level": environment.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "WARNING"),
    },
}
