"""The one API: who is asking, how errors are answered, which routers there are."""

import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from zhuke.config.object_store import StoreUnavailable
from zhuke.http.routes import all_routers, encode
from zhuke.kernel import config
from zhuke.kernel.errors import DomainError, NotAllowed
from zhuke.kernel.ports import actors
from zhuke.modules.orgs.login import must_change_password

log = logging.getLogger("zhuke.api")


# Changing it and signing out lie below /_allauth/.
WITH_FIRST_PASSWORD = ("/api/v1/me",)


class Session(APIKeyCookie):
    """The browser's session cookie, with CSRF check on unsafe methods."""

    param_name = "sessionid"

    def _get_key(self, request: HttpRequest) -> str | None:
        if self.param_name not in request.COOKIES:
            return None
        if check_csrf(request):
            raise NotAllowed("csrf", _("页面已过期，请刷新后重试。"))
        return request.COOKIES[self.param_name]

    def authenticate(self, request: HttpRequest, key: str | None) -> Any:
        """Put the actor of the signed-in person on the request."""
        if not request.user.is_authenticated:
            return None
        if must_change_password(request) and request.path_info not in WITH_FIRST_PASSWORD:
            raise NotAllowed("must_change_password", _("首次登录请先修改密码，然后再继续。"))
        config.refresh()
        request.actor = actors().for_user(request.user)  # type: ignore[attr-defined]
        return request.actor  # type: ignore[attr-defined]


class Token(HttpBearer):
    """A personal API token."""

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Put the actor of the token on the request."""
        if not token.startswith("zk_"):
            return None
        config.refresh()
        actor = actors().for_token(token)
        if actor:
            request.actor = actor  # type: ignore[attr-defined]
        return actor


api = NinjaAPI(title="筑客 API", version="1", auth=[Token(), Session()], docs_url=None, openapi_url="/openapi.json")


def answer(request: HttpRequest, status: int, code: str, message: Any, fields: Any = None, data: Any = None) -> HttpResponse:
    """An error in the one shape."""
    body = {"code": code, "message": str(message), "fields": fields or {}, "data": data or {}, "request_id": getattr(request, "id", "")}
    return HttpResponse(encode(body), status=status, content_type="application/json; charset=utf-8")


@api.exception_handler(DomainError)
def domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    """A broken rule."""
    return answer(request, error.status, error.code, error.message, error.fields, error.data)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    """Nobody we know."""
    return answer(request, 401, "not_signed_in", _("登录已失效，请重新登录。"))


@api.exception_handler(ValidationError)
def wrong_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """An input of the wrong shape."""
    fields: dict[str, list[str]] = {}
    for problem in error.errors:
        name = ".".join(str(part) for part in problem["loc"][1:] if part not in ("body", "params")) or "__all__"
        fields.setdefault(name, []).append(sentence(problem))
    return answer(request, 422, "invalid_input", _("有内容的格式不对，请看标出的字段。"), fields)


SENTENCES = {
    "missing": gettext_noop("请填写此项。"),
    "extra_forbidden": gettext_noop("没有这个字段。"),
    "string_too_long": gettext_noop("内容太长，最多 {max_length} 个字。"),
    "string_type": gettext_noop("应为文字。"),
    "uuid_parsing": gettext_noop("没有找到所选内容，请重新选择。"),
    "date_from_datetime_parsing": gettext_noop("日期应写成 2026-11-21。"),
    "date_parsing": gettext_noop("日期应写成 2026-11-21。"),
    "datetime_from_date_parsing": gettext_noop("时间应写成 2026-11-21T09:30:00+08:00。"),
    "timezone_aware": gettext_noop("时间要带时区，例如 +08:00。"),
    "int_parsing": gettext_noop("应为整数。"),
    "decimal_parsing": gettext_noop("应为数字。"),
    "decimal_max_places": gettext_noop("最多 {decimal_places} 位小数。"),
    "greater_than_equal": gettext_noop("不能小于 {ge}。"),
    "less_than_equal": gettext_noop("不能大于 {le}。"),
    "json_invalid": gettext_noop("内容不是有效的 JSON。"),
}


def sentence(problem: dict[str, Any]) -> str:
    """A sentence for people out of Pydantic's report."""
    text = SENTENCES.get(problem["type"])
    if text is None:
        return problem["msg"] if problem["type"] in ("nul", "year") else _("格式不对，请改正。")
    return _(text).format(**(problem.get("ctx") or {}))


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    """A body over the limit."""
    return answer(request, 413, "too_big", _("提交的内容太大，请减小后重试。"))


@api.exception_handler(HttpError)
@api.exception_handler(BadRequest)
def bad_request(request: HttpRequest, error: Exception) -> HttpResponse:
    """A body that cannot be read; or the CSRF token is missing, which Ninja tells the same way."""
    if getattr(error, "status_code", 400) == 403:
        return answer(request, 403, "csrf", _("页面已过期，请刷新后重试。"))
    return answer(request, 400, "bad_request", _("请求内容无法读取，请检查格式。"))


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    """No such address."""
    return answer(request, 404, "not_found", _("没有这个地址。"))


@api.exception_handler(StoreUnavailable)
def no_files(request: HttpRequest, error: StoreUnavailable) -> HttpResponse:
    """The object store of the files does not answer."""
    log.error("request %s: files are out of reach: %s", getattr(request, "id", ""), error)
    return answer(request, 503, "files_unavailable", _("文件存储暂时连不上，文件没有存取成功。请稍后重试；如一直这样，请告诉管理员。"))


@api.exception_handler(Exception)
def bug(request: HttpRequest, error: Exception) -> HttpResponse:
    """Anything else is a bug: logged with the request id, which the screen shows."""
    log.exception("request %s failed", getattr(request, "id", ""), exc_info=error)
    return answer(request, 500, "internal", _("系统出错了，我们已记录。请稍后重试；如仍出现，请把编号告诉管理员。"))


def mount() -> None:
    """Add the routers of the kernel and of every app that has an ``api`` module with a list ``routers``."""
    for app in apps.get_app_configs():
        if app.name.startswith("zhuke.") and find_spec(f"{app.name}.api"):
            for prefix, router in import_module(f"{app.name}.api").routers:
                api.add_router(prefix, router)
    for prefix, router in all_routers():
        api.add_router(prefix, router)


mount()
