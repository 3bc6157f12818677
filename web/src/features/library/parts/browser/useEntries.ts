import { useQuery } from "@tanstack/react-query";
import { useList } from "../../../../resource/data/list";
import { isIn, treeQuery } from "../../api";
import { byPlace, mayMoveInto } from "../../model/tree";
import type { Doc, Folder } from "../../model/types";
import type { Held } from "./hand";

export const DOC_FIELDS = "number,name,folder,project,kind,status,current,revision,size,file_type,file,previewable,owner,checked_out_by,checked_out_until,drawing_number,updated_at";

/** What lies in a folder: the folders in it, then its documents, page by page. */
export function useEntries(root: string, folder: string, sort: string) {
  const tree = useQuery(treeQuery(root));
  const list = useList("documents", { q: "", filter: isIn(folder), sort, fields: DOC_FIELDS }, Boolean(folder));
  const all = tree.data ?? [];
  const here = all.find((one) => one.id === folder);
  const folders = all.filter((one) => one.parent === folder && one.id !== folder).toSorted(byPlace);
  return { tree, list, all, here, folders, docs: list.rows as Doc[] };
}

/** Documents may go anywhere else; a folder not into itself. */
export function mayPutInto(folders: Folder[], what: Held, target: Folder): boolean {
  return target.can.includes("write") && what.folders.every((id) => mayMoveInto(folders, id, target.id));
}
