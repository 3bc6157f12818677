"""The lead form of the firm's website: one plain page of a few KB, and the endpoint behind it. Open to all, so guarded."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django import forms
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from zhuke.kernel.access import system
from zhuke.kernel.audit import writing
from zhuke.kernel.errors import DomainError
from zhuke.modules.orgs.models import Unit

from .domain.contact_points import parse_phone
from .models import Lead
from .services.leads import record_lead

WEBSITE = system("官网留言")
PER_HOUR = 5  # leads from one address
PER_DAY = 300  # leads in all: a flood must not fill the sales team's list
FASTEST = dt.timedelta(seconds=3)  # a person needs longer to fill the form
OLDEST = dt.timedelta(hours=12)


class LeadForm(forms.Form):
    """What a visitor leaves. ``homepage`` is a trap that people do not see; ``stamp`` proves when the page was opened."""

    company = forms.CharField(label=_("单位名称"), max_length=120)
    contact_name = forms.CharField(label=_("联系人"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=30)
    email = forms.EmailField(label=_("邮箱"), required=False)
    region = forms.CharField(label=_("项目所在地"), max_length=40, required=False)
    message = forms.CharField(label=_("想了解什么"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    homepage = forms.CharField(required=False)
    stamp = forms.CharField()
    unit = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_phone(self) -> str:
        """A number that can be called."""
        point = parse_phone(self.cleaned_data["phone"])
        if point.problem:
            raise forms.ValidationError(point.problem)
        return point.value


@csrf_exempt  # the form may stand on the firm's own website; it carries a signed stamp instead and changes nothing of a signed-in person
@xframe_options_exempt
@require_http_methods(["GET", "POST"])
def lead_form(request: HttpRequest) -> HttpResponseBase:
    """Show the form, or take a lead: 200 with thanks, 400 with the fields' errors, 429 when too many came."""
    if request.method == "GET":
        return _page(request, LeadForm(initial={"stamp": _stamp(), "unit": request.GET.get("unit", "")}))
    form = LeadForm(request.POST)
    if not form.is_valid():
        return _page(request, form, 400)
    if form.cleaned_data["homepage"]:
        return _page(request, None)  # a robot filled the trap: it learns nothing, and nothing is kept
    if problem := _stamp_problem(form.cleaned_data["stamp"]):
        form.add_error(None, problem)
        return _page(request, form, 400)
    if _too_many(request):
        form.add_error(None, str(_("提交次数过多，请一小时后再试，或直接致电我们。")))
        return _page(request, form, 429)
    try:
        _take(form.cleaned_data)
    except DomainError as error:
        for name, texts in error.fields.items():
            form.add_error(name if name in form.fields else None, texts)
        return _page(request, form, 400)
    return _page(request, None)


def _take(data: dict[str, Any]) -> Lead:
    unit = Unit.objects.filter(code=data["unit"], active=True).first() if data["unit"] else None
    unit = unit or Unit.objects.get(kind="group")
    known = {name: data[name] for name in ("company", "contact_name", "phone", "email", "region", "message")}
    with writing(WEBSITE, "website"):
        recent = timezone.now() - dt.timedelta(days=1)
        same = Lead.objects.filter(company=known["company"], phone=known["phone"], message=known["message"], created_at__gt=recent).first()
        return same or record_lead(WEBSITE, unit_id=unit.pk, owner_id=unit.manager_id, source="website", **known)


def _page(request: HttpRequest, form: LeadForm | None, status: int = 200) -> HttpResponse:
    return render(request, "customers/lead.html", {"form": form}, status=status)


def _stamp() -> str:
    return signing.dumps(timezone.now().timestamp(), salt="lead")


def _stamp_problem(stamp: str) -> str:
    try:
        age = timezone.now() - dt.datetime.fromtimestamp(signing.loads(stamp, salt="lead"), dt.UTC)
    except signing.BadSignature:
        age = OLDEST
    if age >= OLDEST:
        return str(_("页面已过期，请刷新后重新填写。"))
    return str(_("提交得太快了，请稍等几秒再试。")) if age < FASTEST else ""


def _too_many(request: HttpRequest) -> bool:
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:32]
    hour = f"lead:{address}:{timezone.now():%Y%m%d%H}"
    cache.add(hour, 0, 3700)
    if cache.incr(hour) > PER_HOUR:
        return True
    return Lead.objects.filter(source="website", created_at__date=timezone.localdate()).count() >= PER_DAY


urlpatterns = [path("", lead_form)]
