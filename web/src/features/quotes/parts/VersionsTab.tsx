import { useState } from "react";
import { Select, Switch } from "antd";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatDecimal, formatMoney } from "../../../kit/format";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { tk, useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useDifferences, useVersions, type FieldDifference, type LineDifference } from "../api";
import "../quotes.css";

const PRICES = new Set(["unit_price", "cost"]);
const KINDS: Record<string, string> = { added: tk("新增"), removed: tk("删除"), changed: tk("修改"), same: tk("未变") };

/** This version against another: what came, what went, what changed. */
export function VersionsTab({ row }: RecordProps) {
  const { t } = useT();
  const versions = useVersions(row.id);
  const others = (versions.data ?? []).filter((one) => one.id !== row.id);
  const before = others.filter((one) => one.revision < Number(row.revision)).at(-1) ?? others[0];
  const [chosen, setChosen] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const other = chosen ?? before?.id ?? null;
  const found = useDifferences(row.id, other);
  if (versions.isPending) return <LinesSkeleton />;
  if (versions.isError) return <ErrorBox error={versions.error} onRetry={() => void versions.refetch()} />;
  if (!others.length) return <Empty text={t("只有这一个版本")} />;
  const lines = (found.data?.lines ?? []).filter((line) => all || line.change !== "same");
  return (
    <div className="drawer-pad col">
      <div className="row wrap touch">
        <span>{t("V{{n}} 与", { n: Number(row.revision) })}</span>
        <Select aria-label={t("对比的版本")} value={other} onChange={setChosen} options={others.map((one) => ({ value: one.id, label: `V${one.revision}` }))} style={{ width: 88 }} />
        <span>{t("对比")}</span>
        <label className="row"><Switch size="small" checked={all} onChange={setAll} /> {t("显示未变的行")}</label>
      </div>
      {found.isPending && <LinesSkeleton />}
      {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
      {found.data && !found.data.fields.length && !lines.length && <Empty text={t("两个版本没有差异")} />}
      {found.data && found.data.fields.length > 0 && <dl className="diff-fields">{found.data.fields.map((one) => <div key={one.field}><dt>{one.label}</dt><dd><Change of={one} /></dd></div>)}</dl>}
      {lines.length > 0 && <ul className="diff-lines">{lines.map((line) => <DiffLine key={line.key} line={line} />)}</ul>}
    </div>
  );
}

function Change({ of }: { of: FieldDifference }) {
  const { t } = useT();
  const told = (value: FieldDifference["old"]) => {
    if (typeof value === "boolean") return value ? t("是") : t("否");
    if (value === null || value === "") return "—";
    return toldNumber(of, value);
  };
  return <span className="num"><del>{told(of.old)}</del> → <ins>{told(of.new)}</ins></span>;
}

/** Prices and sums to the cent as everywhere; other numbers without the zeros that the database keeps. */
export function toldNumber({ type, field }: Pick<FieldDifference, "type" | "field">, value: string): string {
  if (type === "money") return formatMoney(value);
  if (type !== "decimal" && type !== "percent") return value;
  const short = formatDecimal(value, 4).replace(/\.?0+$/, "");
  return PRICES.has(field) && (short.split(".")[1]?.length ?? 0) <= 2 ? formatMoney(value) : short;
}

function DiffLine({ line }: { line: LineDifference }) {
  const { t } = useT();
  const shown = line.new ?? line.old!;
  return (
    <li className={line.change}>
      <span className="diff-kind">{t(KINDS[line.change]!)}</span>
      <span className="diff-body">
        <span className="row between"><span className="ellipsis">{shown.position}. {shown.name} <span className="muted">{shown.specification}</span></span><b className="num nowrap">¥ {formatMoney(shown.total_amount)}</b></span>
        {line.change === "changed"
          ? <span className="row wrap small">{line.fields.map((one) => <span key={one.field}>{one.label} <Change of={one} /></span>)}</span>
          : <span className="small second num">{formatDecimal(String(shown.quantity), 4).replace(/\.?0+$/, "")} {shown.uom} × {formatMoney(shown.unit_price)}</span>}
      </span>
    </li>
  );
}
