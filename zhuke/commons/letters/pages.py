"""The page behind the link in commercial letters: one sentence and one button, open to all, nothing but the link decides for whom."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .services import optouts


@csrf_exempt  # mail programs send the one-click POST of RFC 8058 by themselves; the signed link is all that counts
@require_http_methods(["GET", "POST"])
def opt_out(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (GET: mail scanners open every link, so it changes nothing), or take the address off (POST). 404 for a link that is not ours."""
    address = optouts.address_of(token)
    if address is None:
        return render(request, "letters/out.html", {"address": None}, status=404)
    if request.method == "POST":
        optouts.opt_out_by_link(address)
    done = request.method == "POST" or bool(optouts.opted_out([address]))
    return render(request, "letters/out.html", {"address": address, "done": done})


urlpatterns = [path("out/<str:token>", opt_out)]
