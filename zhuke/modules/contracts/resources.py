from typing import Any

from django.utils.translation import gettext_lazy as _

from zhuke.commons.scopes import CompanyScope
from zhuke.commons.states import state_in
from zhuke.kernel.access import OrgScope, ParentScope
from zhuke.kernel.fields import FieldSpec
from zhuke.kernel.resource import Action, Importer, Resource, register

from .models import Bond, Clause, ClauseTemplate, Contract, Line, Party, PaymentTerm, SigningCertificate, Variation
from .services import bonds, certificates, clauses, drafting, moving, parties, parts, quoted, submitting, terms, variations


def _day(name: str, label: Any, *, required: bool = False, help: Any = "") -> FieldSpec:
    return FieldSpec(name, label, "date", required, help=help)


def _why(label: Any = _("原因")) -> FieldSpec:
    return FieldSpec("reason", label, "text", True, max_length=300)


TODAY = _("留空表示今天")

register(
    Resource(
        name="contracts",
        model=Contract,
        scope=OrgScope(team=True),
        fields=(
            "number", "name", "kind", "direction", "parent", "customer", "opportunity", "subject", "place", "amount", "amount_words",
            "tax_rate", "payment_note", "retention_rate", "warranty_months", "penalty_rate", "penalty_cap", "signed_on", "starts_on",
            "ends_on", "unit", "owner", "remark",
        ),
        readonly_fields=(
            "state", "amount_net", "tax", "current_amount", "settlement_amount", "warranty_from", "warranty_until", "began_on",
            "settled_on", "closed_on", "end_reason", "risk_level", "risk_note",
        ),
        list_display=("name", "number", "customer", "kind", "direction", "current_amount", "state", "signed_on", "owner", "unit"),
        list_filter=(
            "kind", "direction", "state", "customer", "opportunity", "parent", "risk_level", "owner", "unit", "signed_on",
            "ends_on", "warranty_until", "amount", "current_amount",
        ),
        search_fields=("name", "number"),
        masked=("amount", "amount_words", "amount_net", "tax", "current_amount", "settlement_amount"),
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
        actions=(
            Action("submit", _("提交审批"), submitting.submit, when=state_in("draft")),
            Action(
                "take_clauses", _("套用条款模板"), clauses.take_clauses, when=state_in("draft"), grant="update",
                confirm=_("把适用的模板条款中还没有的加到合同里，已有的条款不变。"),
            ),
            Action(
                "take_lines", _("带入报价明细"), quoted.take_lines,
                (FieldSpec("quotation", _("报价"), "ref", True, ref="quotations", help=_("同一客户已批准、已发送或已接受的报价")),),
                when=state_in("draft"), grant="update",
                confirm=_("合同现有的明细会被报价的明细取代，合同金额等于报价的含税合计。"),
            ),
            Action(
                "sign", _("签订"), moving.sign, (_day("signed_on", _("签订日期"), help=TODAY),), when=state_in("approved"),
                confirm=_("签订后金额和条款不能再改，并生成封存的签订凭证。"),
            ),
            Action(
                "record", _("登记已签订"), moving.record, (_day("signed_on", _("签订日期"), required=True), _why()), when=state_in("draft"),
                confirm=_("用于没有在系统里审批、已在线下签订的合同。登记后金额和条款不能再改。"),
            ),
            Action("reopen", _("退回草稿"), moving.reopen, (_why(),), when=state_in("approved"), grant="sign"),
            Action("start", _("开始履行"), moving.start, (_day("on", _("实际开工"), help=TODAY),), when=state_in("signed"), grant="sign"),
            Action(
                "start_warranty", _("开始质保"), moving.start_warranty,
                (_day("on", _("交付或竣工验收日期"), required=True),
                    FieldSpec("months", _("质保期（月）"), "integer", help=_("留空则按合同约定"), minimum=0, maximum=600)),
                when=lambda row: row.is_live, grant="sign",
            ),
            Action(
                "settle", _("结算"), moving.settle,
                (FieldSpec("settlement_amount", _("结算金额"), "money", True, minimum=0), _day("on", _("结算日期"), help=TODAY)),
                when=state_in("signed", "performing"), confirm=_("结算后不能再登记变更，并生成封存的结算凭证。"),
            ),
            Action(
                "close", _("关闭"), moving.close, grant="settle",
                when=lambda row: row.state == "settled" or (row.kind == "framework" and row.state in ("signed", "performing")),
            ),
            Action("terminate", _("终止"), moving.terminate, (_why(),), when=lambda row: row.is_live, danger=True),
            Action("void", _("作废"), moving.void, (_why(),), when=state_in("draft", "approved"), grant="terminate", danger=True),
            Action(
                "set_risk", _("标记风险"), moving.set_risk,
                (FieldSpec("risk_level", _("风险等级"), "choice", True, choices=tuple(Contract.RISKS)), _why(_("说明"))),
            ),
        ),
    ),
    Resource(
        name="contract_parties",
        model=Party,
        scope=ParentScope("contract"),
        fields=("contract", "role", "customer", "unit", "name", "credit_code", "signatory", "address", "bank", "account"),
        list_display=("role", "name", "credit_code", "signatory", "customer", "unit"),
        list_filter=("contract", "role", "customer"),
        ordering="role",
        create=parties.add_party,
        update=parties.edit_party,
    ),
    Resource(
        name="contract_lines",
        model=Line,
        scope=ParentScope("contract"),
        fields=("contract", "position", "name", "specification", "quantity", "uom", "unit_price", "tax_rate", "remark"),
        readonly_fields=("net_amount", "tax_amount", "total_amount"),
        list_display=("position", "name", "specification", "quantity", "uom", "unit_price", "tax_rate", "total_amount"),
        list_filter=("contract",),
        ordering="position",
        masked=("unit_price", "net_amount", "tax_amount", "total_amount"),
        create=parts.add_line,
        update=parts.edit_line,
    ),
    Resource(
        name="payment_terms",
        model=PaymentTerm,
        scope=ParentScope("contract"),
        fields=(
            "contract", "position", "kind", "name", "trigger", "milestone", "ratio", "fixed_amount", "output_ratio", "planned_on",
            "due_days", "variation",
        ),
        readonly_fields=("amount", "state", "reached_on", "reached_by", "acceptance_note"),
        list_display=("position", "name", "kind", "trigger", "ratio", "amount", "planned_on", "due_days", "state", "reached_on"),
        list_filter=("contract", "kind", "trigger", "state", "planned_on", "reached_on"),
        ordering="position",
        masked=("fixed_amount", "amount"),
        create=terms.add_term,
        update=terms.edit_term,
        editable=lambda row: row.state != "reached",
        actions=(
            Action(
                "reach", _("登记达成"), terms.reach,
                (_day("on", _("达成日期"), required=True), FieldSpec("note", _("验收说明"), "text", max_length=300)),
                when=lambda row: row.state == "planned" and row.trigger in terms.BY_HAND and row.contract.is_live,
            ),
            Action("unreach", _("撤销达成"), terms.unreach, (_why(),), when=state_in("reached"), grant="reach", danger=True),
        ),
    ),
    Resource(
        name="bonds",
        model=Bond,
        scope=ParentScope("contract"),
        fields=("contract", "kind", "side", "form", "number", "amount", "issuer", "issued_on", "expires_on", "remark"),
        readonly_fields=("returned_on",),
        list_display=("contract", "kind", "side", "form", "amount", "issuer", "expires_on", "returned_on"),
        list_filter=("contract", "kind", "side", "form", "expires_on", "returned_on"),
        label_field="number",
        ordering="expires_on",
        masked=("amount",),
        create=bonds.add_bond,
        update=bonds.edit_bond,
        editable=lambda row: not row.returned_on,
        actions=(
            Action(
                "give_back", _("登记退回"), bonds.give_back, (_day("on", _("退回日期"), required=True),),
                when=lambda row: not row.returned_on, grant="update",
            ),
            Action(
                "prolong", _("展期"), bonds.prolong, (_day("expires_on", _("新的到期日期"), required=True),),
                when=lambda row: not row.returned_on, grant="update",
            ),
            Action("take_again", _("撤销退回"), bonds.take_again, (_why(),), when=lambda row: bool(row.returned_on), grant="update"),
        ),
    ),
    Resource(
        name="variations",
        model=Variation,
        scope=ParentScope("contract"),
        fields=("contract", "kind", "name", "amount", "days", "place", "reason", "happened_on"),
        readonly_fields=("number", "state", "project", "signed_on", "approved_on"),
        list_display=("number", "name", "contract", "kind", "amount", "days", "state", "happened_on", "signed_on", "approved_on"),
        list_filter=("contract", "project", "kind", "state", "happened_on", "signed_on", "approved_on"),
        hint_field="number",
        ordering="-updated_at",
        masked=("amount",),
        create=variations.add_variation,
        update=variations.edit_variation,
        editable=lambda row: row.state in variations.EDITABLE and not row.signed_on,
        actions=(Action("submit", _("提交审批"), submitting.submit_variation, when=state_in("draft", "rejected")),),
    ),
    Resource(
        name="clause_templates",
        model=ClauseTemplate,
        scope=CompanyScope(),
        fields=("code", "name", "unit", "kinds", "mandatory", "position", "text"),
        list_display=("position", "name", "code", "kinds", "mandatory", "unit", "updated_at"),
        list_filter=("unit", "kinds", "mandatory"),
        ordering="position",
        hint_field="code",
        natural_key=("unit", "code"),
        create=clauses.add_template,
        update=clauses.edit_template,
    ),
    Resource(
        name="contract_clauses",
        model=Clause,
        scope=ParentScope("contract"),
        fields=("contract", "template", "position", "name", "text"),
        readonly_fields=("code",),
        list_display=("position", "name", "text", "updated_at"),
        list_filter=("contract", "template"),
        ordering="position",
        create=clauses.add_clause,
        update=clauses.edit_clause,
    ),
    Resource(
        name="signing_certificates",
        model=SigningCertificate,
        scope=CompanyScope(),
        fields=(),
        readonly_fields=("unit", "name", "issuer", "serial", "valid_from", "valid_until"),
        list_display=("name", "unit", "issuer", "serial", "valid_from", "valid_until"),
        list_filter=("unit", "valid_until"),
        ordering="-valid_until",
        archivable=False,
        exportable=False,
        actions=(Action("manage", _("上传和停用"), certificates.retire),),
        hidden=True,
    ),
)  # fmt: skip
