"""Every setting of the registry, from the environment; importing this starts nothing."""

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import structlog
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from apps.core.addresses import networks
from bdp.databases import databases
from bdp.schema.chapters import TAGS
from bdp.schema.headers import HEADERS
from bdp.secret import secret_key

BASE_DIR = Path(__file__).resolve().parent.parent


def _listed(name: str, default: str = "") -> list[str]:
    return [item.strip() for item in os.environ.get(name, default).split(",") if item.strip()]


def _true(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


# Where and as what we run
PRODUCTION = _true("PRODUCTION")
DEBUG = False
BDP_HOME = Path(os.environ.get("BDP_HOME") or BASE_DIR / "var").absolute()
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")
ALLOWED_HOSTS = _listed("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = networks(_listed("TRUSTED_PROXIES"))
STORAGE_URL = os.environ.get("STORAGE_URL") or (BDP_HOME / "store").as_uri()
UNIPROT_URL = os.environ.get("UNIPROT_URL") or "https://ftp.uniprot.org/pub/databases/uniprot/"
OPEN_REGISTRATION = _true("OPEN_REGISTRATION")
RATE_LIMITS = os.environ.get("RATE_LIMITS", "")
WEBHOOK_ALLOW_PRIVATE = _true("WEBHOOK_ALLOW_PRIVATE")
AUDIT_SIGNING_KEY = os.environ.get("AUDIT_SIGNING_KEY", "")  # else made once, in BDP_HOME
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if PRODUCTION and not SECRET_KEY:
    raise ImproperlyConfigured("PRODUCTION needs a SECRET_KEY in the environment.")
SECRET_KEY = SECRET_KEY or secret_key(BDP_HOME)

# The house
INSTALLED_APPS = [
    "bdp",
    "apps.core",
    "apps.limiting",
    "apps.audit",
    "apps.events",
    "apps.accounts",
    "apps.organizations",
    "apps.sources",
    "apps.versions",
    "apps.dependencies",
    "apps.files",
    "apps.resolving",
    "apps.citing",
    "apps.biology",
    "apps.ingestion",
    "apps.webhooks",
    "apps.projects",
    "bdp.apps.RegistryAdminConfig",  # django.contrib.admin
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "axes",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "apps.core.middleware.believe_proxies_alone",
    "apps.core.middleware.request_context",
    "apps.core.middleware.open_to_any_origin",
    "apps.core.middleware.describe_without_showing",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "apps.core.middleware.refuse_unstorable_text",
    "apps.core.sessions.Sessions",
    "django.middleware.csrf.CsrfViewMiddleware",
    "apps.core.sessions.SignedIn",
    "apps.limiting.middleware.Limits",
    "apps.core.sessions.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "bdp.urls"
WSGI_APPLICATION = "bdp.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Data
DATABASES = databases(BDP_HOME, os.environ)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Words and times
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

# Static files: found where they lie during development, collected and hashed in the image
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles" if PRODUCTION else None
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# HTTP
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.accounts.authentication.BearerAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["apps.core.rendering.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "apps.core.rendering.OneLanguage",
    "DEFAULT_PARSER_CLASSES": ["apps.core.rendering.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "bdp.schema.operations.OperationSchema",
    "EXCEPTION_HANDLER": "apps.core.http.exception_handler",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "BDP, the registry of biological data",
    "DESCRIPTION": "Organizations publish sources; sources have immutable versions; "
    "every change leaves a trail.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DEFAULT_GENERATOR_CLASS": "bdp.schema.generator.PublishedGenerator",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PUBLIC": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "DISABLE_ERRORS_AND_WARNINGS": False,
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "StatusEnum": "apps.versions.models.STATUSES",
        "ScopeEnum": "apps.accounts.serializers.SCOPES",
    },
    "APPEND_COMPONENTS": {"headers": HEADERS},
    "TAGS": TAGS,
}

# Safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600  # seconds: a working day, from when somebody signed in
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrftoken"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_ENABLE_ADMIN = AXES_VERBOSE = False
AXES_HANDLER = "apps.accounts.locks.Counting"
AXES_USERNAME_CALLABLE = "apps.accounts.locks.whose"
AXES_LOCKOUT_CALLABLE = "apps.accounts.locks.answer"
AXES_CLIENT_IP_CALLABLE = "apps.core.addresses.client_place"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MOST_OF_A_FILE = int(os.environ.get("MOST_OF_A_FILE") or 100 * 1024**3)  # bytes
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # who selects too many rows is told so by the admin

# One structured line for one thing that happened, on stderr; a person at a terminal sees warnings
STAMPS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": STAMPS,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "bdp": {
            "handlers": ["stderr"],
            "level": "WARNING" if sys.stderr.isatty() else "INFO",
            "propagate": False,
        },
        "axes": {"handlers": [], "propagate": False},  # the trail tells who failed
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
structlog.configure(
    processors=[*STAMPS, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(),
    wrapper_class=structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
