import { useQueryClient } from "@tanstack/react-query";
import { Button, Drawer } from "antd";
import type { Filter } from "../../../api/types";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useNotify } from "../../../kit/notify";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { useDo } from "../../../resource/data/row";
import { refreshLibrary } from "../api";
import type { Doc, Folder } from "../model/types";
import { FileMark } from "./marks";

/** What was removed from a folder; brought back with one press. */
export function BinDrawer({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const client = useQueryClient();
  const filter: Filter = { and: [["folder", "=", folder.id], ["archived_at", "empty", false]] };
  const list = useList("documents", { q: "", filter, sort: "-updated_at", fields: "name,size,archived_at,file,previewable" });
  const restore = useDo("documents");
  const back = (doc: Doc) => restore.mutate({ row: doc, verb: "restore" }, { onSuccess: () => { refreshLibrary(client); notify.ok(t("已恢复“{{name}}”", { name: doc.name })); }, onError: notify.fail });
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 480} title={t("“{{name}}”的回收站", { name: folder.name })}>
      {list.isPending && <LinesSkeleton />}
      {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
      {!list.isPending && !list.error && !list.rows.length && <Empty text={t("回收站是空的。")} />}
      <ul className="lib-lines">
        {(list.rows as Doc[]).map((doc) => (
          <li key={doc.id}>
            <FileMark name={doc.name} file={doc.file} previewable={doc.previewable} />
            <span className="grow" style={{ minWidth: 0 }}><span className="ellipsis" style={{ display: "block" }}>{doc.name}</span><span className="muted small"><DateText value={doc.archived_at} kind="datetime" /></span></span>
            <Button size="small" onClick={() => back(doc)}>{t("恢复")}</Button>
          </li>
        ))}
      </ul>
      {list.hasMore && <div className="lib-more"><Button type="link" onClick={list.loadMore} loading={list.isLoadingMore}>{t("加载更多")}</Button></div>}
    </Drawer>
  );
}
