import { useT } from "../i18n";
import { dayOf, daysBetween } from "./days";
import { formatDate } from "./format";

interface Props {
  value: string | null | undefined;
  /** Whether the day still matters: what is done, paid or closed has no lateness. */
  open: boolean;
  /** From how many days before on it is worth saying. */
  within?: number;
  /** Only how long: the day stands beside it. */
  bare?: boolean;
  /** Money or a letter is late, a paper is past its day. */
  owed?: boolean;
}

/** A day that matters until something has happened, in Shanghai's days: red when it has passed, amber when it comes near. */
export function DueDay({ value, open, within = 30, bare, owed }: Props) {
  const { t } = useT();
  if (!value) return <span className="muted">—</span>;
  const day = formatDate(value);
  const left = daysBetween(dayOf(new Date()), day);
  if (!open || left > within) return bare ? null : <span className="num">{day}</span>;
  const note = left > 0 ? t("还有 {{n}} 天", { n: left }) : left === 0 ? t("今天到期") : owed ? t("逾期 {{n}} 天", { n: -left }) : t("已过 {{n}} 天", { n: -left });
  const kind = left < 0 ? "danger-text" : "warning-text";
  return bare ? <span className={`num small ${kind}`}>{note}</span> : <span className={`num ${kind}`}>{day}<span className="small"> · {note}</span></span>;
}
