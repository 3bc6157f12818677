/** Shapes of docs/api.md that every resource shares. Rows stay open records: their fields are known from meta alone. */

export type Ref = { id: string; label: string };

export interface Me {
  id: string;
  name: string;
  username: string;
  email: string;
  phone: string;
  language: string;
  must_change_password: boolean;
  second_factor: boolean;
  unit: Ref | null;
  company: Ref | null;
  roles: string[];
  /** People for whom this person stands in today. */
  deputy_for: Ref[];
  grants: Record<string, string[]>;
  /** The modules that are on in a company where the person holds a role. */
  modules: string[];
  preferences: Preferences;
}

export interface Preferences {
  density?: "standard" | "compact";
  money_unit?: MoneyUnit;
  columns?: Record<string, string[]>;
  notify?: NotifyWishes;
  [key: string]: unknown;
}

/** By kind of message the channels; `quiet` two times of day, `digest` the time of the one letter a day. */
export interface NotifyWishes {
  quiet?: [from: string, to: string] | undefined;
  digest?: string | undefined;
  [kind: string]: string[] | string | undefined;
}

export type MoneyUnit = "yuan" | "wan" | "yi";

export type FieldType =
  | "text" | "longtext" | "integer" | "decimal" | "money" | "percent" | "date" | "datetime" | "yesno"
  | "choice" | "choices" | "ref" | "refs" | "phone" | "email" | "url" | "json" | "tags";

export type Op =
  | "=" | "!=" | ">" | ">=" | "<" | "<=" | "in" | "not_in" | "contains" | "starts" | "empty" | "between"
  | "older_than" | "within" | "next" | "period" | "under" | "has" | "has_any" | "has_all";

export interface Option {
  value: string;
  label: string;
  color?: string | null;
  active?: boolean;
}

export interface Field {
  name: string;
  label: string;
  type: FieldType;
  required: boolean;
  readonly: boolean;
  help?: string;
  max_length?: number | null;
  options?: Option[] | null;
  dictionary?: string | null;
  /** Name of the resource that a reference points to. */
  ref?: string | null;
  sortable?: boolean;
  ops?: Op[];
  custom?: boolean;
  masked?: boolean;
  default?: unknown;
  min?: number | string | null;
  max?: number | string | null;
}

export interface ResourceAction {
  name: string;
  label: string;
  danger: boolean;
  confirm: string;
  bulk: boolean;
  inputs: Field[];
}

export interface Meta {
  name: string;
  label: string;
  label_field: string;
  ordering: string;
  can: string[];
  fields: Field[];
  list_display: string[];
  list_filter: string[];
  form: string[];
  search: boolean;
  actions: ResourceAction[];
  importable: boolean;
  /** Records have a team of people beside their department. */
  team: boolean;
  natural_key: string[];
}

export interface ResourceInfo {
  name: string;
  label: string;
  can: string[];
  searchable: boolean;
}

export interface Catalogue {
  resources: ResourceInfo[];
  dictionaries: Record<string, Option[]>;
}

export interface Row {
  id: string;
  version: number;
  /** Only on a row that was read alone: what the asking person may do with it in its state; "attach": files, tags and team, whatever the state. */
  _can?: string[];
  archived_at?: string | null;
  [field: string]: unknown;
}

export interface Page {
  items: Row[];
  next: string | null;
  count?: number | null;
  count_exact?: boolean;
}

export interface OptionItem extends Ref {
  hint?: string;
}

export type Leaf = [field: string, op: Op, value: unknown];
export type Filter = Leaf | { and: Filter[] } | { or: Filter[] } | { not: Filter };

export interface Change {
  field: string;
  label: string;
  old: unknown;
  new: unknown;
}

export interface HistoryEntry {
  id: string;
  at: string;
  event_at: string | null;
  actor: Ref | null;
  cause: string;
  operation: "create" | "update" | "delete";
  changes: Change[];
}

export interface Comment {
  id: string;
  body: string;
  author: Ref | null;
  mentions: Ref[];
  created_at: string;
  edited_at: string | null;
  /** What it answers; `deleted` once that is gone. */
  reply_to: { id: string; author: Ref | null; body: string; deleted: boolean } | null;
  files: StoredFile[];
  /** One's own, within ten minutes. */
  can_edit: boolean;
  can_delete: boolean;
}

export interface StoredFile {
  id: string;
  name: string;
  size: number;
  content_type: string;
  version: number;
  versions: { id: string; version: number; size?: number; uploaded_by?: Ref | null; created_at?: string }[];
  uploaded_by: Ref | null;
  created_at: string;
  preview: boolean;
}

export interface TeamMember {
  user: Ref;
  can_write: boolean;
}

export interface SavedView {
  id: string;
  name: string;
  filter: Filter | null;
  q: string;
  sort: string;
  columns: string[];
  shared: boolean;
  is_default: boolean;
  mine: boolean;
  /** False when fields that it names are gone or closed to the person. */
  usable?: boolean;
}

export interface Notice {
  id: string;
  kind: string;
  title: string;
  body: string;
  resource: string | null;
  object_id: string | null;
  actor: Ref | null;
  /** A rule of automation sent it; it can say why. */
  by_rule?: boolean;
  created_at: string;
  read_at: string | null;
}

export type JobState = "queued" | "running" | "done" | "failed" | "cancelled";

export interface Job {
  id: string;
  kind: string;
  label: string;
  state: JobState;
  done: number;
  total: number;
  message: string;
  result: { url?: string; [key: string]: unknown } | null;
  created_at: string;
  finished_at: string | null;
}

export interface BulkResult {
  done: number;
  failed: { id: string; label: string; message: string }[];
}

export interface SearchGroup {
  resource: string;
  label: string;
  items: OptionItem[];
}

export interface Token {
  id: string;
  name: string;
  created_at: string;
  expires_at: string | null;
  last_used_at: string | null;
  /** What the token is narrowed to; null: everything that its owner may do. */
  grants: [resource: string, action: string][] | null;
  secret?: string;
}
