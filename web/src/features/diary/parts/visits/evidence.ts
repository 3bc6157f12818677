import type { Meta, Row } from "../../../../api/types";
import { t } from "../../../../i18n";

/** Where a check-in was, in words, with what is known: `在客户地址附近（120 米，精度 20 米）`. Never more than was measured. */
export function evidenceText(row: Row, meta: Meta): string {
  const options = meta.fields.find((field) => field.name === "checkin_evidence")?.options ?? [];
  const label = options.find((option) => option.value === row.checkin_evidence)?.label ?? String(row.checkin_evidence ?? "");
  const distance = typeof row.distance === "number" ? (row.distance >= 1000 ? t("{{n}} 公里", { n: (row.distance / 1000).toFixed(1) }) : t("{{n}} 米", { n: row.distance })) : "";
  const accuracy = typeof row.accuracy === "number" ? t("精度 {{n}} 米", { n: row.accuracy }) : "";
  const known = [distance, accuracy].filter(Boolean).join(" · ");
  return known ? `${label} (${known})` : label;
}
