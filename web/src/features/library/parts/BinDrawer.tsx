import { useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import type { Filter, Row } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useNotify } from "../../../kit/notify";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { refreshResource, useDo } from "../../../resource/data/row";
import { refreshLibrary } from "../api";
import type { Doc, Folder } from "../model/types";
import { FileMark, FolderMark } from "./marks";

/** What was removed from a folder, documents and folders; brought back with one press. */
export function BinDrawer({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const client = useQueryClient();
  const filter: Filter = { and: [["folder", "=", folder.id], ["archived_at", "empty", false]] };
  const list = useList("documents", { q: "", filter, sort: "-updated_at", fields: "name,size,archived_at,file,previewable" });
  const inside: Filter = { and: [["parent", "=", folder.id], ["archived_at", "empty", false]] };
  const folders = useList("folders", { q: "", filter: inside, sort: "-updated_at", fields: "name,archived_at" });
  const documentBack = useDo("documents");
  const folderBack = useDo("folders");
  const back = (row: Row, run: typeof documentBack) => run.mutate({ row, verb: "restore" }, {
    onSuccess: () => { refreshLibrary(client); refreshResource(client, "folders"); notify.ok(t("已恢复“{{name}}”", { name: String(row.name) })); },
    onError: notify.fail,
  });
  const failed = list.error ?? folders.error;
  const waiting = list.isPending || folders.isPending;
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 480} title={t("“{{name}}”的回收站", { name: folder.name })}>
      {waiting && <LinesSkeleton />}
      {Boolean(failed) && <ErrorBox error={failed} onRetry={() => { list.reload(); folders.reload(); }} />}
      {!waiting && !failed && !list.rows.length && !folders.rows.length && <Empty text={t("回收站是空的。")} />}
      <ul className="lib-lines">
        {folders.rows.map((row) => <Gone key={row.id} mark={<FolderMark />} name={String(row.name)} at={row.archived_at} onBack={() => back(row, folderBack)} />)}
        {(list.rows as Doc[]).map((doc) => (
          <Gone key={doc.id} mark={<FileMark name={doc.name} file={doc.file} previewable={doc.previewable} />} name={doc.name} at={doc.archived_at} onBack={() => back(doc, documentBack)} />
        ))}
      </ul>
      {list.hasMore && <div className="lib-more"><Button type="link" onClick={list.loadMore} loading={list.isLoadingMore}>{t("加载更多")}</Button></div>}
    </Drawer>
  );
}

function Gone({ mark, name, at, onBack }: { mark: React.ReactNode; name: string; at: string | null | undefined; onBack: () => void }) {
  const { t } = useT();
  return (
    <li>
      {mark}
      <span className="grow" style={{ minWidth: 0 }}><span className="ellipsis" style={{ display: "block" }}>{name}</span><span className="muted small"><DateText value={at} kind="datetime" /></span></span>
      <Button size="small" aria-label={t("恢复{{name}}", { name })} onClick={onBack}>{t("恢复")}</Button>
    </li>
  );
}
