"""Addresses: the API, login, pages without the application, and the application for all else."""

from django.apps import apps
from django.urls import include, path, re_path

from zhuke.config.api import api
from zhuke.config.views import application, health, no_such_route
from zhuke.http.routing import ByFirstSegments

urlpatterns = [
    ByFirstSegments(path("api/v1/", api.urls)),
    re_path(r"^api/", no_such_route),
    path("_allauth/", include("zhuke.modules.orgs.urls")),
    path("healthz", health),
    path("mail/", include("zhuke.commons.letters.pages")),
]
if apps.is_installed("zhuke.modules.customers"):
    urlpatterns.append(path("lead/", include("zhuke.modules.customers.pages")))
if apps.is_installed("zhuke.modules.collection"):
    urlpatterns.append(path("statement/", include("zhuke.modules.collection.pages")))
if apps.is_installed("zhuke.modules.reporting"):
    urlpatterns.append(path("survey/", include("zhuke.modules.reporting.pages")))
if apps.is_installed("zhuke.modules.library"):
    urlpatterns.append(path("share/", include("zhuke.modules.library.urls_share")))
    urlpatterns.append(path("transmittal/", include("zhuke.modules.library.urls_transmittal")))
urlpatterns.append(re_path(r"^(?!api/|_allauth/|static/|stream$).*$", application))
