import { Link } from "react-router";
import { DateText } from "../../../kit/DateText";
import { useT } from "../../../i18n";
import type { Doc } from "../model/types";
import { FileMark, StatusMark, versionWord } from "./marks";

/** Documents that lie elsewhere and are tied to this project or customer. */
export function TiedList({ docs }: { docs: Doc[] }) {
  const { t } = useT();
  return (
    <ul className="lib-hits" aria-label={t("关联资料")}>
      {docs.map((doc) => (
        <li key={doc.id}>
          <Link className="lib-hit" to={`/documents/${doc.id}`}>
            <FileMark name={doc.name} file={doc.file} previewable={doc.previewable} large />
            <span style={{ minWidth: 0 }}>
              <span className="lib-hit-name">{doc.name}</span>
              <span className="row wrap small muted" style={{ gap: "2px 10px" }}><StatusMark value={doc.status} /><span className="num">{versionWord(doc)}</span><span>{[doc.project?.label ?? doc.customer?.label, doc.folder?.label].filter(Boolean).join(" / ")}</span><DateText value={doc.updated_at} kind="ago" /></span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
