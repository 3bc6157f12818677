import type { ComponentType, ReactNode } from "react";
import { useSyncExternalStore } from "react";
import type { Meta, Ref, Row } from "../api/types";

/** What every part that a feature hangs onto a record receives. */
export interface RecordProps {
  resource: string;
  row: Row;
  meta: Meta;
}

export interface CreateFormProps {
  resource: string;
  meta: Meta;
  /** Values that the caller has set: the parent, when the form stands inside a record. */
  initial?: Record<string, unknown>;
  onClose: () => void;
  onCreated: (row: Row) => void;
}

export interface DrawerTab {
  key: string;
  /** Chinese source text marked with tk("…"). */
  label: string;
  component: ComponentType<RecordProps>;
  /** The built-in tabs stand at 10 详情, 20 动态, 30 附件, 40 历史. */
  order?: number;
  when?: (row: Row, meta: Meta) => boolean;
  /** Shown only to people who hold this grant. */
  needs?: [resource: string, action: string];
  /** A small figure behind the label: how many there are. */
  badge?: ComponentType<RecordProps>;
}

/** Tabs of one subject; what is left of it for this person decides whether they need a row of their own. */
export interface TabGroup {
  /** Chinese source text marked with tk("…"). */
  label: string;
  tabs: string[];
}

/** What a control gets that chooses one record of a resource. */
export interface PickerProps {
  id?: string;
  value: string | null;
  onChange: (value: string | null) => void;
  disabled?: boolean;
  autoFocus?: boolean;
  allowClear?: boolean;
  placeholder?: string;
  status?: "error";
  /** Labels that the caller already knows. */
  known?: Ref[];
  "aria-describedby"?: string;
}

/** What a control gets that edits one field of a resource in place of the general one. */
export interface OwnInputProps {
  id: string;
  /** In the shape of a request. */
  value: unknown;
  onChange: (value: unknown) => void;
  disabled?: boolean;
  invalid?: boolean;
}

export interface FormGroup {
  /** Chinese source text marked with tk("…"). */
  label: string;
  fields: string[];
}

export interface CardLine {
  title?: ReactNode;
  /** Right of the title. */
  tag?: ReactNode;
  second?: ReactNode;
  /** Right of the second line. */
  right?: ReactNode;
}

export interface ResourceUi {
  /** Where the list stands; search hits, notices and references lead there. Default `/r/<resource>`. */
  listPath?: string;
  /** A full page of one record. Without it, records open in the drawer over the list. */
  detailPath?: (id: string) => string;
  tabs?: DrawerTab[];
  /** Where there are too many tabs for one row: the subjects they belong to, in order. */
  tabGroups?: TabGroup[];
  /** Buttons in the head of the drawer, before the actions from meta. */
  headerButtons?: ComponentType<RecordProps>[];
  /** Buttons in the head of the list, before 新建. */
  listButtons?: ComponentType<{ resource: string; meta: Meta }>[];
  /** Shown above the facts in the 详情 tab: stage bar, warnings, key figures. */
  summary?: ComponentType<RecordProps>;
  /** The two lines of a card on the phone. Parts left out fall back to list_display. */
  cardLine?: (row: Row, meta: Meta) => CardLine;
  /** Cells drawn by the feature, by field name. */
  cells?: Record<string, (row: Row) => ReactNode>;
  /** The same in the 详情 tab, for fields whose value alone says little there. */
  facts?: Record<string, (row: Row) => ReactNode>;
  widths?: Record<string, number>;
  /** Groups of the form and of the 详情 tab; fields that no group names follow at the end. */
  groups?: FormGroup[];
  /** Own form instead of the one drawn from meta, for creating. */
  createForm?: ComponentType<CreateFormProps>;
  /** A hint under the field while one types in the form (duplicates, collisions …). */
  formHints?: Record<string, ComponentType<{ value: unknown; values: Record<string, unknown>; row: Row | null }>>;
  /** Under the field from the first moment: what may be written there. */
  formAids?: Record<string, ComponentType<{ values: Record<string, unknown>; row: Row | null }>>;
  /** The control of a field that none of the general ones fits, by field name: the shifts of a calendar. */
  inputs?: Record<string, ComponentType<OwnInputProps>>;
  /** Chooses one record of this resource in forms, instead of the search box: the org tree for units. */
  picker?: ComponentType<PickerProps>;
  /** Built-in tabs that make no sense here. */
  without?: ("comments" | "files")[];
  /** Fields that 详情 leaves out because the feature shows them better elsewhere. */
  hidden?: string[];
  /** Actions of meta for which the feature has controls of its own: the general buttons leave them out. */
  ownActions?: string[];
  /** Shown first beside the overview of a record that has one (a customer's 360° page): advice, warnings. */
  asides?: ComponentType<RecordProps>[];
  /** On the full page of a record, above its tabs: what other features have to say before one goes on with it. */
  banners?: ComponentType<RecordProps>[];
  /** Called with what the server shows this one time (`_once` of an answer: a first password). It is kept nowhere else. */
  onOnce?: (once: Record<string, string>, row: Row) => void;
  /** Of settings: what holds while nobody has entered one. Shown where the list is empty. */
  unset?: () => string;
  /** Values that a new record starts with. */
  initial?: () => Record<string, unknown>;
}

const entries = new Map<string, ResourceUi>();
const listeners = new Set<() => void>();
const NOTHING: ResourceUi = {};

/** Adds a feature's parts to a resource. Called at import time; several features may add tabs and buttons to the same one. */
export function registerResourceUi(resource: string, ui: ResourceUi): void {
  const before = entries.get(resource) ?? {};
  entries.set(resource, {
    ...before,
    ...ui,
    tabs: [...(before.tabs ?? []), ...(ui.tabs ?? [])],
    headerButtons: [...(before.headerButtons ?? []), ...(ui.headerButtons ?? [])],
    listButtons: [...(before.listButtons ?? []), ...(ui.listButtons ?? [])],
    asides: [...(before.asides ?? []), ...(ui.asides ?? [])],
    banners: [...(before.banners ?? []), ...(ui.banners ?? [])],
    ownActions: [...(before.ownActions ?? []), ...(ui.ownActions ?? [])],
    cells: { ...before.cells, ...ui.cells },
    facts: { ...before.facts, ...ui.facts },
    widths: { ...before.widths, ...ui.widths },
    formHints: { ...before.formHints, ...ui.formHints },
    formAids: { ...before.formAids, ...ui.formAids },
    inputs: { ...before.inputs, ...ui.inputs },
  });
  listeners.forEach((listener) => listener());
}

export function resourceUi(resource: string): ResourceUi {
  return entries.get(resource) ?? NOTHING;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useResourceUi(resource: string): ResourceUi {
  return useSyncExternalStore(subscribe, () => resourceUi(resource));
}

/** Draws again when features have added their parts, for pages that lead to records before that. */
export function useRegistered(): number {
  return useSyncExternalStore(subscribe, () => entries.size);
}

export function listPath(resource: string): string {
  return resourceUi(resource).listPath ?? `/r/${resource}`;
}

/** Where one record is shown: its own page, or the drawer over its list. */
export function recordPath(resource: string, id: string): string {
  const detail = resourceUi(resource).detailPath;
  return detail ? detail(id) : `${listPath(resource)}?open=${id}`;
}
