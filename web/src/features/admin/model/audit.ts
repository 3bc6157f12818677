import type { Change, Ref } from "../../../api/types";
import { formatDateTime } from "../../../kit/format";
import { tk, type T } from "../../../i18n";

export interface AuditEntry {
  id: number;
  at: string;
  /** When it really happened, where that differs from when it was recorded. */
  event_at: string | null;
  actor: { id: string | null; label: string } | null;
  cause: string;
  operation: string;
  resource: string;
  resource_label: string;
  object: Ref;
  changes: Change[];
}

export interface AuditPage {
  items: AuditEntry[];
  next: number | null;
}

/** The three books: changes of records, sign-ins, exports. */
export type Book = "changes" | "sign_in" | "export";

export const OPERATIONS: Record<string, { label: string; color: string }> = {
  create: { label: tk("新建"), color: "green" },
  update: { label: tk("修改"), color: "blue" },
  delete: { label: tk("删除"), color: "red" },
  signed_in: { label: tk("登录"), color: "green" },
  signed_out: { label: tk("退出"), color: "" },
  sign_in_failed: { label: tk("登录失败"), color: "red" },
  export: { label: tk("导出"), color: "orange" },
};

const REASONS: Record<string, string> = { password: tk("登录名或密码不正确"), inactive: tk("账号已停用"), code: tk("验证码不正确") };

const FILTERS = ["who", "resource", "object", "operation", "cause", "since", "until", "text"] as const;
type Name = (typeof FILTERS)[number];

export type Filters = Partial<Record<Name, string>>;

export function filtersFrom(params: URLSearchParams): Filters {
  return Object.fromEntries(FILTERS.flatMap((name) => (params.get(name) ? [[name, params.get(name)!]] : [])));
}

/** What is asked of the server: sign-ins and exports are operations there, and know neither text nor cause. */
export function asked(book: Book, filters: Filters): Filters {
  if (book === "changes") return filters;
  const { who, since, until, resource } = filters;
  return { who, since, until, ...(book === "export" ? { resource } : {}), operation: book };
}

/** A search for text reads every change, so the server wants days: without them, those of the last 90 days. */
export function withDays(filters: Filters, today: string): Filters {
  if (!filters.text || filters.since) return filters;
  return { ...filters, since: new Date(Date.parse(filters.until ?? today) - 90 * 86_400_000).toISOString().slice(0, 10) };
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** A stored value in words: nothing is 空, a reference its name, a list its parts. */
export function plain(value: unknown, t: T): string {
  if (value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length)) return t("空");
  if (typeof value === "boolean") return value ? t("是") : t("否");
  if (Array.isArray(value)) return value.map((one) => plain(one, t)).join(t("、"));
  if (typeof value === "object") return "label" in value ? String(value.label) : JSON.stringify(value);
  return typeof value === "string" && MOMENT.test(value) ? formatDateTime(value) : String(value);
}

/** One line about an entry: its first two changes, then how many more. A created or deleted record is told by its values. */
export function summary(entry: AuditEntry, t: T, device: (agent: string) => string): string {
  if (entry.operation.startsWith("sign")) return signInFacts(entry, t, device);
  const told = entry.changes.filter((change) => entry.operation === "update" || plain(change.new ?? change.old, t) !== t("空"));
  const parts = told.slice(0, 2).map((change) => {
    const value = entry.operation === "update" ? `${plain(change.old, t)} → ${plain(change.new, t)}` : plain(change.new ?? change.old, t);
    return t("{{label}}：{{value}}", { label: change.label, value });
  });
  const more = told.length - parts.length;
  return [...parts, ...(more > 0 ? [t("还有 {{n}} 项", { n: more })] : [])].join(t("；"));
}

function signInFacts(entry: AuditEntry, t: T, device: (agent: string) => string): string {
  const fact = (...names: string[]) => entry.changes.find((change) => names.includes(change.field))?.new;
  const [agent, reason] = [fact("user_agent", "agent"), fact("reason")];
  return [fact("ip"), agent && device(String(agent)), reason && t(REASONS[String(reason)] ?? String(reason))].filter(Boolean).join(" · ");
}

/** Entries under the day on which they were recorded, as the list shows them. */
export function byDay(entries: AuditEntry[]): { day: string; entries: AuditEntry[] }[] {
  const days: { day: string; entries: AuditEntry[] }[] = [];
  for (const entry of entries) {
    const day = formatDateTime(entry.at).slice(0, 10);
    if (days.at(-1)?.day === day) days.at(-1)!.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
