import { formatDecimal } from "../../kit/format";

/** 253,800 or 1.5: as many decimals as it has, four at most. */
export function quantityText(value: string): string {
  const text = formatDecimal(value, 4);
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text;
}
