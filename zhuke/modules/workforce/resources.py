from django.utils.translation import gettext_lazy as _

from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import Absence, Booking, Certificate, Material, PoolResource, ResourceRequest
from .services import bookings, materials, pool, requests


def is_open(request: ResourceRequest) -> bool:
    """Not answered in full yet."""
    return request.state == "open"


register(
    Resource(
        name="pool_resources",
        model=PoolResource,
        scope=OrgScope(owner="user"),
        fields=(
            "number", "name", "kind", "user", "unit", "position", "skills", "city", "phone", "capacity", "hours_per_day", "week",
            "cost_rate", "supplier", "available_from", "available_until", "tags", "remark",
        ),
        list_display=("name", "kind", "position", "skills", "unit", "city", "phone", "capacity", "week", "cost_rate"),
        list_filter=("kind", "skills", "unit", "city", "week", "supplier", "tags", "user", "available_until"),
        search_fields=("name", "number", "position", "city"),
        hint_field="position",
        masked=("cost_rate", "phone"),
        natural_key=("number", "name"),
        importable=True,
        importer=Importer(
            synonyms={
                "name": ("姓名", "班组", "设备名称"), "number": ("工号", "编号", "设备编号"),
                "position": ("岗位", "工种", "型号", "规格型号"), "unit": ("部门", "公司"), "phone": ("手机", "联系电话"),
                "cost_rate": ("工时单价", "小时成本"), "capacity": ("可用量%",),
            }
        ),
        create=pool.create_resource,
        update=pool.update_resource,
    ),
    Resource(
        name="materials",
        model=Material,
        scope=OrgScope(owner=None),
        fields=("number", "name", "spec", "measure", "price", "unit", "supplier", "tags", "remark"),
        list_display=("name", "spec", "number", "measure", "price", "unit", "supplier"),
        list_filter=("unit", "measure", "supplier", "tags"),
        search_fields=("name", "number", "spec"),
        hint_field="spec",
        masked=("price",),
        natural_key=("number", "name"),
        importable=True,
        importer=Importer(
            synonyms={
                "name": ("材料", "品名", "物资名称"), "number": ("编码", "编号", "物资编码"), "spec": ("规格", "型号"),
                "measure": ("单位", "计量"), "unit": ("公司", "部门"), "price": ("单价", "标准单价", "参考价"),
            }
        ),
        create=materials.create_material,
        update=materials.update_material,
    ),
    Resource(
        name="certificates",
        model=Certificate,
        scope=ParentScope("resource"),
        fields=("resource", "kind", "number", "issued_by", "issued_on", "expires_on", "remark"),
        list_display=("resource", "kind", "number", "issued_by", "issued_on", "expires_on"),
        list_filter=("resource", "kind", "expires_on"),
        ordering="expires_on",
        label_field="number",
        natural_key=("number",),
        importable=True,
    ),
    Resource(
        name="absences",
        model=Absence,
        scope=ParentScope("resource"),
        fields=("resource", "kind", "since", "until", "reason"),
        list_display=("resource", "kind", "since", "until", "reason"),
        list_filter=("resource", "kind", "since", "until"),
        ordering="-since",
        label_field="reason",
        create=pool.create_absence,
        update=pool.update_absence,
    ),
    Resource(
        name="resource_requests",
        model=ResourceRequest,
        scope=OrgScope(),
        fields=("project", "unit", "owner", "kind", "skills", "count", "percent", "since", "until", "role", "note"),
        readonly_fields=("wished", "state", "granted", "answer", "answered_at", "answered_by"),
        list_display=("project", "kind", "skills", "count", "granted", "since", "until", "unit", "owner", "state"),
        list_filter=("state", "project", "kind", "skills", "unit", "owner", "since"),
        label_field="note",
        create=requests.create_request,
        update=requests.update_request,
        editable=lambda row: row.state == "open" and not row.granted,
        actions=(
            Action(
                "grant", _("安排"), requests.grant,
                (
                    FieldSpec("resource", _("资源"), "ref", True, ref="pool_resources"),
                    FieldSpec("since", _("开始日期"), "date", help=_("留空则按申请")),
                    FieldSpec("until", _("结束日期"), "date", help=_("留空则按申请")),
                    FieldSpec("percent", _("占用比例"), "percent", help=_("留空则按申请"), minimum=1, maximum=100),
                    FieldSpec("note", _("说明"), "text", max_length=300),
                ),
                when=is_open,
            ),
            Action(
                "refuse", _("拒绝"), requests.refuse, (FieldSpec("reason", _("原因"), "text", True, max_length=300),), when=is_open,
                grant="grant", danger=True,
            ),
            Action("withdraw", _("撤回申请"), requests.withdraw, when=is_open, grant="update"),
        ),
    ),
    Resource(
        name="bookings",
        model=Booking,
        scope=ParentScope("resource"),
        fields=("resource", "project", "since", "until", "percent", "note"),
        readonly_fields=("request",),
        list_display=("resource", "project", "since", "until", "percent", "note"),
        list_filter=("resource", "project", "since", "until"),
        ordering="-since",
        label_field="note",
        create=bookings.create_booking,
        update=bookings.update_booking,
    ),
)  # fmt: skip
