import { useState } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Input, Segmented } from "antd";
import { BankOutlined, ShareAltOutlined } from "@ant-design/icons";
import { useMe } from "../../../api/me";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useDebounced } from "../../../kit/useDebounced";
import { tk, useT } from "../../../i18n";
import { rootsQuery, type Place } from "../api";
import type { RootKind } from "../model/types";
import { FolderMark, ROOT_KINDS } from "./marks";

const KINDS: { value: RootKind | ""; label: string }[] = [{ value: "", label: tk("全部") }, { value: "project", label: tk("项目") }, { value: "customer", label: tk("客户") }, { value: "company", label: tk("公司") }, { value: "shared", label: tk("共享") }];

/** Where documents lie: the own company and what all share first, then every project, customer and company. */
export function Roots({ onOpen, onPlace, busy }: { onOpen: (folder: string) => void; onPlace: (place: Place) => void; busy: boolean }) {
  const { t } = useT();
  const me = useMe();
  const [kind, setKind] = useState<RootKind | "">("");
  const [text, setText] = useState("");
  const q = useDebounced(text.trim(), 200);
  const found = useInfiniteQuery(rootsQuery(kind, q));
  const roots = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className="lib-doors">
        {me?.company && <button type="button" className="plain lib-door" disabled={busy} onClick={() => onPlace({ unit: me.company!.id })}><BankOutlined aria-hidden /><span><b>{t("公司资料")}</b><span className="muted small">{me.company.label}</span></span></button>}
        <button type="button" className="plain lib-door" disabled={busy} onClick={() => onPlace({ shared: true })}><ShareAltOutlined aria-hidden /><span><b>{t("共享资料")}</b><span className="muted small">{t("各分公司共用的标准、模板和样本")}</span></span></button>
      </div>
      <div className="lib-roots-bar touch">
        <Segmented value={kind} onChange={setKind} options={KINDS.map(({ value, label }) => ({ value, label: t(label) }))} />
        <Input.Search allowClear className="lib-roots-q" value={text} onChange={(event) => setText(event.target.value)} placeholder={t("按项目、客户或公司名称找")} aria-label={t("按项目、客户或公司名称找")} />
      </div>
      {found.isPending && <LinesSkeleton rows={6} />}
      {found.isError && <ErrorBox error={found.error} title={t("资料没有加载成功")} onRetry={() => void found.refetch()} />}
      {found.isSuccess && !roots.length && <Empty text={q || kind ? t("没有符合条件的记录") : t("还没有资料。打开一个项目或客户，在“资料”标签里上传。")} />}
      <ul className="lib-roots">
        {roots.map((root) => (
          <li key={root.id}>
            <button type="button" className="plain lib-root" onClick={() => onOpen(root.id)}>
              <FolderMark />
              <span className="grow" style={{ minWidth: 0 }}><span className="lib-root-name ellipsis">{root.name}</span><span className="muted small">{t(ROOT_KINDS[root.kind])}</span></span>
              {root.shared_with_me && <StatusTag color="cyan">{t("共享给我")}</StatusTag>}
              <span className="muted small num">{t("{{n}} 份资料", { n: root.documents })}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.hasNextPage && <div className="lib-more"><Button type="link" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("加载更多")}</Button></div>}
    </>
  );
}
