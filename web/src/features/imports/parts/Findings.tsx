import { useT } from "../../../i18n";
import type { Finding } from "../api";

/** Remarks on a file or a row: errors first, each a sentence. */
export function Findings({ items, inline }: { items: Finding[]; inline?: boolean }) {
  const { t } = useT();
  if (!items.length) return null;
  const sorted = items.toSorted((a, b) => Number(b.kind === "error") - Number(a.kind === "error"));
  return (
    <ul className={inline ? "import-findings inline" : "import-findings"}>
      {sorted.map((one, i) => <li key={i} className={one.kind}>{one.column ? t("{{label}}：{{value}}", { label: one.column, value: one.message }) : one.message}</li>)}
    </ul>
  );
}
