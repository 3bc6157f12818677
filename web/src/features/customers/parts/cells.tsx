import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import "../customers.css";

const TARGET = 95;
const CLASS_COLOURS: Record<string, string> = { A: "gold", B: "blue", C: "", D: "outline" };

/** A bar and the figure; green from the firm's target on. */
export function Completeness({ value }: { value: number | null | undefined }) {
  if (value === null || value === undefined) return <span className="muted">—</span>;
  const tone = value >= TARGET ? "good" : value < 60 ? "poor" : "";
  return (
    <span className={`completeness ${tone}`}>
      <span className="completeness-bar" aria-hidden><span style={{ width: `${value}%` }} /></span>
      <span className="num">{value}%</span>
    </span>
  );
}

export function ValueClass({ value }: { value: string | null | undefined }) {
  const { t } = useT();
  if (!value) return <span className="muted">—</span>;
  return <StatusTag color={CLASS_COLOURS[value]}>{t("{{grade}} 类", { grade: value })}</StatusTag>;
}
