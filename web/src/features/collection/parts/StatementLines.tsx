import { DownloadOutlined, FilePdfOutlined } from "@ant-design/icons";
import { Alert, Button } from "antd";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDateTime, formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { statementFile, useStatementLines, type StatementLine } from "../api";
import "../collection.css";

/** 对账单: opening balance, every movement, closing balance, as the customer gets it. */
export function StatementLines({ row }: RecordProps) {
  const { t } = useT();
  const found = useStatementLines(row.id, row.version);
  return (
    <div className="drawer-pad col">
      <div className="row between wrap touch">
        <span className="muted small num">{t("{{since}} 至 {{until}}，金额单位：元", { since: String(row.since), until: String(row.until) })}</span>
        <span className="row"><Button icon={<FilePdfOutlined aria-hidden />} href={statementFile(row.id, "pdf")} target="_blank" rel="noreferrer">PDF</Button><Button icon={<DownloadOutlined aria-hidden />} href={statementFile(row.id, "xlsx")}>Excel</Button></span>
      </div>
      <Answer row={row} />
      {found.isPending && <LinesSkeleton rows={6} />}
      {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && <Lines row={row} items={found.data.items} />}
    </div>
  );
}

function Answer({ row }: Pick<RecordProps, "row">) {
  const { t } = useT();
  const text = [row.answer, row.answered_by, row.answered_at && formatDateTime(row.answered_at as string)].filter(Boolean).map(String).join(" · ");
  if (row.state === "confirmed") return <Alert type="success" showIcon title={t("对方已确认金额一致")} description={text} />;
  if (row.state === "disputed") return <Alert type="error" showIcon title={t("对方认为金额不一致，请核对")} description={text} />;
  if (row.state === "sent") return <Alert type="info" showIcon title={t("已于 {{at}} 发到 {{to}}，等待对方确认", { at: formatDateTime(row.sent_at as string), to: String(row.sent_to) })} />;
  return null;
}

function Lines({ row, items }: { row: RecordProps["row"]; items: StatementLine[] }) {
  const { t } = useT();
  if (row.opening == null) return <Empty text={t("您没有查看金额的权限。")} />;
  const whole: [string, unknown][] = [[t("本期增加"), row.increase], [t("本期减少"), row.decrease]];
  return (
    <div className="table-scroll">
      <table className="plain-table num statement-table">
        <thead><tr><th scope="col">{t("日期")}</th><th scope="col" className="statement-what">{t("事项")}</th><th scope="col">{t("金额")}</th><th scope="col">{t("余额")}</th></tr></thead>
        <tbody>
          <tr><th scope="row">{String(row.since)}</th><td className="statement-what" colSpan={2}>{t("期初余额")}</td><td>{formatMoney(row.opening as string)}</td></tr>
          {items.map((line, i) => (
            <tr key={i}>
              <th scope="row">{line.on}</th>
              <td className="statement-what"><span>{line.label}</span> {line.name}<div className="small second">{[line.number, line.due_on && t("到期 {{day}}", { day: line.due_on })].filter(Boolean).join(" · ")}</div></td>
              <td>{formatMoney(line.amount)}</td>
              <td>{formatMoney(line.balance)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {whole.map(([label, sum]) => <tr key={label}><td className="statement-what" colSpan={2}>{label}</td><td colSpan={2}>{formatMoney(sum as string)}</td></tr>)}
          <tr><th scope="row">{String(row.until)}</th><td className="statement-what" colSpan={2}><b>{t("期末余额")}</b></td><td><b>{formatMoney(row.closing as string)}</b></td></tr>
          {Number(row.prepaid) > 0 && <tr><td className="statement-what" colSpan={2}>{t("另有未核销款项")}</td><td colSpan={2}>{formatMoney(row.prepaid as string)}</td></tr>}
        </tfoot>
      </table>
    </div>
  );
}
