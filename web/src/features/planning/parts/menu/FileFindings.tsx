import { CheckCircleFilled, InfoCircleOutlined, WarningFilled } from "@ant-design/icons";
import { formatDate } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import type { FileRead } from "../../api";

const MOST = 30;
const FEW = 5;

/** What is in a file. */
export function FileFacts({ found }: { found: FileRead }) {
  const { t } = useT();
  const { counts } = found;
  const facts: [string, React.ReactNode][] = [
    [t("任务"), counts.tasks], [t("依赖"), counts.links], [t("日历"), counts.calendars], [t("资源"), counts.resources], [t("开始时间"), formatDate(found.start?.slice(0, 10))], [t("完成时间"), formatDate(found.finish?.slice(0, 10))],
  ];
  return <dl className="earned-figures num">{facts.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}</dl>;
}

/** What was noticed in it, and where our calculation comes to other dates. */
export function FileFindings({ found: { findings, differing } }: { found: FileRead }) {
  const { t } = useT();
  const day = (text: string) => text.slice(0, 10);
  if (!findings.length && !differing?.count) return <p className="success-text"><CheckCircleFilled aria-hidden /> {t("文件没有发现问题。")}</p>;
  return (
    <ul className="file-findings">
      {findings.slice(0, MOST).map((one) => (
        <li key={`${one.code} ${one.task ?? ""} ${one.message}`} className={one.kind === "warning" ? "warning-text" : undefined}>{one.kind === "warning" ? <WarningFilled aria-hidden /> : <InfoCircleOutlined aria-hidden />} <span>{one.message}{one.task && <span className="muted"> · {one.task}</span>}</span></li>
      ))}
      {findings.length > MOST && <li className="muted">{t("还有 {{n}} 条", { n: findings.length - MOST })}</li>}
      {Boolean(differing?.count) && <li className="warning-text"><WarningFilled aria-hidden /> <span>{t("{{n}} 项任务算出的日期与文件里的不同", { n: differing!.count })}</span></li>}
      {differing?.rows.slice(0, FEW).map((one) => <li key={one.name} className="small second num">{t("{{name}}：文件 {{a}}，计算 {{b}}", { name: one.name, a: `${day(one.file[0])} – ${day(one.file[1])}`, b: `${day(one.ours[0])} – ${day(one.ours[1])}` })}</li>)}
    </ul>
  );
}
