import { useMeta } from "../../../api/meta";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useTotals, type TotalsQuery, type TotalsRow } from "../api";

/** What expenses come to, as bars with their amounts. */
export function Totals({ query }: { query: TotalsQuery }) {
  const { t } = useT();
  const found = useTotals(query);
  const kinds = useMeta("expense_lines").data?.fields.find((field) => field.name === "kind")?.options ?? [];
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  const { items, total, more } = found.data;
  if (!items.length) return <Empty text={t("这段时间没有已批准的报销。")} />;
  const most = Math.max(...items.map((row) => Number(row.amount)), 1);
  const name = (row: TotalsRow) => {
    if (typeof row.group === "string") return kinds.find((kind) => kind.value === row.group)?.label ?? row.group;
    return row.group?.label ?? (query.by === "project" ? t("未归属项目，或无权查看的项目") : t("无权查看"));
  };
  return (
    <div className="totals">
      <table>
        <thead><tr><th scope="col">{t("名称")}</th><th scope="col" className="totals-bar" aria-hidden /><th scope="col" className="right">{t("笔数")}</th><th scope="col" className="right">{t("超标（元）")}</th><th scope="col" className="right">{t("金额（元）")}</th></tr></thead>
        <tbody>
          {items.map((row) => (
            <tr key={typeof row.group === "string" ? row.group : (row.group?.id ?? "none")}>
              <td>{name(row)}</td>
              <td className="totals-bar" aria-hidden><span style={{ width: `${(100 * Number(row.amount)) / most}%` }} /></td>
              <td className="right num">{row.count}</td>
              <td className="right num">{Number(row.over) ? <span className="warning-text">{formatMoney(row.over)}</span> : "—"}</td>
              <td className="right num">{formatMoney(row.amount)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot><tr><th scope="row">{t("合计")}</th><td className="totals-bar" aria-hidden /><td className="right num">{total.count}</td><td className="right num">{formatMoney(total.over)}</td><td className="right num"><b>{formatMoney(total.amount)}</b></td></tr></tfoot>
      </table>
      {more && <p className="muted small">{t("只列出金额最大的 100 项，合计包含全部。")}</p>}
    </div>
  );
}
