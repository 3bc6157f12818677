import { useEffect, useRef, useState } from "react";
import { CaretRightFilled } from "@ant-design/icons";
import { useT } from "../../../../i18n";
import { grow, mayMoveInto, pathTo, unfolded, walk, type Branch } from "../../model/tree";
import type { Folder } from "../../model/types";
import { FolderMark } from "../marks";
import { release, take, useTarget, type Held } from "./hand";

interface Props {
  folders: Folder[];
  at: string | null;
  onOpen: (id: string) => void;
  /** Absent where nothing can be moved: in a chooser. */
  onPut?: (what: Held, folder: string) => void;
  /** Folders that cannot be chosen. */
  closed?: (folder: Folder) => boolean;
  label: string;
}

/** Folders as a tree: arrows walk and fold, Enter opens; documents, folders and files from the desktop can be put on them. */
export function FolderTree({ folders, at, onOpen, onPut, closed, label }: Props) {
  const tree = grow(folders);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(tree.map((one) => one.folder.id)));
  const [focus, setFocus] = useState<string | null>(at);
  const list = useRef<HTMLUListElement>(null);
  // The way to the folder that is shown stands open, however one came there.
  useEffect(() => {
    setOpen((before) => new Set([...before, ...pathTo(folders, at).slice(0, -1).map((one) => one.id)]));
    setFocus(at);
  }, [folders, at]);
  const shown = unfolded(tree, open);
  const held = shown.some((one) => one.folder.id === focus) ? focus : (shown[0]?.folder.id ?? null);
  const toggle = (id: string) => setOpen((before) => (before.has(id) ? new Set([...before].filter((one) => one !== id)) : new Set([...before, id])));
  const onKey = (event: React.KeyboardEvent) => {
    if (event.key === "Enter" || event.key === " ") {
      const branch = shown.find((one) => one.folder.id === held);
      if (!branch || closed?.(branch.folder)) return;
      event.preventDefault();
      return onOpen(branch.folder.id);
    }
    const next = walk(shown, open, held, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    setOpen(next.open);
    setFocus(next.at);
    list.current?.querySelector<HTMLElement>(`[data-id="${next.at}"]`)?.focus();
  };
  return (
    <ul ref={list} role="tree" className="lib-tree" aria-label={label}>
      {shown.map((branch) => (
        <Line key={branch.folder.id} branch={branch} folders={folders} open={open.has(branch.folder.id)} current={branch.folder.id === at} held={branch.folder.id === held}
          closed={closed?.(branch.folder) ?? false} onOpen={() => onOpen(branch.folder.id)} onToggle={() => toggle(branch.folder.id)} onPut={onPut} onKey={onKey} />
      ))}
    </ul>
  );
}

interface LineProps {
  branch: Branch;
  folders: Folder[];
  open: boolean;
  current: boolean;
  held: boolean;
  closed: boolean;
  onOpen: () => void;
  onToggle: () => void;
  onPut: Props["onPut"];
  onKey: (event: React.KeyboardEvent) => void;
}

function Line({ branch, folders, open, current, held, closed, onOpen, onToggle, onPut, onKey }: LineProps) {
  const { t } = useT();
  const { folder, depth, children } = branch;
  const may = folder.can.includes("write");
  const target = useTarget({ folder: folder.id, files: may && Boolean(onPut), onPut, mayPut: (what) => may && what.folders.every((id) => mayMoveInto(folders, id, folder.id)) });
  const root = folder.parent === null;
  return (
    <li role="treeitem" aria-level={depth + 1} aria-expanded={children.length ? open : undefined} aria-selected={current} aria-disabled={closed} tabIndex={held ? 0 : -1} data-id={folder.id}
      className={`lib-branch${current ? " on" : ""}${target.over ? " over" : ""}${closed ? " closed" : ""}`} style={{ paddingInlineStart: 6 + depth * 16 }} {...target.props}
      draggable={Boolean(onPut) && may && !root} onDragStart={(event) => { event.stopPropagation(); take(event, { documents: [], folders: [folder.id] }, folder.name); }} onDragEnd={release}
      onClick={() => !closed && onOpen()} onKeyDown={onKey}>
      <button type="button" className="plain lib-caret" tabIndex={-1} aria-hidden={!children.length} aria-label={open ? t("收起") : t("展开")} style={{ visibility: children.length ? "visible" : "hidden" }}
        onClick={(event) => { event.stopPropagation(); onToggle(); }}><CaretRightFilled rotate={open ? 90 : 0} /></button>
      <FolderMark restricted={folder.restricted} />
      <span className="ellipsis grow" title={folder.name}>{folder.name}</span>
      {folder.documents > 0 && <span className="muted small num">{folder.documents}</span>}
    </li>
  );
}
