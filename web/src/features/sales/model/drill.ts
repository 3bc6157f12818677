import { API } from "../../../api/client";
import type { Filter } from "../../../api/types";

/** What the analysis is asked for; days are both included. */
export interface Span { since?: string; until?: string; unit?: string; owner?: string; project_type?: string; region?: string }

/** Which day the span is about: the one the opportunity was entered, or the one it was decided. */
type Day = "opened_on" | "closed_at";

function spanLeaves(span: Span, day: Day | null): Filter[] {
  return [
    ...(day && span.since && span.until ? [[day, "between", [span.since, span.until]] as Filter] : []),
    ...(day && span.since && !span.until ? [[day, ">=", span.since] as Filter] : []),
    ...(day && !span.since && span.until ? [[day, "<=", span.until] as Filter] : []),
    ...(span.unit ? [["unit", "under", span.unit] as Filter] : []),
    ...(span.owner ? [["owner", "in", [span.owner]] as Filter] : []),
    ...(span.project_type ? [["project_type", "in", [span.project_type]] as Filter] : []),
    ...(span.region ? [["region", "=", span.region] as Filter] : []),
  ];
}

/** Where a figure's records are: the list under this filter. */
export function listLink(leaves: Filter[]): string {
  const filter: Filter = leaves.length === 1 ? leaves[0]! : { and: leaves };
  return `/opportunities/list?${new URLSearchParams({ view: "all", ...(leaves.length ? { filter: JSON.stringify(filter) } : {}) }).toString()}`;
}

/** The four figures as a workbook. */
export function workbookUrl(span: Span): string {
  const asked = new URLSearchParams(Object.entries(span).filter(([, value]) => value) as [string, string][]).toString();
  return `${API}/sales/analysis.xlsx${asked ? `?${asked}` : ""}`;
}

/** One value of a grouped figure; an empty value means that nobody has filled the field in. */
function valueLeaf(field: string, value: string, type: "choice" | "text"): Filter {
  if (!value) return [field, "empty", true];
  return type === "text" ? [field, "=", value] : [field, "in", [value]];
}

const GROUPS: Record<string, [field: string, type: "choice" | "text"]> = {
  phase: ["lost_phase", "choice"],
  region: ["region", "text"],
  project_type: ["project_type", "choice"],
  reason: ["lost_reason", "choice"],
  owner: ["owner", "choice"],
  source: ["source", "choice"],
};

export function lossLink(span: Span, by: string, value: string): string {
  const [field, type] = GROUPS[by]!;
  return listLink([["state", "in", ["lost"]], valueLeaf(field, value, type), ...spanLeaves(span, "closed_at")]);
}

/** Of a customer that has left: its own fields, or those of the customer. */
const LEFT: Record<string, string> = { phase: "phase", churn_reason: "reason", region: "customer.region", project_type: "customer.industry", owner: "customer.owner" };

/** The entries of customers that left behind one bar. */
export function departureLink(span: Span, by: string, value: string): string {
  const leaves: Filter[] = [
    valueLeaf(LEFT[by]!, value, by === "region" ? "text" : "choice"),
    ...(span.since ? [["left_on", ">=", span.since] as Filter] : []),
    ...(span.until ? [["left_on", "<=", span.until] as Filter] : []),
    ...(span.unit ? [["customer.unit", "under", span.unit] as Filter] : []),
    ...(span.owner ? [["customer.owner", "in", [span.owner]] as Filter] : []),
    ...(span.project_type ? [["customer.industry", "in", [span.project_type]] as Filter] : []),
    ...(span.region ? [["customer.region", "=", span.region] as Filter] : []),
  ];
  return `/r/churns?${new URLSearchParams({ view: "all", filter: JSON.stringify({ and: leaves }) }).toString()}`;
}

export function winLink(span: Span, by: string, value: string): string {
  const [field, type] = GROUPS[by]!;
  return listLink([["state", "in", ["won", "lost"]], valueLeaf(field, value, type), ...spanLeaves(span, "closed_at")]);
}

/** Those of the span that stand in a phase now. */
export function phaseLink(span: Span, phase: string): string {
  return listLink([["phase", "in", [phase]], ["state", "in", ["open", "won"]], ...spanLeaves(span, "opened_on")]);
}

export function lostInPhaseLink(span: Span, phase: string): string {
  return listLink([["lost_phase", "in", [phase]], ["state", "in", ["lost"]], ...spanLeaves(span, "opened_on")]);
}

/** Last day of a month `2026-11`. */
export function monthEnd(month: string): string {
  const [year, number] = month.split("-").map(Number) as [number, number];
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
}

export function monthLink(span: Span, month: string, won: boolean): string {
  const days = [`${month}-01`, monthEnd(month)];
  const of = spanLeaves(span, null);
  return won
    ? listLink([["state", "in", ["won"]], ["closed_at", "between", days], ...of])
    : listLink([["state", "in", ["open"]], ["expected_on", "between", days], ...of]);
}

/** Open ones whose expected day has passed, or that have none. */
export function lateLink(span: Span, today: string): string {
  return listLink([["state", "in", ["open"]], ["expected_on", "<", `${today.slice(0, 7)}-01`], ...spanLeaves(span, null)]);
}

export function undatedLink(span: Span): string {
  return listLink([["state", "in", ["open"]], ["expected_on", "empty", true], ...spanLeaves(span, null)]);
}

export type Preset = "quarter" | "year" | "year_back" | "all";

/** The span of a preset on a day: this quarter, this year, the last twelve months, everything. */
export function presetSpan(preset: Preset, today: string): Pick<Span, "since" | "until"> {
  const [year, month, day] = today.split("-").map(Number) as [number, number, number];
  const pad = (n: number) => String(n).padStart(2, "0");
  if (preset === "quarter") return { since: `${year}-${pad(Math.floor((month - 1) / 3) * 3 + 1)}-01`, until: today };
  if (preset === "year") return { since: `${year}-01-01`, until: today };
  if (preset === "year_back") return { since: yearBack(year, month, day), until: today };
  return {};
}

/** The day after the same day of last year: the workbench counts its twelve months from that day as well. */
function yearBack(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year - 1, month, 0)).getUTCDate();
  return new Date(Date.UTC(year - 1, month - 1, Math.min(day, last) + 1)).toISOString().slice(0, 10);
}
