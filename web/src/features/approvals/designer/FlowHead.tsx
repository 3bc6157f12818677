import type { ReactNode } from "react";
import { Link } from "react-router";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import type { Approvable, FlowRow } from "../api";

/** What the flow is for, whether it is in force, and what may be done. */
export function FlowHead({ flow, approvable, dirty, actions }: { flow: FlowRow; approvable: Approvable; dirty: boolean; actions: ReactNode }) {
  const { t } = useT();
  return (
    <header className="fd-head">
      <div className="fd-title">
        <div className="muted small row"><Link to="/admin/approval-flows">{t("审批流程")}</Link><span aria-hidden>/</span><span>{approvable.label}</span></div>
        <div className="row wrap">
          <h1 className="page-title fd-name">{flow.name}</h1>
          {flow.number ? <StatusTag color="outline">{t("第 {{n}} 版", { n: flow.number })}</StatusTag> : <StatusTag color="orange">{t("未发布")}</StatusTag>}
          {!flow.active && <StatusTag>{t("已停用")}</StatusTag>}
          {dirty && <StatusTag color="orange">{t("有未保存的修改")}</StatusTag>}
          <span className="muted small">{flow.unit ? t("适用于 {{unit}} 及其下级", { unit: flow.unit.label }) : t("适用于全集团")}</span>
        </div>
      </div>
      <div className="row wrap touch">{actions}</div>
    </header>
  );
}
