from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.kernel.access import OrgScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Resource, register

from .models import Document, DocumentVersion, Folder, FolderTemplate, Transmittal
from .scopes import LibraryScope
from .services import access, documents, folders, linking, locks, reviewing, sending, versions


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: not row.archived_at and row.status in states


def _here(row: Any) -> bool:
    return not row.archived_at


def _state(*states: str) -> Callable[[Any], bool]:
    return lambda row: not row.archived_at and row.state in states


def _reason(label: Any = _("原因")) -> FieldSpec:
    return FieldSpec("reason", label, "text", True, max_length=300)


FOLDER = FieldSpec("folder", _("文件夹"), "ref", True, ref="folders")
MAIL = FieldSpec(
    "mail", _("用邮件发送链接"), "yesno", default=True, help=_("有邮箱的收件人会收到带封面的邮件；系统没有配置发信时，请复制链接发给对方")
)
DAYS = FieldSpec("days", _("链接有效天数"), "integer", minimum=1, maximum=90, help=_("1 到 90 天，留空为 7 天"))

register(
    Resource(
        name="folders",
        model=Folder,
        scope=LibraryScope(),
        fields=("name", "parent", "position"),
        readonly_fields=("kind", "project", "customer", "unit", "restricted"),
        list_display=("name", "parent", "kind", "project", "customer", "restricted", "updated_at"),
        list_filter=("kind", "parent", "project", "customer", "unit", "restricted"),
        ordering="position,name",
        create=folders.create_folder,
        update=folders.update_folder,
        actions=(
            Action("move", _("移动"), folders.move, (FieldSpec("parent", _("上级文件夹"), "ref", True, ref="folders"),),
                when=lambda row: _here(row) and row.parent_id is not None, grant="update"),
            Action("apply_template", _("套用文件夹模板"), folders.apply_template,
                (FieldSpec("template", _("模板"), "ref", True, ref="folder_templates"),), when=_here, grant="create"),
            Action("manage", _("管理访问权限"), access.set_restricted,
                (FieldSpec("restricted", _("仅限指定人员"), "yesno", True),), when=_here, hidden=True),
        ),
    ),
    Resource(
        name="folder_templates",
        model=FolderTemplate,
        scope=CompanyScope(),
        fields=("name", "unit", "paths", "for_projects", "active"),
        list_display=("name", "unit", "for_projects", "active", "updated_at"),
        list_filter=("unit", "for_projects", "active"),
        create=folders.save_template,
        update=folders.save_template,
    ),
    Resource(
        name="documents",
        model=Document,
        scope=LibraryScope("folder"),
        fields=("name", "folder", "kind", "tags", "owner", "note", "expires_on", "discipline", "drawing_number", "scale",
            "drawing_status"),
        readonly_fields=("number", "project", "customer", "unit", "status", "status_note", "current", "revision", "released_number",
            "released_on", "size", "file_type", "file", "previewable", "checked_out_by", "checked_out_at", "checked_out_until",
            "replaced_by"),
        list_display=("name", "number", "kind", "status", "current", "revision", "owner", "folder", "project", "size", "updated_at"),
        list_filter=("folder", "project", "customer", "kind", "status", "tags", "owner", "unit", "discipline", "drawing_number",
            "drawing_status", "file_type", "checked_out_by", "expires_on", "released_on", "current", "revision"),
        search_fields=("name", "number", "drawing_number", "tags", "note"),
        hint_field="number",
        create=documents.register,
        update=documents.edit,
        editable=lambda row: row.status != "void",
        actions=(
            Action("check_out", _("签出"), locks.check_out,
                (FieldSpec("hours", _("小时数"), "integer", minimum=1, maximum=720, help=_("留空为 72 小时，到期自动解除")),),
                when=_in(*locks.STATUSES), grant="update"),
            Action("cancel_check_out", _("取消签出"), locks.cancel, when=lambda row: row.checked_out_by_id is not None, grant="update"),
            Action("submit", _("送审"), reviewing.submit, when=_in("draft"), bulk=True),
            Action("release", _("发布"), documents.release, (FieldSpec("note", _("说明"), "text", max_length=300),),
                when=_in("draft"), bulk=True, confirm=_("发布后，当前版本即为有效版本，旧的发布版本自动标为“已被替代”。")),
            Action("new_revision", _("新建版次"), documents.new_revision, when=_in("released"), grant="update"),
            Action("make_current", _("恢复此版本"), versions.make_current,
                (FieldSpec("number", _("版本号"), "integer", True, minimum=1, maximum=10_000),), when=_in(*locks.STATUSES), grant="update",
                hidden=True),
            Action("move", _("移动"), documents.move, (FOLDER,), when=_here, grant="update", bulk=True),
            Action("copy_to", _("复制到"), documents.copy_to, (FOLDER,), when=_here, grant="create", bulk=True),
            Action("supersede", _("由其他资料替代"), documents.supersede,
                (FieldSpec("by", _("替代它的资料"), "ref", True, ref="documents"),), when=_in("draft", "released"), grant="void"),
            Action("void", _("作废"), documents.void, (_reason(),), when=_in("draft", "released", "superseded"), danger=True, bulk=True,
                confirm=_("作废后资料仍可查看，但不能再更新或发布。")),
            Action("share", _("对外分享"), linking.share_one,
                (DAYS, FieldSpec("password", _("提取密码"), "text", max_length=64),
                    FieldSpec("max_downloads", _("下载次数上限"), "integer", minimum=1, maximum=1000)), when=_here, hidden=True),
        ),
    ),
    Resource(
        name="document_versions",
        model=DocumentVersion,
        scope=LibraryScope("document__folder"),
        fields=(),
        readonly_fields=("document", "number", "revision", "name", "size", "content_type", "note", "state", "file", "pages",
            "text_state"),
        list_display=("document", "number", "revision", "name", "size", "note", "state", "file", "pages", "text_state", "created_by",
            "created_at"),
        list_filter=("document", "number", "state"),
        ordering="-number",
        archivable=False,
        exportable=False,
        hidden=True,
    ),
    Resource(
        name="transmittals",
        model=Transmittal,
        scope=OrgScope(),
        label_field="subject",
        hint_field="number",
        fields=("direction", "subject", "project", "unit", "owner", "purpose", "means", "received_on", "remark"),
        readonly_fields=("number", "state", "void_reason", "sent_on", "items_count", "recipients_count", "acknowledged_count"),
        list_display=("subject", "number", "direction", "project", "purpose", "means", "state", "sent_on", "items_count",
            "recipients_count", "acknowledged_count", "owner"),
        list_filter=("direction", "state", "project", "purpose", "means", "owner", "unit", "sent_on", "received_on"),
        search_fields=("subject", "number", "remark"),
        create=sending.write,
        update=sending.edit,
        actions=(
            Action("send", _("发送"), sending.send, (DAYS, MAIL), when=_state("draft"),
                confirm=_("发送后资料清单和版本不能再改。")),
            Action("acknowledge", _("登记签收"), sending.acknowledge,
                (FieldSpec("who", _("签收人"), "text", True, max_length=80),
                    FieldSpec("on", _("签收日期"), "date", help=_("留空表示今天"))),
                when=_state("sent"), grant="send"),
            Action("void", _("作废"), sending.void, (_reason(),), when=_state("draft", "sent"), danger=True, grant="send",
                confirm=_("作废后，已发出的链接立即失效。")),
        ),
    ),
)  # fmt: skip
