import { Checkbox } from "antd";
import { RightOutlined } from "@ant-design/icons";
import { DateText } from "../../../../kit/DateText";
import { formatSize } from "../../../../kit/format";
import { useT } from "../../../../i18n";
import { FileMark, FolderMark, LockMark, StatusMark, versionWord } from "../marks";
import { flip, type EntriesProps } from "./Entries";

/** The same on a phone: a line for the thumb; boxes appear once one chooses to pick several. */
export function Cards({ folders, docs, picked, onPick, onFolder, onDoc, picking }: Pick<EntriesProps, "folders" | "docs" | "picked" | "onPick" | "onFolder" | "onDoc"> & { picking: boolean }) {
  const { t } = useT();
  return (
    <ul className="lib-cards">
      {folders.map((folder) => (
        <li key={folder.id}>
          {picking && <Checkbox checked={picked.folders.has(folder.id)} aria-label={t("选择{{name}}", { name: folder.name })} onChange={() => onPick({ ...picked, folders: flip(picked.folders, folder.id) })} />}
          <button type="button" className="plain lib-card" onClick={() => onFolder(folder.id)}>
            <FolderMark restricted={folder.restricted} />
            <span className="grow ellipsis">{folder.name}</span>
            {folder.documents > 0 && <span className="muted small num">{folder.documents}</span>}
            <RightOutlined className="muted small" aria-hidden />
          </button>
        </li>
      ))}
      {docs.map((doc) => (
        <li key={doc.id}>
          {picking && <Checkbox checked={picked.documents.has(doc.id)} aria-label={t("选择{{name}}", { name: doc.name })} onChange={() => onPick({ ...picked, documents: flip(picked.documents, doc.id) })} />}
          <button type="button" className="plain lib-card" onClick={() => (picking ? onPick({ ...picked, documents: flip(picked.documents, doc.id) }) : onDoc(doc.id))}>
            <FileMark name={doc.name} file={doc.file} previewable={doc.previewable} large />
            <span className="grow" style={{ minWidth: 0 }}>
              <span className="lib-card-name">{doc.name}</span>
              <span className="row wrap small muted" style={{ gap: "2px 8px" }}><StatusMark value={doc.status} /><span className="num">{versionWord(doc)}</span><span className="num">{formatSize(doc.size)}</span><DateText value={doc.updated_at} kind="ago" /><LockMark doc={doc} /></span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
