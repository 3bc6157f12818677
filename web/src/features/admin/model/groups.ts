import { tk } from "../../../i18n";

/** Under which heading a resource stands on the screens of this feature; what nobody has named yet is business. */
const GROUPS: [label: string, names: string[]][] = [
  [tk("客户管理"), ["customers", "contacts", "interactions", "feedbacks", "leads", "cooperations", "addresses", "qualifications"]],
  [tk("其他业务"), []],
  [tk("组织与权限"), ["units", "users", "roles", "memberships", "delegations"]],
  [tk("系统设置"), ["dictionary_entries", "custom_fields", "numbering_rules", "holidays", "tags", "views", "import_batches", "audit"]],
];
const REST = 1;

export interface Group<R> {
  /** Chinese source text; translate with t(). */
  label: string;
  items: R[];
}

/** Resources under their headings, in the order of the headings; within one as the heading lists them, then as they came. */
export function grouped<R extends { name: string }>(resources: R[]): Group<R>[] {
  const place = (name: string) => GROUPS.findIndex(([, names]) => names.includes(name));
  return GROUPS.map(([label, names], at) => ({
    label,
    items: resources
      .filter(({ name }) => (place(name) < 0 ? REST : place(name)) === at)
      .toSorted((a, b) => (names.indexOf(a.name) + 1000) % 1000 - (names.indexOf(b.name) + 1000) % 1000),
  })).filter((group) => group.items.length > 0);
}

/** Records that people work with: those that may get fields of the firm's own. */
export function isBusiness(name: string): boolean {
  return name === "units" || name === "users" || !GROUPS.slice(REST + 1).some(([, names]) => names.includes(name));
}
