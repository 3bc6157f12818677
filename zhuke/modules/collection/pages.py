"""The page behind the link of a statement: the figures, one button to confirm, one to object. Open to all; the signed link decides."""

from __future__ import annotations

import hashlib
from decimal import Decimal
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

from .models import Statement
from .services import papers, statements

PER_HOUR = 30  # answers from one address
LINES = 30  # of the newest on the page; the PDF has all


class AnswerForm(forms.Form):
    """What the other side says."""

    who = forms.CharField(label=_("您的姓名"), max_length=80)
    note = forms.CharField(label=_("说明或差异"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    answer = forms.ChoiceField(choices=[("agree", ""), ("object", "")])


@csrf_exempt  # whoever holds the signed link may answer; nothing of a signed-in person is touched
@require_http_methods(["GET", "POST"])
def statement(request: HttpRequest, token: str) -> HttpResponse:
    """Show the statement (GET changes nothing: mail scanners open every link), or take an answer. 404 for a link that is not ours."""
    try:
        row = statements.by_link(token)
    except NotFound as error:
        return render(request, "collection/statement.html", {"row": None, "error": error.message}, status=404)
    if request.method == "GET":
        return _page(request, row, AnswerForm())
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, 400)
    if _too_many(request):
        form.add_error(None, str(_("提交次数过多，请一小时后再试，或直接致电我们。")))
        return _page(request, row, form, 429)
    agrees = form.cleaned_data["answer"] == "agree"
    try:
        row = statements.answer_by_link(
            token, agrees=agrees, who=form.cleaned_data["who"], note=form.cleaned_data["note"], address=_address(request)
        )
    except DomainError as error:
        for name, texts in error.fields.items():
            form.add_error(name if name in form.fields else None, texts)
        if not error.fields:
            form.add_error(None, str(error.message))
        return _page(request, statements.by_link(token), form, error.status)
    return _page(request, row, AnswerForm())


@require_http_methods(["GET"])
def statement_file(request: HttpRequest, token: str) -> HttpResponse:
    """The PDF behind the same link. 404 for a link that is not ours."""
    try:
        row = statements.by_link(token)
    except NotFound as error:
        return render(request, "collection/statement.html", {"row": None, "error": error.message}, status=404)
    response = HttpResponse(papers.statement_pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{row.number}.pdf"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, row: Statement, form: AnswerForm, status: int = 200) -> HttpResponse:
    lines = [_line(line) for line in row.lines[-LINES:]]
    sums = {name: _yuan(getattr(row, name)) for name in ("opening", "increase", "decrease", "closing", "prepaid")}
    known = {"row": row, "form": form, "sums": sums, "lines": lines, "more": len(row.lines) - len(lines)}
    response = render(request, "collection/statement.html", known, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _line(line: dict[str, Any]) -> dict[str, Any]:
    sums = {name: _yuan(Decimal(line[name])) for name in ("amount", "balance")}
    return {**line, **sums, "label": statements.label_of(line["what"])}


def _yuan(value: Decimal) -> str:
    return f"{'−' if value < 0 else ''}¥{abs(value):,.2f}"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _too_many(request: HttpRequest) -> bool:
    key = f"statement:{hashlib.sha256(_address(request).encode()).hexdigest()[:32]}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > PER_HOUR


urlpatterns = [path("<str:token>", statement), path("<str:token>/pdf", statement_file)]
