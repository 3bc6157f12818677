import { useT } from "../i18n";
import { formatAgo, formatDate, formatDateTime } from "./format";

interface Props {
  value: string | null | undefined;
  kind?: "date" | "datetime" | "ago";
}

export function DateText({ value, kind = "date" }: Props) {
  useT();
  if (!value) return <span className="muted">—</span>;
  const text = kind === "ago" ? formatAgo(value) : kind === "datetime" ? formatDateTime(value) : formatDate(value);
  return (
    <time className="num" dateTime={value} title={kind === "ago" ? formatDateTime(value) : undefined}>
      {text}
    </time>
  );
}
