import { usePreferences } from "../api/me";
import type { MoneyUnit } from "../api/types";
import { useT } from "../i18n";
import { formatMoney, UNIT_LABELS, moneyWithUnit } from "./format";

/** The unit in which this person reads columns of money; 万元 until chosen otherwise. */
export function useMoneyUnit(): MoneyUnit {
  return usePreferences().money_unit ?? "wan";
}

interface Props {
  value: string | number | null | undefined;
  /** Without it a single figure picks 元, 万元 or 亿元 by its size. */
  unit?: MoneyUnit;
  /** In columns the unit stands in the header. */
  bare?: boolean;
}

export function Money({ value, unit, bare }: Props) {
  useT();
  const full = value === null || value === undefined || value === "" ? undefined : `¥ ${formatMoney(value)}`;
  return (
    <span className="num" title={full}>
      {bare ? formatMoney(value, unit) : moneyWithUnit(value, unit)}
    </span>
  );
}

/** `合同额/万元`: the header of a money column. */
export function MoneyHeader({ label }: { label: string }) {
  const { t } = useT();
  const unit = useMoneyUnit();
  return (
    <>
      {label}
      <span style={{ color: "var(--muted)", fontWeight: 400 }}>/{t(UNIT_LABELS[unit])}</span>
    </>
  );
}
