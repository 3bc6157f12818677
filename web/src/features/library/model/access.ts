import type { Ref } from "../../../api/types";
import type { Grant } from "./types";

export type Who = "person" | "unit" | "role";

/** Whom a grant is for. */
export function whoOf(grant: Grant): Ref & { kind: Who } {
  const kind: Who = grant.person ? "person" : grant.unit ? "unit" : "role";
  return { kind, ...(grant[kind] ?? { id: "", label: "" }) };
}

export function grantKey(grant: Grant): string {
  const who = whoOf(grant);
  return `${who.kind}-${who.id}`;
}

/** With one more who may look in; whoever is there already stays as they are. */
export function withGrant(grants: Grant[], kind: Who, ref: Ref): Grant[] {
  const one: Grant = { role: null, unit: null, person: null, [kind]: ref, level: "read" };
  return grants.some((other) => grantKey(other) === grantKey(one)) ? grants : [...grants, one];
}
