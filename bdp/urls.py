"""The whole URL space on a page."""

from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, register_converter
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from apps.accounts.api import MeViewSet as Me
from apps.accounts.api import TokenViewSet as Tokens
from apps.audit.api import TrailLogViewSet as TrailLog
from apps.audit.api import TrailViewSet as Trail
from apps.biology.api import ChangesViewSet as Changes
from apps.biology.api import ProteinViewSet as Proteins
from apps.citing.api import CitationViewSet as Citations
from apps.citing.api import ExportViewSet as Exports
from apps.citing.api import PrefixViewSet as Prefixes
from apps.core import http
from apps.dependencies.api import DependencyViewSet as Dependencies
from apps.events.api import EventViewSet as Events
from apps.files.api import ChecksumViewSet as Checksums
from apps.files.api import FileViewSet as Files
from apps.ingestion.api import JobViewSet as Jobs
from apps.organizations.api import OrganizationViewSet as Organizations
from apps.projects.api import ManifestViewSet as Manifests
from apps.projects.api import ProjectLockViewSet as ProjectLocks
from apps.projects.api import ProjectViewSet as Projects
from apps.projects.api import ReconciliationViewSet as Reconciliations
from apps.resolving.api import LockViewSet as Locks
from apps.sources.api import SearchViewSet as Search
from apps.sources.api import SourceViewSet as Sources
from apps.versions.api import StatisticsViewSet as Statistics
from apps.versions.api import VersionViewSet as Versions
from apps.webhooks.api import WebhookViewSet as Webhooks
from bdp import health
from bdp.pages import projects as project_pages
from bdp.pages import searching, signing, views
from bdp.pages.addresses import Owner
from bdp.pages.answers import without_slash

handler400 = http.bad_request
handler403 = http.permission_denied
handler404 = http.page_not_found
handler500 = http.server_error

register_converter(Owner, "owner")

DOCS = "/api/v1/docs"
Routes = list[URLPattern | URLResolver]
COLLECTION: dict[str, Any] = {"get": "list", "post": "create"}
ITEM: dict[str, Any] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

