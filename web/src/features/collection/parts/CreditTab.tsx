import { Alert } from "antd";
import { Link } from "react-router";
import { useCan } from "../../../api/me";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { Money } from "../../../kit/Money";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import { RelatedList } from "../../../resource/RelatedList";
import type { RecordProps } from "../../../resource/registry";
import { useCredit, useCustomerMoney, type Credit, type CustomerMoney, type Warning } from "../api";
import "../collection.css";

const ADVICE: Record<string, string> = { go: "green", care: "orange", stop: "red" };

/** 信用与应收: how far the customer is trusted and why, what of the limit is used, what speaks against new business. */
export function CreditTab({ row }: RecordProps) {
  const { t } = useT();
  const owes = useCan()("receivables", "read");
  const credit = useCredit(row.id);
  const money = useCustomerMoney(row.id, owes);
  if (credit.isPending) return <LinesSkeleton rows={6} />;
  if (credit.isError) return <ErrorBox error={credit.error} onRetry={() => void credit.refetch()} />;
  return (
    <div className="col">
      <div className="drawer-pad col" style={{ paddingBottom: 0 }}>
        <Warnings row={row} warnings={credit.data.warnings} />
        <div className="credit-grid">
          <Standing credit={credit.data} />
          <Limit credit={credit.data} />
        </div>
        {money.data && <Owing money={money.data} customer={row.id} />}
        <h3 className="drawer-section">{t("信用额度记录")}</h3>
      </div>
      <div className="credit-list"><RelatedList resource="customer_credits" filter={["customer", "=", row.id]} initial={{ customer: row.id }} columns={["limit", "valid_until", "hold", "remark", "updated_at"]} sort="-created_at" closed={Boolean(row.archived_at)} /></div>
    </div>
  );
}

/** What speaks against new business, in one banner: the risk flag with its reason first. */
function Warnings({ row, warnings }: { row: RecordProps["row"]; warnings: Warning[] }) {
  const { t } = useT();
  const flagged = row.risk === "high";
  const lines = warnings.filter((one) => one.code !== "high_risk" || !flagged).map((one) => one.message);
  if (flagged) lines.unshift([row.risk_reason, row.risk_since && t("自 {{day}} 起", { day: formatDate(row.risk_since as string) })].filter(Boolean).map(String).join(" · "));
  if (!lines.length) return null;
  const serious = flagged || warnings.some((one) => one.level === "error");
  return (
    <Alert type={serious ? "error" : "warning"} showIcon className="credit-banner" title={<b>{flagged ? t("高风险客户") : t("做新业务前请注意")}</b>}
      description={<ul className="credit-warnings">{lines.map((line) => <li key={line}>{line}</li>)}</ul>} />
  );
}

function Standing({ credit }: { credit: Credit }) {
  const { t } = useT();
  const { record } = credit;
  const facts: [string, number][] = [[t("合作项目"), record.projects], [t("已结清"), record.settled], [t("逾期过"), record.late], [t("最长逾期天数"), record.longest_late_days], [t("争议"), record.disputes], [t("失信承诺"), record.broken_promises]];
  return (
    <section className="credit-box" aria-label={t("付款记录与评级")}>
      <div className="row wrap"><b>{t("付款记录与评级")}</b>{credit.grade && <StatusTag color={ADVICE[credit.advice]}>{t("评级 {{grade}}", { grade: credit.grade.toUpperCase() })}</StatusTag>}<StatusTag color={ADVICE[credit.advice]}>{credit.advice_label}</StatusTag></div>
      <dl className="credit-facts">{facts.map(([label, n]) => <div key={label}><dt>{label}</dt><dd className="num">{n}</dd></div>)}</dl>
      {credit.reasons.length > 0 && <ul className="credit-why">{credit.reasons.map((reason) => <li key={reason}>{reason}</li>)}</ul>}
    </section>
  );
}

/** How much of the limit is used. Whoever may not see limits sees the exposure alone. */
function Limit({ credit }: { credit: Credit }) {
  const { t } = useT();
  const known = credit.limit !== undefined;
  const used = credit.limit ? Math.min(100, (Number(credit.exposure) / Math.max(1, Number(credit.limit))) * 100) : 0;
  const over = Boolean(credit.limit) && Number(credit.exposure) > Number(credit.limit);
  const rows: [string, string][] = [[t("应收余额"), credit.owed], [t("其中逾期"), credit.overdue], [t("已承接未开单"), credit.committed], [t("信用占用"), credit.exposure]];
  return (
    <section className="credit-box" aria-label={t("信用额度")}>
      <div className="row between"><b>{t("信用额度")}</b>{known && <b className="num">{credit.limit === null ? t("不限") : <Money value={credit.limit} />}</b>}</div>
      {credit.limit && <div className="credit-used" role="img" aria-label={t("已用 {{n}}%", { n: Math.round(used) })}><span className={over ? "over" : used > 80 ? "near" : undefined} style={{ width: `${used}%` }} /></div>}
      {known && credit.limit !== null && <div className="row between small"><span className="second">{t("可用")}</span><span className={over ? "danger-text" : undefined}><Money value={credit.available} /></span></div>}
      <dl className="credit-sums">{rows.map(([label, sum]) => <div key={label}><dt>{label}</dt><dd><Money value={sum} /></dd></div>)}</dl>
      {credit.credit?.hold && <StatusTag color="red">{t("停止新业务")}</StatusTag>}
    </section>
  );
}

function Owing({ money, customer }: { money: CustomerMoney; customer: string }) {
  const { t } = useT();
  const { income } = money;
  return (
    <dl className="ageing-sums" aria-label={t("应收")}>
      <div><dt>{t("应收总额")}</dt><dd><Money value={income.amount} /></dd></div>
      <div><dt>{t("已收")}</dt><dd><Money value={income.settled} /></dd></div>
      <div><dt>{t("未结清")}</dt><dd><Money value={income.balance} /></dd></div>
      <div><dt>{t("已逾期")}</dt><dd className={Number(income.overdue) > 0 ? "danger-text" : undefined}><Money value={income.overdue} />{income.overdue_days > 0 && <span className="small"> · {t("最长 {{n}} 天", { n: income.overdue_days })}</span>}</dd></div>
      {Number(income.prepaid) > 0 && <div><dt>{t("未核销款项")}</dt><dd><Money value={income.prepaid} /></dd></div>}
      <div><dt>{t("账龄")}</dt><dd><Link to={`/ageing?customer=${customer}`}>{t("查看")}</Link></dd></div>
    </dl>
  );
}
