import { Link } from "react-router";
import { formatMoney, moneyWithUnit, UNIT_LABELS } from "../../../../kit/format";
import { useMoneyUnit } from "../../../../kit/Money";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { tk, useT } from "../../../../i18n";
import { useAgeing, type Ageing, type AgeingAsked, type AgeingRow } from "../../api";
import { BUCKETS, rowsLink, type BucketKey, type Group, type Looking } from "../../model/ageing";
import { BucketBar, Strip } from "./BucketBar";
import { Panel } from "./Panel";

export const BY: [Group, string][] = [["customer", tk("按客户")], ["unit", tk("按单位")], ["owner", tk("按负责人")]];
const HEAD: Record<Group, string> = { customer: tk("往来单位"), unit: tk("单位"), owner: tk("负责人") };
const NOBODY: Record<Group, string> = { customer: tk("没有往来单位"), unit: tk("没有单位"), owner: tk("没有负责人") };

/** Totals by bucket, then one line per customer, unit or owner; each amount of today leads to its rows. */
export function AgeingPanel({ asked, today }: { asked: AgeingAsked; today: string }) {
  const { t } = useT();
  const found = useAgeing(asked);
  const live = !asked.on || asked.on >= today;
  const looking: Looking | null = live ? { direction: asked.direction, on: asked.on ?? today, unit: asked.unit, owner: asked.owner, customer: asked.customer } : null;
  const title = asked.direction === "income" ? t("应收账龄") : t("应付账龄");
  return (
    <Panel title={title} query={found} none={t("这一天没有未结清的款项。")} isEmpty={(data) => !data.rows.length && Number(data.total.total) === 0}
      extra={!live && <span className="muted small">{t("历史日期的余额由分录推算，不能逐笔打开")}</span>}>
      {(data) => (
        <>
          <Whole data={data} looking={looking} />
          <BucketBar sums={data.total} link={looking ? (bucket) => rowsLink(looking, bucket) : undefined} />
          <Rows data={data} by={asked.by} looking={looking} />
        </>
      )}
    </Panel>
  );
}

function Whole({ data, looking }: { data: Ageing; looking: Looking | null }) {
  const { t } = useT();
  const { total } = data;
  const late = <span className={Number(total.overdue) > 0 ? "danger-text" : undefined}>{moneyWithUnit(total.overdue)}</span>;
  return (
    <dl className="ageing-sums">
      <div><dt>{t("未结清")}</dt><dd className="num">{looking ? <Link to={rowsLink(looking, null)}>{moneyWithUnit(total.total)}</Link> : moneyWithUnit(total.total)}</dd></div>
      <div><dt>{t("已逾期")}</dt><dd className="num">{looking && Number(total.overdue) > 0 ? <Link to={rowsLink(looking, "overdue")}>{late}</Link> : late}</dd></div>
      {total.disputed !== undefined && <div><dt>{t("有争议")}</dt><dd className="num">{moneyWithUnit(total.disputed)}</dd></div>}
      {total.count !== undefined && <div><dt>{t("笔数")}</dt><dd className="num">{total.count}</dd></div>}
      {total.oldest_due_on && <div><dt>{t("最早到期日")}</dt><dd className="num">{total.oldest_due_on}</dd></div>}
    </dl>
  );
}

function Rows({ data, by, looking }: { data: Ageing; by: Group; looking: Looking | null }) {
  const { t } = useT();
  const phone = useIsPhone();
  const unit = useMoneyUnit();
  const money = (value: string) => (Number(value) === 0 ? <span className="muted">—</span> : formatMoney(value, unit));
  const name = (row: AgeingRow) => row.group?.label ?? t(NOBODY[by]);
  const to = (row: AgeingRow, bucket: BucketKey | "overdue" | null) => looking && rowsLink(looking, bucket, { by, id: row.group?.id ?? null });
  const amount = (row: AgeingRow, bucket: BucketKey | null, value: string) => {
    const link = to(row, bucket);
    return link && Number(value) !== 0 ? <Link to={link}>{money(value)}</Link> : money(value);
  };
  if (phone) return <ul className="ageing-cards">{data.rows.map((row) => <Card key={row.group?.id ?? ""} name={name(row)} row={row} to={to(row, null)} />)}</ul>;
  return (
    <div className="table-scroll">
      <table className="plain-table num ageing-table">
        <thead>
          <tr>
            <th scope="col">{t(HEAD[by])}</th>
            {BUCKETS.map((bucket) => <th key={bucket.key} scope="col">{t(bucket.label)}</th>)}
            <th scope="col">{t("合计")}<span className="muted">/{t(UNIT_LABELS[unit])}</span></th>
            <th scope="col">{t("账龄分布")}</th>
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row) => (
            <tr key={row.group?.id ?? ""}>
              <th scope="row">{by === "customer" && row.group ? <Link to={`/customers/${row.group.id}?tab=credit`}>{name(row)}</Link> : name(row)}</th>
              {BUCKETS.map((bucket) => <td key={bucket.key} className={bucket.key === "over_90" && Number(row.over_90) > 0 ? "late" : undefined}>{amount(row, bucket.key, row[bucket.key])}</td>)}
              <td><b>{amount(row, null, row.total)}</b></td>
              <td><Strip sums={row} small /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {data.more && <p className="muted small" style={{ padding: 8 }}>{t("只列出余额最大的 {{n}} 个，合计包含全部。", { n: data.rows.length })}</p>}
    </div>
  );
}

function Card({ name, row, to }: { name: string; row: AgeingRow; to: string | null }) {
  const { t } = useT();
  const inner = (
    <>
      <span className="row between"><b className="ellipsis">{name}</b><b className="num">{moneyWithUnit(row.total)}</b></span>
      <Strip sums={row} small />
      <span className="row between small second"><span>{t("已逾期")}</span><span className={Number(row.overdue) > 0 ? "num danger-text" : "num"}>{moneyWithUnit(row.overdue)}</span></span>
    </>
  );
  return <li>{to ? <Link to={to}>{inner}</Link> : <div>{inner}</div>}</li>;
}
