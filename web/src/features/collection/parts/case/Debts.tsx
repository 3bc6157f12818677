import { useState } from "react";
import { Alert, Button, Checkbox, Input, Modal } from "antd";
import { Link } from "react-router";
import type { Row } from "../../../../api/types";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { Money } from "../../../../kit/Money";
import { useNotify } from "../../../../kit/notify";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { useDo } from "../../../../resource/data/row";
import { CASES, type Debt } from "../../api";
import { LateFor } from "../cells";

/** What is chased: each debt with how late it is; those in dispute are named. */
export function Debts({ row, debts }: { row: Row; debts: Debt[] }) {
  const { t } = useT();
  const [asking, setAsking] = useState(false);
  return (
    <section className="panel" aria-label={t("催收款项")}>
      <header className="panel-head">
        <h3>{t("催收款项")} <span className="muted num">{debts.length}</span></h3>
        {row._can?.includes("dispute") && debts.some((debt) => !debt.disputed) && <Button size="small" onClick={() => setAsking(true)}>{t("登记争议")}</Button>}
      </header>
      {!debts.length && <p className="muted small dun-none">{t("没有逾期款项")}</p>}
      <ul className="dun-debts">
        {debts.map((debt) => (
          <li key={debt.id}>
            <div className="row between"><Link className="ellipsis" to={`/receivables?open=${debt.id}`}>{debt.name}</Link><b className="num"><Money value={debt.balance} /></b></div>
            <div className="row between small"><span className="second num">{debt.number} · {debt.due_on}</span><LateFor due={debt.due_on} /></div>
            {debt.disputed && <div className="row small"><StatusTag color="orange">{t("有争议")}</StatusTag><span className="second">{debt.dispute_reason}</span></div>}
          </li>
        ))}
      </ul>
      {asking && <DisputeDialog row={row} debts={debts.filter((debt) => !debt.disputed)} onClose={() => setAsking(false)} />}
    </section>
  );
}

/** Which debts the customer contests, and why. What is contested is not chased until it is settled. */
function DisputeDialog({ row, debts, onClose }: { row: Row; debts: Debt[]; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const run = useDo(CASES);
  const [ids, setIds] = useState<string[]>(debts.length === 1 ? [debts[0]!.id] : []);
  const [reason, setReason] = useState("");
  const submit = () => run.mutate({ row, verb: "dispute", inputs: { reason: reason.trim(), receivables: ids } }, { onSuccess: () => { notify.ok(t("争议已登记，这些款项暂不催收")); onClose(); } });
  return (
    <Modal open title={t("登记争议")} okText={t("登记争议")} cancelText={t("取消")} onCancel={onClose} onOk={submit} okButtonProps={{ disabled: !ids.length || !reason.trim(), loading: run.isPending }}>
      <div className="col touch">
        {run.isError && <Alert type="error" showIcon role="alert" title={errorText(run.error)} />}
        <Checkbox.Group className="dun-choose" value={ids} onChange={(values) => setIds(values)} options={debts.map((debt) => ({ value: debt.id, label: <>{debt.name} <span className="muted num">{debt.due_on} · <Money value={debt.balance} /></span></> }))} />
        <FieldRow id="dispute-reason" label={t("客户的理由")} required><Input.TextArea id="dispute-reason" rows={3} maxLength={300} value={reason} onChange={(event) => setReason(event.target.value)} /></FieldRow>
      </div>
    </Modal>
  );
}
