import { useState } from "react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Button, Input, Modal } from "antd";
import { ArrowLeftOutlined } from "@ant-design/icons";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useDebounced } from "../../../kit/useDebounced";
import { useT } from "../../../i18n";
import { rootsQuery, treeQuery } from "../api";
import { mayMoveInto } from "../model/tree";
import { FolderTree } from "./browser/FolderTree";
import { FolderMark, ROOT_KINDS } from "./marks";

interface Props {
  root: string | null;
  title: string;
  /** Folders that are on the move: they cannot go into themselves. */
  moved?: string[];
  onPick: (folder: string) => Promise<void>;
  onClose: () => void;
}

/** Chooses a folder: of this project or company, or of another one. */
export function FolderPicker({ root, title, moved = [], onPick, onClose }: Props) {
  const { t } = useT();
  const [where, setWhere] = useState(root);
  const [at, setAt] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const pick = async () => {
    if (!at) return;
    setBusy(true);
    await onPick(at);
    onClose();
  };
  return (
    <Modal open title={title} width={480} onCancel={onClose} onOk={() => void pick()} okText={t("确定")} cancelText={t("取消")} okButtonProps={{ disabled: !at, loading: busy }}>
      {where
        ? <>
            {!moved.length && <Button type="link" size="small" icon={<ArrowLeftOutlined />} onClick={() => { setWhere(null); setAt(null); }}>{t("其他项目、客户或公司")}</Button>}
            <Trees root={where} at={at} moved={moved} onPick={setAt} />
          </>
        : <Roots onPick={(id) => { setWhere(id); setAt(id); }} />}
    </Modal>
  );
}

function Trees({ root, at, moved, onPick }: { root: string; at: string | null; moved: string[]; onPick: (id: string) => void }) {
  const { t } = useT();
  const tree = useQuery(treeQuery(root));
  if (tree.isPending) return <LinesSkeleton />;
  if (tree.isError) return <ErrorBox error={tree.error} onRetry={() => void tree.refetch()} />;
  return (
    <div className="lib-picker">
      <FolderTree folders={tree.data} at={at} onOpen={onPick} label={t("文件夹")} closed={(folder) => !folder.can.includes("write") || moved.some((id) => !mayMoveInto(tree.data, id, folder.id))} />
    </div>
  );
}

function Roots({ onPick }: { onPick: (id: string) => void }) {
  const { t } = useT();
  const [text, setText] = useState("");
  const q = useDebounced(text.trim(), 200);
  const found = useInfiniteQuery(rootsQuery("", q));
  const roots = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="col">
      <Input.Search allowClear autoFocus value={text} onChange={(event) => setText(event.target.value)} placeholder={t("搜索项目、客户或公司")} aria-label={t("搜索项目、客户或公司")} />
      <div className="lib-picker">
        {found.isPending && <LinesSkeleton />}
        {found.isError && <ErrorBox error={found.error} onRetry={() => void found.refetch()} />}
        {found.isSuccess && !roots.length && <Empty text={t("没有匹配的记录，换个词试试")} />}
        {roots.map((root) => (
          <button key={root.id} type="button" className="menu-item row" onClick={() => onPick(root.id)}><FolderMark /><span className="ellipsis grow">{root.name}</span><span className="muted small">{t(ROOT_KINDS[root.kind])}</span></button>
        ))}
        {found.hasNextPage && <Button type="link" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("加载更多")}</Button>}
      </div>
    </div>
  );
}
