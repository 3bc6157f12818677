"""A company can work without contracts."""

from django.utils.translation import gettext_lazy as _

from zhuke.commons.switches.registry import declare

declare(
    "contracts",
    _("合同"),
    "contracts",
    "contract_parties",
    "contract_lines",
    "payment_terms",
    "bonds",
    "variations",
    "contract_clauses",
    "clause_templates",
    "signing_certificates",
    about=_("合同台账、付款条款、变更、保函和签章；商机进入签约阶段时自动生成合同草稿"),
)
