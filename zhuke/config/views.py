"""The page that carries the application, and the health check."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, ensure_csrf_cookie
from django.views.decorators.http import require_safe


@lru_cache(maxsize=1)
def _index(path: Path, stamp: float) -> str:
    return path.read_text(encoding="utf-8")


@ensure_csrf_cookie
@require_safe
def application(request: HttpRequest) -> HttpResponse:
    """The built index.html with this answer's CSP nonce in it; the browser's router does the rest."""
    path = Path(settings.STATIC_ROOT) / "app" / "index.html"
    if not path.exists():
        return HttpResponse("前端尚未构建：请运行 make run，它会完成构建。", status=503, content_type="text/plain; charset=utf-8")
    html = _index(path, path.stat().st_mtime).replace("__NONCE__", str(request.csp_nonce))  # type: ignore[attr-defined]
    response = HttpResponse(html)
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@csrf_exempt
def no_such_route(request: HttpRequest) -> HttpResponse:
    """An API address that does not exist (a path with a garbled id among them), in the one shape of errors."""
    from zhuke.config.api import answer

    return answer(request, 404, "not_found", _("没有这个地址，请检查路径和编号。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The CSRF refusal in the one shape of errors."""
    from zhuke.config.api import answer

    return answer(request, 403, "csrf", "页面已过期，请刷新后重试。")
