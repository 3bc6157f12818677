"""The questionnaire behind the link of a report's letter: five scores and a text. Open to all; the secret in the link decides."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhuke.kernel.errors import DomainError, NotFound

from .models import SCORES, Survey
from .services import surveys

PER_HOUR = 30  # answers from one address
SCALE = [(str(n), label) for n, label in ((5, _("很满意")), (4, _("满意")), (3, _("尚可")), (2, _("不满意")), (1, _("很不满意")))]


class ScoresForm(forms.Form):
    """What the customer says."""

    remark = forms.CharField(label=_("意见和建议"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SCORES:
            label = getattr(Survey._meta.get_field(name), "verbose_name", name)
            message = {"required": _("请打分。"), "invalid_choice": _("请打分。")}
            self.fields[name] = forms.ChoiceField(label=label, choices=SCALE, widget=forms.RadioSelect, error_messages=message)

    def scores(self) -> dict[str, int]:
        """The five scores."""
        return {name: int(self.cleaned_data[name]) for name in SCORES}


@csrf_exempt  # whoever holds the link may answer; nothing of a signed-in person is touched
@require_http_methods(["GET", "POST"])
def survey(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions (GET changes nothing: mail scanners open every link), or take the answer. 404 for a link that is not ours."""
    try:
        row = surveys.by_token(token)
    except NotFound as error:
        return _page(request, None, None, 404, str(error.message))
    if request.method == "GET" or row.state == "answered":
        return _page(request, row, ScoresForm(), 200 if request.method == "GET" else 409)
    form = ScoresForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 400)
    if _too_many(request):
        form.add_error(None, str(_("提交次数过多，请一小时后再试。")))
        return _page(request, row, form, 429)
    try:
        row = surveys.answer(token, form.scores(), form.cleaned_data["remark"], str(request.META.get("REMOTE_ADDR", "")))
    except DomainError as error:
        form.add_error(None, str(error.message))
        return _page(request, row, form, error.status)
    return _page(request, row, form)


def _page(request: HttpRequest, row: Survey | None, form: ScoresForm | None, status: int = 200, error: str = "") -> HttpResponse:
    questions = [form[name] for name in SCORES] if form else []
    known = {"row": row, "form": form, "questions": questions, "error": error, "answered": row is not None and row.state == "answered"}
    response = render(request, "reporting/survey.html", known, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def _too_many(request: HttpRequest) -> bool:
    key = f"survey:{hashlib.sha256(str(request.META.get('REMOTE_ADDR', '')).encode()).hexdigest()[:32]}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > PER_HOUR


urlpatterns = [path("<str:token>", survey)]
