import { useState } from "react";
import { Button, Input } from "antd";
import { Link } from "react-router";
import { formatDate, formatMoney } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { StatusTag } from "../../../kit/StatusTag";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useStatementChange, type BankLine, type Proposal, type StatementChange } from "../api";
import { leftOver, partsOf } from "../model/bank";
import { MoneyDirection } from "./cells";

interface Props { statement: string; line: BankLine; may: boolean }

export function BankLineRow({ statement, line, may }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const change = useStatementChange(statement);
  // Not as callbacks of mutate: a line that is dealt with leaves the list before the answer is told.
  const run = (what: StatementChange, told: string) => void change.mutateAsync(what).then(() => notify.ok(told), (error: unknown) => notify.fail(error));
  return (
    <li aria-busy={change.isPending}>
      <div className="bank-line">
        <span className="row wrap"><span className="num muted">{formatDate(line.on)}</span><MoneyDirection value={line.direction} /><b className="num">¥ {formatMoney(line.amount)}</b></span>
        <span className="party">{line.party || t("（没有对方户名）")}</span>
        {line.summary && <span className="second">{line.summary}</span>}
        {line.reference && <span className="muted small num">{t("流水号 {{n}}", { n: line.reference })}</span>}
      </div>
      <div>
        {line.state === "matched" && <span className="row wrap"><StatusTag color="green">{t("已入账")}</StatusTag>{line.receipt && <Link to={`/${line.direction === "income" ? "receipts" : "payments"}?open=${line.receipt.id}`}>{line.receipt.label}</Link>}{line.customer?.label ?? t("待认领")}</span>}
        {line.state === "ignored" && (
          <span className="row wrap"><StatusTag>{t("已忽略")}</StatusTag><span className="second">{line.note}</span>
            {may && <Button size="small" onClick={() => run({ do: "reopen", line: line.id }, t("已放回待处理"))}>{t("重新处理")}</Button>}</span>
        )}
        {line.state === "waiting" && line.proposals.map((one, i) => <Offer key={i} line={line} of={one} first={i === 0} may={may} onTake={() => run({ do: "confirm", line: line.id, customer: one.customer.id, parts: partsOf(one) }, t("已入账"))} />)}
        {line.state === "waiting" && may && <ByHand line={line} run={run} />}
      </div>
    </li>
  );
}

function Offer({ line, of, first, may, onTake }: { line: BankLine; of: Proposal; first: boolean; may: boolean; onTake: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const left = leftOver(line, of);
  return (
    <div className={of.sure ? "proposal sure" : "proposal"}>
      <span className="row between wrap touch"><b>{of.customer.label}</b>{may && <Button size={phone ? "middle" : "small"} type={first && of.sure ? "primary" : "default"} onClick={onTake}>{t("确认")}</Button>}</span>
      {of.parts.map((part) => <span key={part.receivable.id} className="row between wrap"><span>{part.receivable.label}</span><span className="row between part-sum"><span className="muted num">{t("{{day}} 到期", { day: formatDate(part.due_on) })}</span><span className="num">¥ {formatMoney(part.amount)}</span></span></span>)}
      {left && <span className="second">{of.parts.length ? t("余下 ¥ {{amount}} 记为预收预付", { amount: formatMoney(left) }) : t("全部记为预收预付")}</span>}
      <ul className="second small">{of.reasons.map((reason, i) => <li key={i}>{reason}</li>)}</ul>
    </div>
  );
}

/** None of the proposals fits: name the customer, leave the money unclaimed, or set the line aside with a reason. */
function ByHand({ line, run }: { line: BankLine; run: (what: StatementChange, told: string) => void }) {
  const { t } = useT();
  const [open, setOpen] = useState(!line.proposals.length);
  const [customer, setCustomer] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  if (!open) return <Button type="link" onClick={() => setOpen(true)}>{t("都不是，自己处理")}</Button>;
  return (
    <div className="col touch" style={{ gap: 8, marginTop: 8 }}>
      <div className="row wrap">
        <div style={{ flex: "1 1 220px" }}><RefSelect resource="customers" value={customer} onChange={setCustomer} allowClear placeholder={t("往来单位，留空为待认领")} aria-label={t("往来单位")} style={{ width: "100%" }} /></div>
        <Button onClick={() => run({ do: "confirm", line: line.id, customer, parts: [] }, t("已入账"))}>{customer ? t("入账，稍后核销") : t("入账为待认领")}</Button>
      </div>
      <div className="row wrap">
        <Input style={{ flex: "1 1 220px" }} maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} placeholder={t("忽略的原因，例如手续费、内部转账")} aria-label={t("忽略的原因")} />
        <Button disabled={!reason.trim()} onClick={() => run({ do: "ignore", line: line.id, reason: reason.trim() }, t("已忽略"))}>{t("忽略")}</Button>
      </div>
    </div>
  );
}
