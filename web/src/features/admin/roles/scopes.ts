import { tk, type T } from "../../../i18n";
import { SCOPES, type Matrix, type Scope } from "../model/matrix";

/** Short enough for a cell; the whole words stand in the list. */
const SHORT: Record<Scope, string> = { own: tk("本人"), department: tk("本部门"), below: tk("部门及下级"), company: tk("本公司"), group: tk("全集团") };

export function shortLabel(scope: Scope | null, t: T): string {
  return scope ? t(SHORT[scope]) : "—";
}

export function scopeLabel(matrix: Matrix, scope: Scope | null, t: T): string {
  return scope ? (matrix.scopes.find((one) => one.value === scope)?.label ?? t(SHORT[scope])) : t("无");
}

/** 0 nothing … 5 the whole group: the depth of the colour, and the key that sets it. */
export function depthOf(scope: Scope | null): number {
  return scope ? SCOPES.indexOf(scope) + 1 : 0;
}

export function scopeAt(depth: number): Scope | null {
  return SCOPES[depth - 1] ?? null;
}
