import type { Folder } from "./types";

export interface Branch {
  folder: Folder;
  depth: number;
  children: Branch[];
}

/** The folders as a tree, each level by its place and then by name. A folder whose parent one may not see stands at the top. */
export function grow(folders: Folder[]): Branch[] {
  const known = new Set(folders.map((one) => one.id));
  const under = new Map<string, Folder[]>();
  for (const folder of folders) {
    const parent = folder.parent && known.has(folder.parent) ? folder.parent : "";
    under.set(parent, [...(under.get(parent) ?? []), folder]);
  }
  const level = (parent: string, depth: number): Branch[] =>
    (under.get(parent) ?? []).toSorted(byPlace).map((folder) => ({ folder, depth, children: level(folder.id, depth + 1) }));
  return level("", 0);
}

/** By place, then by name as people count: 图纸 2 before 图纸 10. */
export function byPlace(a: Folder, b: Folder): number {
  return (a.position ?? 0) - (b.position ?? 0) || a.name.localeCompare(b.name, "zh-Hans-CN", { numeric: true });
}

/** The branches on screen: those below a folded one are left out. */
export function unfolded(tree: Branch[], open: ReadonlySet<string>): Branch[] {
  return tree.flatMap((branch) => [branch, ...(open.has(branch.folder.id) ? unfolded(branch.children, open) : [])]);
}

/** From the top down to the folder itself; empty when it is not there. */
export function pathTo(folders: Folder[], id: string | null): Folder[] {
  const byId = new Map(folders.map((one) => [one.id, one]));
  const path: Folder[] = [];
  for (let at = id ? byId.get(id) : undefined; at && !path.includes(at); at = at.parent ? byId.get(at.parent) : undefined) path.unshift(at);
  return path;
}

/** A folder cannot go into itself, into what lies in it, or where it already is. */
export function mayMoveInto(folders: Folder[], moved: string, target: string): boolean {
  const from = folders.find((one) => one.id === moved);
  return from?.parent !== target && !pathTo(folders, target).some((one) => one.id === moved);
}

/** Where an arrow key leads in the tree, and which folders are open then. Null: the key is not for the tree. */
export function walk(shown: Branch[], open: ReadonlySet<string>, at: string | null, key: string): { at: string; open: ReadonlySet<string> } | null {
  const index = Math.max(0, shown.findIndex((one) => one.folder.id === at));
  const here = shown[index];
  if (!here) return null;
  const to = (branch: Branch | undefined) => ({ at: (branch ?? here).folder.id, open });
  const isOpen = open.has(here.folder.id);
  switch (key) {
    case "ArrowDown": return to(shown[index + 1]);
    case "ArrowUp": return to(shown[index - 1]);
    case "Home": return to(shown[0]);
    case "End": return to(shown.at(-1));
    case "ArrowRight":
      if (here.children.length && !isOpen) return { at: here.folder.id, open: new Set([...open, here.folder.id]) };
      return to(isOpen ? here.children[0] : undefined);
    case "ArrowLeft":
      if (isOpen && here.children.length) return { at: here.folder.id, open: new Set([...open].filter((id) => id !== here.folder.id)) };
      return to(shown.find((one) => one.folder.id === here.folder.parent));
    default: return null;
  }
}
