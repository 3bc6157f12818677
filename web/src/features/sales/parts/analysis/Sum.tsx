import { formatMoney } from "../../../../kit/format";
import { shortMoney } from "../shortMoney";

/** A sum in a table of figures: short in either language, to the cent on demand. */
export function Sum({ value }: { value: string | null }) {
  return <span className="num" title={value ? `¥ ${formatMoney(value)}` : undefined}>{value ? shortMoney(value) : "—"}</span>;
}