organizations = [
    path("", Organizations.as_view(COLLECTION), name="organizations"),
    path("/<str:organization>", Organizations.as_view(ITEM), name="organization"),
    path("/<str:organization>/audit", Organizations.as_view({"get": "history"})),
    path("/<str:organization>/statistics", Statistics.as_view({"get": "organization"})),
    path("/<str:organization>/members", Organizations.as_view({"get": "members"})),
    path(
        "/<str:organization>/members/<str:username>",
        Organizations.as_view({"get": "member", "put": "set_member", "delete": "remove_member"}),
    ),
]
# a publisher's name may hold a slash: the verbs come first, and a version takes the rest
versions = [
    path("", Versions.as_view(COLLECTION), name="versions"),
    path("/<path:version>/audit", Versions.as_view({"get": "history"})),
    path("/<path:version>/dependencies", Dependencies.as_view({"get": "list", "put": "set"})),
    path("/<path:version>/dependents", Dependencies.as_view({"get": "dependents"})),
    path("/<path:version>/files", Files.as_view({"get": "list"})),
    path("/<path:version>/files/<str:format>", Files.as_view({"get": "retrieve", "put": "update"})),
    path("/<path:version>/SHA256SUMS", Files.as_view({"get": "sums"})),
    path("/<path:version>/citation", Citations.as_view({"get": "retrieve"})),
    path("/<path:version>/changelog", Changes.as_view({"get": "changelog"})),
    path("/<path:version>/changes", Changes.as_view({"get": "changes"})),
    path("/<path:version>/publish", Versions.as_view({"post": "publish"})),
    path("/<path:version>/deprecate", Versions.as_view({"post": "deprecate"})),
    path("/<path:version>/yank", Versions.as_view({"post": "yank"})),
    path("/<path:version>/unyank", Versions.as_view({"post": "unyank"})),
    path("/<path:version>", Versions.as_view(ITEM), name="version"),
]
webhooks = [
    path("", Webhooks.as_view(COLLECTION), name="webhooks"),
    path("/<uuid:webhook_id>", Webhooks.as_view(ITEM), name="webhook"),
    path("/<uuid:webhook_id>/rotate", Webhooks.as_view({"post": "rotate"})),
    path("/<uuid:webhook_id>/deliveries", Webhooks.as_view({"get": "deliveries"})),
    path(
        "/<uuid:webhook_id>/deliveries/<uuid:delivery_id>/redeliver",
        Webhooks.as_view({"post": "redeliver"}),
    ),
]
sources: Routes = [
    path("", Sources.as_view(COLLECTION), name="sources"),
    path("/<str:organization>/<str:source>", Sources.as_view(ITEM), name="source"),
    path("/<str:organization>/<str:source>/audit", Sources.as_view({"get": "history"})),
    path("/<str:organization>/<str:source>/archive", Sources.as_view({"post": "archive"})),
    path("/<str:organization>/<str:source>/unarchive", Sources.as_view({"post": "unarchive"})),
    path("/<str:organization>/<str:source>/diff", Changes.as_view({"get": "diff"})),
    path("/<str:organization>/<str:source>/versions", include(versions)),
]
projects: Routes = [
    path("", Projects.as_view(COLLECTION), name="projects"),
    path("/<str:owner>/<str:name>", Projects.as_view(ITEM), name="project"),
    path("/<str:owner>/<str:name>/audit", Projects.as_view({"get": "history"})),
    path(
        "/<str:owner>/<str:name>/manifest",
        Manifests.as_view({"get": "retrieve", "put": "update"}),
    ),
    path(
        "/<str:owner>/<str:name>/lock", ProjectLocks.as_view({"get": "retrieve", "put": "update"})
    ),
    path("/<str:owner>/<str:name>/locks", ProjectLocks.as_view({"get": "list"})),
    path("/<str:owner>/<str:name>/reconcile", Reconciliations.as_view({"post": "create"})),
    path("/<str:owner>/<str:name>/reconciliations", Reconciliations.as_view({"get": "list"})),
    path(
        "/<str:owner>/<str:name>/reconciliations/<uuid:reconciliation_id>",
        Reconciliations.as_view({"get": "retrieve"}),
    ),
]
api: Routes = [
    path("organizations", include(organizations)),
    path("sources", include(sources)),
    path("projects", include(projects)),
    path("search", Search.as_view({"get": "list"}), name="search"),
    path("search/suggestions", Search.as_view({"get": "suggestions"})),
    path("proteins", Proteins.as_view({"get": "list"}), name="proteins"),
    path("proteins/<str:accession>", Proteins.as_view({"get": "retrieve"})),
    path("checksums/<str:sha256>", Checksums.as_view({"get": "list"})),
    path("resolve", Locks.as_view({"post": "resolve"})),
    path("locks/verify", Locks.as_view({"post": "verify"})),
    path("locks/citation", Exports.as_view({"post": "citation"})),
    path("locks/ro-crate", Exports.as_view({"post": "crate"})),
    path("locks/licenses", Exports.as_view({"post": "licenses"})),
    path("locks/pooch", Exports.as_view({"post": "pooch"})),
    path("prefixes", Prefixes.as_view({"get": "list"})),
    path("audit", Trail.as_view({"get": "list"}), name="audit"),
    path("audit/erasures", Trail.as_view({"post": "erase"})),
    path("jobs", Jobs.as_view({"get": "list"}), name="jobs"),
    path("jobs/<uuid:job_id>", Jobs.as_view({"get": "retrieve"})),
    path("audit/checkpoint", TrailLog.as_view({"get": "checkpoint"})),
    path("audit/consistency", TrailLog.as_view({"get": "consistency"})),
    path("audit/keys", TrailLog.as_view({"get": "keys"})),
    path("audit/<uuid:audit_id>/proof", TrailLog.as_view({"get": "proof"})),
    path("events", Events.as_view({"get": "list"}), name="events"),
    path("webhooks", include(webhooks)),
    path("me", Me.as_view({"get": "retrieve"}), name="me"),
    path("me/permissions", Me.as_view({"get": "permissions"})),
    path("tokens", Tokens.as_view({"get": "list", "post": "create"}), name="tokens"),
    path("tokens/<uuid:token_id>", Tokens.as_view({"get": "retrieve", "delete": "destroy"})),
    path("tokens/<uuid:token_id>/rotate", Tokens.as_view({"post": "rotate"})),
    path("stats", Statistics.as_view({"get": "retrieve"}), name="stats"),
    path("schema", SpectacularJSONAPIView.as_view(), name="schema"),
    path("docs", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
]

# the words of our own come first: no organization is called so
pages: Routes = [
    path("", views.first_page, name="first_page"),
    path("search", searching.search, name="search_page"),
    path("search/", without_slash),
    path("projects", project_pages.projects, name="project_pages"),
    path("projects/", without_slash),
    path("projects/sign-in", signing.sign_in, name="sign_in"),
    path("projects/sign-out", signing.sign_out, name="sign_out"),
    path("projects/<str:owner>/<str:name>", project_pages.project),
    path("<owner:organization>", views.organization),
    path("<owner:organization>/", without_slash),
    path("<owner:organization>/<str:source>", views.source),
    path("<owner:organization>/<str:source>/", without_slash),
    path("<owner:organization>/<str:source>/<path:version>", views.version),
]

urlpatterns = [
    path("api/v1/", include(api)),
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("admin/", admin.site.urls),
    path("favicon.ico", RedirectView.as_view(url="/static/bdp.svg")),  # asked for everywhere
    path("admin", RedirectView.as_view(url="/admin/")),
    path("api", RedirectView.as_view(url=DOCS)),
    path("docs", RedirectView.as_view(url=DOCS)),
    path("docs/", RedirectView.as_view(url=DOCS)),
    path("", include(pages)),
]
