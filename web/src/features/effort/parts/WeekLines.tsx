import { DateText } from "../../../kit/DateText";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { Ref } from "../../../api/types";
import { ApprovalPanel } from "../../../resource/approvals/ApprovalPanel";
import { useList } from "../../../resource/data/list";
import type { RecordProps } from "../../../resource/registry";
import { short } from "../model/week";
import "../effort.css";

const label = (value: unknown) => (value as Ref | null | undefined)?.label ?? "";

/** What stands in a weekly report, day by day, and how its approval goes. */
export function WeekLines({ row }: RecordProps) {
  const { t } = useT();
  const list = useList("timesheets", { q: "", filter: ["report", "=", row.id], sort: "day", fields: "day,project,task,hours,overtime,note,late_days" }, true);
  return (
    <div className="drawer-pad col">
      {list.isPending && <LinesSkeleton rows={3} />}
      {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
      {list.rows.length > 0 && (
        <div className="related effort-scroll">
          <table>
            <thead><tr><th scope="col">{t("日期")}</th><th scope="col">{t("项目")}</th><th scope="col">{t("工作内容")}</th><th scope="col" className="right">{t("工时")}</th><th scope="col" className="right">{t("加班")}</th></tr></thead>
            <tbody>
              {list.rows.map((line) => (
                <tr key={line.id}>
                  <td><DateText value={line.day as string} />{Number(line.late_days) > 0 && <div className="warning-text small">{t("补录 {{n}} 天", { n: line.late_days })}</div>}</td>
                  <td>{label(line.project)}</td>
                  <td>{[label(line.task), line.note].filter(Boolean).join(" · ")}</td>
                  <td className="right num">{short(String(line.hours))}</td>
                  <td className="right num">{Number(line.overtime) ? short(String(line.overtime)) : ""}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {Boolean(row.reason) && <p className="danger-text">{t("退回原因：{{reason}}", { reason: row.reason })}</p>}
      <ApprovalPanel resource="weekly_reports" id={row.id} verb="approve_week" />
    </div>
  );
}
