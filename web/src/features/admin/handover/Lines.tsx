import { formatCount } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { Line } from "./api";

/** Who gets what: one block for each receiver. */
export function Lines({ lines }: { lines: Line[] }) {
  const { t } = useT();
  const receivers = [...new Map(lines.map((line) => [line.to?.id ?? "", line.to])).values()];
  if (!lines.length) return <span className="muted">{t("没有移动记录。")}</span>;
  return (
    <ul className="ho-lines">
      {receivers.map((to) => {
        const own = lines.filter((line) => line.to?.id === to?.id);
        return (
          <li key={to?.id ?? ""}>
            <span className="row between"><b>{to?.label ?? t("留在原处")}</b><span className="num">{t("{{n}} 条", { n: formatCount(own.reduce((sum, line) => sum + line.count, 0)) })}</span></span>
            <span className="ho-chips">{own.map((line) => <span key={line.resource} className="tag outline num">{line.label} {formatCount(line.count)}</span>)}</span>
          </li>
        );
      })}
    </ul>
  );
}
