import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDate, formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { builtIn } from "../../../kit/builtIn";
import { useT } from "../../../i18n";
import { useVersions } from "../api";

/** The budgets as they were approved, line by line. */
export function Versions({ id }: { id: string }) {
  const { t } = useT();
  const found = useVersions(id);
  if (found.isPending) return <LinesSkeleton />;
  if (found.isError) return <ErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data.items.length) return <Empty text={t("还没有批准过预算")} />;
  return (
    <div className="col">
      {found.data.items.map((one) => (
        <details key={one.id} className="project-version">
          <summary>
            <b>{t("第 {{n}} 版", { n: one.number })}</b> <span className="num">{formatMoney(one.total)} {t("元")}</span>
            <span className="muted small num"> {formatDate(one.approved_on)}{one.person ? ` · ${one.person.label}` : ""}{one.note ? ` · ${one.note}` : ""}</span>
          </summary>
          <ul className="project-list">
            {one.lines.map((line) => <li key={line.code} className="project-contract"><span><span className="muted num">{line.code}</span> {builtIn("cost_items", line.name)}{line.note && <span className="muted small"> {line.note}</span>}</span><span className="num">{formatMoney(line.amount)}</span></li>)}
          </ul>
        </details>
      ))}
    </div>
  );
}
