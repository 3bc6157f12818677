from zhuke.kernel.access import OrgScope
from zhuke.kernel.resource import Importer, Resource, register

from .models import Contract
from .services import drafting

register(
    Resource(
        name="contracts",
        model=Contract,
        scope=OrgScope(team=True),
        fields=(
            "number", "name", "kind", "customer", "opportunity", "amount", "tax_rate", "signed_on", "starts_on", "ends_on", "unit",
            "owner", "remark",
        ),
        readonly_fields=("state",),
        list_display=("name", "number", "customer", "kind", "amount", "state", "signed_on", "owner", "unit"),
        list_filter=("kind", "state", "customer", "opportunity", "owner", "unit", "signed_on"),
        search_fields=("name", "number"),
        masked=("amount",),
        hint_field="number",
        natural_key=("number", "name"),
        importable=True,
        importer=Importer(
            synonyms={
                "number": ("合同号", "编号"), "name": ("合同", "名称"), "customer": ("甲方", "对方单位", "客户名称"),
                "amount": ("合同金额", "合同额", "金额"), "signed_on": ("签约日期", "签署日期"), "starts_on": ("开工日期",),
                "ends_on": ("竣工日期",),
            }
        ),
        create=drafting.create_contract,
        update=drafting.update_contract,
    ),
)  # fmt: skip
