import type { Field } from "../../api/types";
import type { FormGroup } from "../registry";
import { tk } from "../../i18n";

export interface FieldGroup {
  /** Chinese source text, or null for fields without a heading. */
  label: string | null;
  fields: Field[];
}

/** Fields in the feature's groups; those that no group names (custom fields, for one) follow under a heading of their own. */
export function grouped(fields: Field[], groups: FormGroup[] | undefined): FieldGroup[] {
  if (!groups?.length) return [{ label: null, fields }];
  const used = new Set(groups.flatMap((group) => group.fields));
  const rest = fields.filter((field) => !used.has(field.name));
  const named = groups.map((group) => ({ label: group.label, fields: group.fields.flatMap((name) => fields.find((f) => f.name === name) ?? []) }));
  return [...named, { label: tk("其他信息"), fields: rest }]
    .filter((group) => group.fields.length);
}
