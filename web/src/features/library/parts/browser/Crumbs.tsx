import { Fragment } from "react";
import { useT } from "../../../../i18n";
import type { Folder } from "../../model/types";
import { useTarget, type Held } from "./hand";

interface Props {
  path: Folder[];
  onOpen: (id: string) => void;
  onPut?: (what: Held, folder: string) => void;
  mayPut: (what: Held, folder: Folder) => boolean;
}

/** The way to this folder; things can be put on it as on the tree. */
export function Crumbs({ path, onOpen, onPut, mayPut }: Props) {
  const { t } = useT();
  return (
    <nav className="lib-crumbs" aria-label={t("位置")}>
      {path.map((folder, i) => (
        <Fragment key={folder.id}>
          {i > 0 && <span className="muted" aria-hidden>/</span>}
          <Crumb folder={folder} last={i === path.length - 1} onOpen={onOpen} onPut={onPut} mayPut={mayPut} />
        </Fragment>
      ))}
    </nav>
  );
}

function Crumb({ folder, last, onOpen, onPut, mayPut }: Omit<Props, "path"> & { folder: Folder; last: boolean }) {
  const target = useTarget({ folder: last ? null : folder.id, files: false, onPut, mayPut: (what) => mayPut(what, folder) });
  if (last) return <b className="ellipsis" aria-current="page">{folder.name}</b>;
  return <button type="button" className={target.over ? "plain lib-crumb over" : "plain lib-crumb"} onClick={() => onOpen(folder.id)} {...target.props}>{folder.name}</button>;
}
