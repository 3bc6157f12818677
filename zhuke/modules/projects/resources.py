from zhuke.kernel.access import OrgScope
from zhuke.kernel.resource import Importer, Resource, register

from .models import Project
from .services import starting

register(
    Resource(
        name="projects",
        model=Project,
        scope=OrgScope(team=True),
        fields=(
            "number", "name", "customer", "opportunity", "contract", "project_type", "region", "city", "address", "starts_on", "ends_on",
            "unit", "owner", "tags", "remark",
        ),
        readonly_fields=("phase",),
        list_display=("name", "number", "customer", "project_type", "phase", "city", "owner", "unit", "starts_on", "ends_on"),
        list_filter=("phase", "project_type", "customer", "owner", "unit", "region", "tags", "opportunity", "contract", "starts_on"),
        search_fields=("name", "number", "address"),
        hint_field="number",
        natural_key=("number", "name"),
        importable=True,
        importer=Importer(
            synonyms={
                "number": ("编号", "项目号"), "name": ("项目", "工程名称"), "customer": ("业主", "建设单位", "客户名称"),
                "owner": ("项目负责人", "负责人"), "starts_on": ("开工日期",), "ends_on": ("竣工日期",), "address": ("项目地址", "地址"),
            }
        ),
        create=starting.create_project,
        update=starting.update_project,
    ),
)  # fmt: skip
