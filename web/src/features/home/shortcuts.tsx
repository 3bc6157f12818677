import type { ReactNode } from "react";
import { FilterOutlined, PlusOutlined } from "@ant-design/icons";
import { t } from "../../i18n";
import type { Me } from "../../api/types";
import { menuFor, type MenuEntry } from "../../resource/feature";
import { listPath } from "../../resource/registry";
import type { Shortcut } from "./api";

export interface ShownShortcut {
  key: string;
  shortcut: Shortcut;
  label: string;
  icon: ReactNode;
  /** Where it leads, or … */
  path?: string;
  /** … the resource of which it makes a new record. */
  create?: string;
}

/** Menu entries that are the list of one resource: the first entry that asks for reading it. */
export function listsOf(me: Me): { resource: string; entry: MenuEntry }[] {
  const found = menuFor(me).flatMap((entry) => (entry.can?.length === 1 && entry.can[0]![1] === "read" ? [{ resource: entry.can[0]![0], entry }] : []));
  return found.filter((one, i) => found.findIndex((other) => other.resource === one.resource) === i);
}

/** What can be made from the workbench. */
export function creatable(me: Me): { resource: string; entry: MenuEntry }[] {
  return listsOf(me).filter(({ resource }) => me.grants[resource]?.includes("create"));
}

export const shortcutKey = (shortcut: Shortcut): string => (typeof shortcut === "string" ? shortcut : `view:${shortcut.view}`);

/** A shortcut as it is drawn; null: it leads to something that this person does not have (any more). */
export function shown(shortcut: Shortcut, me: Me): ShownShortcut | null {
  const key = shortcutKey(shortcut);
  if (typeof shortcut !== "string") {
    if (!shortcut.view || !me.grants[shortcut.resource]?.includes("read")) return null;
    return { key, shortcut, label: String(shortcut.label), icon: <FilterOutlined />, path: `${listPath(shortcut.resource)}?view=${shortcut.view}` };
  }
  const [kind, name] = shortcut.split(":") as [string, string];
  if (kind === "create") {
    const found = creatable(me).find((one) => one.resource === name);
    return found ? { key, shortcut, label: t("新建{{label}}", { label: t(found.entry.label) }), icon: <PlusOutlined />, create: name } : null;
  }
  const entry = menuFor(me).find((one) => one.key === name && name !== "home");
  return entry ? { key, shortcut, label: t(entry.label), icon: entry.icon, path: entry.path } : null;
}

/** Those of the list that can be drawn, each once. */
export function allShown(shortcuts: Shortcut[], me: Me): ShownShortcut[] {
  const drawn = shortcuts.map((one) => shown(one, me)).filter((one): one is ShownShortcut => one !== null);
  return drawn.filter((one, i) => drawn.findIndex((other) => other.key === one.key) === i);
}
