import type { Change, Ref } from "../../../api/types";
import { formatDateTime } from "../../../kit/format";
import { tk, type T } from "../../../i18n";
import { colorWord } from "../../../kit/colors";

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
  archived: { label: tk("归档"), color: "orange" },
  restored: { label: tk("恢复"), color: "green" },
};

/** What a change means to people: putting away and taking back are no ordinary edits. */
export function meaning(entry: AuditEntry): string {
  const put = entry.operation === "update" ? entry.changes.find((change) => change.field === "archived_at") : undefined;
  return put ? (put.new ? "archived" : "restored") : entry.operation;
}

/** Records that no screen shows and that bear no name for people. */
const TABLES: Record<string, string> = { orgs_grant: tk("授权"), orgs_fieldgrant: tk("字段可见"), orgs_apitoken: tk("API 令牌"), customers_merge: tk("客户合并"), customers_notduplicate: tk("确认不重复") };
const ACTIONS: Record<string, string> = { read: tk("查看"), create: tk("新建"), update: tk("编辑"), archive: tk("归档"), export: tk("导出"), import: tk("导入") };
const SCOPES: Record<string, string> = { own: tk("本人"), department: tk("本部门"), below: tk("部门及下级"), company: tk("本公司"), group: tk("全集团") };

/** An entry with names instead of codes: colours; of records without a screen, of the resources, actions and scopes of grants. */
export function named(entry: AuditEntry, resources: ReadonlyMap<string, string>, t: T): AuditEntry {
  const label = entry.object.label === entry.object.id ? "" : entry.object.label;
  const table = TABLES[entry.resource];
  if (!table) return { ...entry, object: { ...entry.object, label }, changes: entry.changes.map((change) => coloured(change, t)) };
  const word = (field: string, value: unknown) => {
    const text = field === "resource" ? resources.get(String(value)) : field === "action" ? ACTIONS[String(value)] : field === "scope" ? SCOPES[String(value)] : undefined;
    return text === undefined ? value : t(text);
  };
  const changes = entry.changes.map((change) => ({ ...change, old: word(change.field, change.old), new: word(change.field, change.new) }));
  return { ...entry, resource_label: t(table), object: { ...entry.object, label: label || ofGrant(changes, t) }, changes };
}

/** A colour by its name; what people type for a colour elsewhere stays as it is. */
function coloured(change: Change, t: T): Change {
  if (change.field !== "color") return change;
  const word = (value: unknown) => (value ? t(colorWord(value) ?? String(value)) : value);
  return { ...change, old: word(change.old), new: word(change.new) };
}

/** 销售：客户·导出, where the change tells all of it. */
function ofGrant(changes: Change[], t: T): string {
  const [role, resource, what] = [["role"], ["resource"], ["action", "field"]].map((names) => changes.find((change) => names.includes(change.field)));
  const value = (change: Change | undefined) => (change ? plain(change.new ?? change.old, t) : "");
  return role && resource && what ? t("{{role}}：{{resource}}·{{what}}", { role: value(role), resource: value(resource), what: value(what) }) : "";
}

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
  if (entry.operation === "export") return exportFacts(entry, t);
  const told = entry.changes.filter((change) => !(entry.operation === "update" && change.field === "archived_at")).filter((change) => entry.operation === "update" || plain(change.new ?? change.old, t) !== t("空"));
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

/** How many rows left the house, and by which question. */
function exportFacts(entry: AuditEntry, t: T): string {
  const value = (name: string) => entry.changes.find((change) => change.field === name)?.new;
  const rows = Array.isArray(value("rows")) ? (value("rows") as unknown[])[0] : value("rows");
  const question = (value("asked") ?? {}) as { q?: string; text?: string; ids?: unknown[] | null; filter?: unknown; format?: string };
  const text = question.q || question.text;
  return [
    typeof rows === "number" && t("{{n}} 行", { n: rows }), question.format, text && t("搜索“{{text}}”", { text }),
    question.ids?.length ? t("勾选的记录") : question.filter && t("按筛选条件"),
  ].filter(Boolean).join(" · ");
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
