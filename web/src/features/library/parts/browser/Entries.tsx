import { Checkbox } from "antd";
import { CaretDownFilled, CaretUpFilled } from "@ant-design/icons";
import { DateText } from "../../../../kit/DateText";
import { formatSize } from "../../../../kit/format";
import { tk, useT } from "../../../../i18n";
import type { Doc, Folder } from "../../model/types";
import { FileMark, FolderMark, LockMark, StatusMark, versionWord } from "../marks";
import { release, take, useTarget, type Held } from "./hand";

export interface Picked {
  documents: ReadonlySet<string>;
  folders: ReadonlySet<string>;
}

export interface EntriesProps {
  folders: Folder[];
  docs: Doc[];
  open: string | null;
  picked: Picked;
  onPick: (picked: Picked) => void;
  onFolder: (id: string) => void;
  onDoc: (id: string) => void;
  onPut?: (what: Held, folder: string) => void;
  mayPut: (what: Held, folder: Folder) => boolean;
  sort: string;
  onSort: (sort: string) => void;
  onRemove?: () => void;
}

export const flip = (set: ReadonlySet<string>, id: string): ReadonlySet<string> => (set.has(id) ? new Set([...set].filter((one) => one !== id)) : new Set([...set, id]));

const COLUMNS: { key: string; label: string }[] = [
  { key: "name", label: tk("名称") },
  { key: "status", label: tk("状态") },
  { key: "current", label: tk("版本") },
  { key: "size", label: tk("大小") },
  { key: "owner", label: tk("负责人") },
  { key: "updated_at", label: tk("更新时间") },
];

/** The folders and documents of one folder on a desk. ↑ ↓ walk, Space picks, Enter opens, Delete removes. */
export function Entries(props: EntriesProps) {
  const { t } = useT();
  const { folders, docs, picked, onPick, sort, onSort } = props;
  const all = folders.length + docs.length;
  const chosen = picked.documents.size + picked.folders.size;
  const onKey = (event: React.KeyboardEvent<HTMLTableSectionElement>) => {
    const names = [...event.currentTarget.querySelectorAll<HTMLElement>(".lib-name")];
    const at = names.indexOf(document.activeElement as HTMLElement);
    if (at < 0) return;
    const row = names[at]!.closest<HTMLElement>("tr")!;
    if (event.key === "ArrowDown") names[at + 1]?.focus();
    else if (event.key === "ArrowUp") names[at - 1]?.focus();
    else if (event.key === " ") onPick(row.dataset.kind === "folder" ? { ...picked, folders: flip(picked.folders, row.dataset.id!) } : { ...picked, documents: flip(picked.documents, row.dataset.id!) });
    else if (event.key === "Delete" && chosen) props.onRemove?.();
    else return;
    event.preventDefault();
  };
  return (
    <table className="lib-entries">
      <thead>
        <tr>
          <th className="lib-check"><Checkbox aria-label={t("全选")} checked={chosen > 0 && chosen === all} indeterminate={chosen > 0 && chosen < all}
            onChange={(event) => onPick(event.target.checked ? { folders: new Set(folders.map((one) => one.id)), documents: new Set(docs.map((one) => one.id)) } : { folders: new Set(), documents: new Set() })} /></th>
          {COLUMNS.map(({ key, label }) => {
            const way = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";
            return <th key={key} scope="col" className={`lib-col-${key}`} aria-sort={way}><button type="button" className="plain" onClick={() => onSort(way === "ascending" ? `-${key}` : key)}>{t(label)} {way === "ascending" ? <CaretUpFilled /> : way === "descending" ? <CaretDownFilled /> : null}</button></th>;
          })}
        </tr>
      </thead>
      <tbody onKeyDown={onKey}>
        {folders.map((folder) => <FolderRow key={folder.id} folder={folder} {...props} />)}
        {docs.map((doc) => <DocRow key={doc.id} doc={doc} {...props} />)}
      </tbody>
    </table>
  );
}

/** All that is picked goes along when one of it is dragged; else the one alone. */
function inHand(picked: Picked, kind: keyof Picked, id: string): Held {
  if (!picked[kind].has(id)) return kind === "folders" ? { documents: [], folders: [id] } : { documents: [id], folders: [] };
  return { documents: [...picked.documents], folders: [...picked.folders] };
}

function FolderRow({ folder, picked, onPick, onFolder, onPut, mayPut }: EntriesProps & { folder: Folder }) {
  const { t } = useT();
  const may = folder.can.includes("write");
  const target = useTarget({ folder: folder.id, files: may && Boolean(onPut), onPut, mayPut: (what) => mayPut(what, folder) });
  return (
    <tr data-kind="folder" data-id={folder.id} className={target.over ? "over" : picked.folders.has(folder.id) ? "picked" : undefined} {...target.props}
      draggable={Boolean(onPut) && may} onDragStart={(event) => take(event, inHand(picked, "folders", folder.id), folder.name)} onDragEnd={release}>
      <td className="lib-check"><Checkbox checked={picked.folders.has(folder.id)} aria-label={t("选择{{name}}", { name: folder.name })} onChange={() => onPick({ ...picked, folders: flip(picked.folders, folder.id) })} /></td>
      <td><button type="button" className="plain lib-name" onClick={() => onFolder(folder.id)}><FolderMark restricted={folder.restricted} /><span className="ellipsis">{folder.name}</span></button></td>
      <td colSpan={5} className="muted">{folder.documents > 0 && t("{{n}} 份资料", { n: folder.documents })}</td>
    </tr>
  );
}

function DocRow({ doc, open, picked, onPick, onDoc, onPut }: EntriesProps & { doc: Doc }) {
  const { t } = useT();
  return (
    <tr data-kind="doc" data-id={doc.id} className={open === doc.id ? "on" : picked.documents.has(doc.id) ? "picked" : undefined} draggable={Boolean(onPut)}
      onDragStart={(event) => take(event, inHand(picked, "documents", doc.id), doc.name)} onDragEnd={release} onClick={(event) => { if (!(event.target as HTMLElement).closest("button, label, a")) onDoc(doc.id); }}>
      <td className="lib-check"><Checkbox checked={picked.documents.has(doc.id)} aria-label={t("选择{{name}}", { name: doc.name })} onChange={() => onPick({ ...picked, documents: flip(picked.documents, doc.id) })} /></td>
      <td><button type="button" className="plain lib-name" onClick={() => onDoc(doc.id)}><FileMark name={doc.name} file={doc.file} previewable={doc.previewable} /><span className="ellipsis" title={doc.name}>{doc.name}</span><LockMark doc={doc} /></button></td>
      <td><StatusMark value={doc.status} /></td>
      <td className="num">{versionWord(doc)}</td>
      <td className="num muted">{formatSize(doc.size)}</td>
      <td className="ellipsis">{doc.owner?.label}</td>
      <td className="muted"><DateText value={doc.updated_at} kind="ago" /></td>
    </tr>
  );
}
