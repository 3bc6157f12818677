import { moneyWithUnit } from "../../../kit/format";
import { currentLanguage } from "../../../i18n";

const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 2 });

/** A sum where there is little room: 1.45 亿元; in English ¥ 145M instead of all its digits. */
export function shortMoney(value: string | null): string {
  return value && currentLanguage() === "en" ? `¥ ${compact.format(Number(value))}` : moneyWithUnit(value);
}
