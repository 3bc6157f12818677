import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { pathTo } from "../../model/tree";
import { UploadTray } from "../UploadTray";
import { AddButtons } from "./AddButtons";
import { Cards } from "./Cards";
import { Crumbs } from "./Crumbs";
import { Entries, type Picked } from "./Entries";
import { FindBox } from "./FindBox";
import { FolderMenu } from "./FolderMenu";
import { FolderTree } from "./FolderTree";
import { useTarget } from "./hand";
import { Hits } from "./Hits";
import { PickBar } from "./PickBar";
import { useBrowse } from "./useBrowse";
import { mayPutInto, useEntries } from "./useEntries";
import { usePut } from "./usePut";
import { useRemove } from "./useRemove";
import { useWide } from "./useWide";
import "../../library.css";

const DocPane = lazy(() => import("../document/DocPane").then((module) => ({ default: module.DocPane })));

const NOTHING: Picked = { documents: new Set(), folders: new Set() };

/** One root with its folders: tree on the left, list in the middle, the chosen document on the right. */
export function Browser({ root, back }: { root: string; back?: React.ReactNode }) {
  const { t } = useT();
  const phone = useIsPhone();
  const wide = useWide();
  const navigate = useNavigate();
  const browse = useBrowse();
  const at = browse.folder ?? root;
  const { tree, list, all, here, folders, docs } = useEntries(root, at, browse.sort);
  const [pickedIn, setPicked] = useState<{ at: string; picked: Picked }>({ at, picked: NOTHING });
  const [picking, setPicking] = useState(false);
  const picked = pickedIn.at === at ? pickedIn.picked : NOTHING;
  const pick = (next: Picked) => setPicked({ at, picked: next });
  const put = usePut(() => pick(NOTHING));
  const remove = useRemove(() => pick(NOTHING));
  const write = here?.can.includes("write") ?? false;
  const target = useTarget({ folder: here ? at : null, files: write });
  const openDoc = (id: string) => (wide ? browse.openDoc(id) : void navigate(`/documents/${id}`));
  if (tree.isPending) return <LinesSkeleton rows={6} />;
  if (tree.isError) return <ErrorBox error={tree.error} title={t("资料没有加载成功")} onRetry={() => void tree.refetch()} />;
  const chosen = picked.documents.size + picked.folders.size > 0;
  const putProps = write ? { onPut: put } : {};
  const empty = !list.isPending && !list.error && !folders.length && !docs.length;
  const finding = browse.q.length >= 2;
  const stop = () => { setPicking(false); pick(NOTHING); };
  return (
    <div className={`lib${browse.doc && wide ? " with-doc" : ""}`}>
      {!phone && <aside className="lib-side">{back}<FolderTree folders={all} at={at} onOpen={browse.openFolder} label={t("文件夹")} {...putProps} /></aside>}
      <section className={target.over ? "lib-main over" : "lib-main"} aria-label={here?.name ?? t("资料")} {...target.props}>
        {phone && back}
        <div className="lib-bar touch">
          <Crumbs path={pathTo(all, at)} onOpen={browse.openFolder} mayPut={(what, folder) => mayPutInto(all, what, folder)} {...putProps} />
          <div className="row">
            {phone && docs.length + folders.length > 0 && <Button onClick={() => (picking ? stop() : setPicking(true))}>{picking ? t("完成") : t("选择")}</Button>}
            {here && <FolderMenu folder={here} onGone={() => browse.openFolder(here.parent)} />}
            {write && <AddButtons folder={at} />}
          </div>
        </div>
        <FindBox value={browse.q} onChange={browse.search} />
        {chosen && <PickBar picked={picked} docs={docs} root={root} write={write} onDone={stop} />}
        {finding && <Hits search={{ q: browse.q, folder: at }} onOpen={(hit) => navigate(`/documents/${hit.document.id}${hit.page ? `?page=${hit.page}` : ""}`)} />}
        {!finding && (
          <div className="lib-scroll">
            {list.isPending && <LinesSkeleton rows={5} />}
            {Boolean(list.error) && <ErrorBox error={list.error} onRetry={list.reload} />}
            {empty && <Empty text={write ? t("这里还没有资料。把文件或整个文件夹拖进来，或点“上传”。") : t("这里还没有资料。")} />}
            {!list.isPending && !empty && (phone
              ? <Cards folders={folders} docs={docs} picked={picked} onPick={pick} onFolder={browse.openFolder} onDoc={openDoc} picking={picking} />
              : <Entries folders={folders} docs={docs} open={browse.doc} picked={picked} onPick={pick} onFolder={browse.openFolder} onDoc={openDoc} sort={browse.sort} onSort={browse.setSort}
                  mayPut={(what, folder) => mayPutInto(all, what, folder)} {...putProps} {...(write && !picked.folders.size && { onRemove: () => void remove([...picked.documents]) })} />)}
            {list.hasMore && <div className="lib-more"><Button type="link" loading={list.isLoadingMore} onClick={list.loadMore}>{t("加载更多")}</Button></div>}
          </div>
        )}
        {target.over && <div className="lib-drop-hint" aria-hidden>{t("松开鼠标，上传到“{{name}}”", { name: here?.name ?? "" })}</div>}
      </section>
      {browse.doc && wide && <Suspense fallback={<aside className="lib-pane"><LinesSkeleton /></aside>}><DocPane key={browse.doc} id={browse.doc} onClose={() => browse.openDoc(null)} /></Suspense>}
      <UploadTray />
    </div>
  );
}
