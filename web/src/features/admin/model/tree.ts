import type { Ref } from "../../../api/types";
import { tk } from "../../../i18n";

export type UnitKind = "group" | "subsidiary" | "department" | "team";

/** One unit as `/units/tree` answers it: depth-first, siblings in their order. */
export interface Unit {
  id: string;
  version: number;
  name: string;
  short_name: string;
  code: string;
  kind: UnitKind;
  parent: string | null;
  depth: number;
  position: number;
  active: boolean;
  manager: Ref | null;
  /** Active people of the unit itself that one may see. */
  people: number;
  /** With those of all units below. */
  people_below: number;
  _can: string[];
}

export interface UnitNode {
  key: string;
  unit: Unit;
  children: UnitNode[];
}

const ORDER: UnitKind[] = ["group", "subsidiary", "department", "team"];
export const KIND_LABELS: Record<UnitKind, string> = { group: tk("集团"), subsidiary: tk("子公司"), department: tk("部门"), team: tk("班组") };

export function buildTree(units: Unit[]): UnitNode[] {
  const nodes = new Map<string, UnitNode>(units.map((unit) => [unit.id, { key: unit.id, unit, children: [] }]));
  const roots: UnitNode[] = [];
  for (const node of nodes.values()) {
    const above = node.unit.parent ? nodes.get(node.unit.parent) : undefined;
    (above?.children ?? roots).push(node);
  }
  return roots;
}

/** The unit and everything above it, the root first. */
export function pathOf(units: Unit[], id: string | null): Unit[] {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const path: Unit[] = [];
  for (let unit = id ? byId.get(id) : undefined; unit && !path.includes(unit); unit = unit.parent ? byId.get(unit.parent) : undefined) path.unshift(unit);
  return path;
}

/** Short name of the company that a unit belongs to; empty for companies themselves and for the head office. */
export function companyOf(units: Unit[], id: string): string {
  const company = pathOf(units, id).findLast((unit) => unit.kind === "subsidiary" && unit.id !== id);
  return company ? company.short_name || company.name : "";
}

/** Ids of the unit and of everything below it. */
export function below(units: Unit[], id: string): Set<string> {
  const found = new Set([id]);
  // Depth-first order: whoever is above has been met before.
  for (const unit of units) if (unit.parent && found.has(unit.parent)) found.add(unit.id);
  return found;
}

/** Units whose name, short name or code holds the text (or that the server has found by it), and all above them. */
export function search(units: Unit[], text: string, alsoFound: Iterable<string> = []): { hits: Set<string>; shown: Set<string> } {
  const wanted = text.trim().toLowerCase();
  const hits = new Set(alsoFound);
  for (const unit of units) if ([unit.name, unit.short_name, unit.code].some((part) => part.toLowerCase().includes(wanted))) hits.add(unit.id);
  const shown = new Set<string>();
  for (const id of hits) for (const unit of pathOf(units, id)) shown.add(unit.id);
  return { hits, shown };
}

/** Kinds that may stand below a unit of this kind: never higher than it, and nothing below a team. */
export function kindsBelow(kind: UnitKind): UnitKind[] {
  return kind === "team" ? [] : ORDER.slice(Math.max(1, ORDER.indexOf(kind)));
}

/** What a new unit below this one most likely is. */
export function nextKind(kind: UnitKind): UnitKind {
  return kind === "group" ? "subsidiary" : kind === "subsidiary" ? "department" : "team";
}

/** Why a unit cannot go below another, as a sentence to translate; null: it can. The server has the last word. */
export function whyNotBelow(units: Unit[], unit: Unit, target: Unit): string | null {
  if (unit.kind === "group") return tk("集团是最上级，不能移动。");
  if (target.id === unit.parent) return tk("它已经在这个单位之下。");
  if (below(units, unit.id).has(target.id)) return tk("不能移到它自己或它的下级之下。");
  if (!kindsBelow(target.kind).includes(unit.kind)) return tk("顺序是集团、子公司、部门、班组：下级不能高于上级。");
  return target.active ? null : tk("这个单位已停用，请先启用它。");
}
