import { Fragment } from "react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { DateText } from "../../../../kit/DateText";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import { searchQuery, type Search } from "../../api";
import type { Hit } from "../../model/types";
import { FileMark, StatusMark } from "../marks";

/** Documents whose name or text has the words, with the place in the text. */
export function Hits({ search, onOpen }: { search: Search; onOpen: (hit: Hit) => void }) {
  const { t } = useT();
  const found = useInfiniteQuery(searchQuery(search));
  if (found.isPending) return <LinesSkeleton rows={4} />;
  if (found.isError) return <ErrorBox error={found.error} title={t("搜索没有成功")} onRetry={() => void found.refetch()} />;
  const hits = found.data.pages.flatMap((page) => page.items);
  if (!hits.length) return <Empty text={t("没有找到“{{q}}”。换个词试试；刚上传的文件要过一会儿才能搜到里面的文字。", { q: search.q })} />;
  return (
    <div className="lib-scroll">
      <ul className="lib-hits" aria-label={t("搜索结果")}>
        {hits.map((hit) => (
          <li key={`${hit.document.id}-${hit.page}`}>
            <button type="button" className="plain lib-hit" onClick={() => onOpen(hit)}>
              <FileMark name={hit.document.label} large />
              <span style={{ minWidth: 0 }}>
                <span className="lib-hit-name">{hit.document.label}</span>
                {hit.snippet.length > 0 && <span className="lib-snippet">{hit.page !== null && <span className="muted">{t("第 {{n}} 页", { n: hit.page })} · </span>}{hit.snippet.map((piece, i) => (piece.hit ? <mark key={i}>{piece.text}</mark> : <Fragment key={i}>{piece.text}</Fragment>))}</span>}
                <span className="row wrap small muted" style={{ gap: "2px 10px" }}><StatusMark value={hit.status} /><span>{[hit.project?.label ?? hit.customer?.label, hit.folder.label].filter(Boolean).join(" / ")}</span><DateText value={hit.updated_at} kind="ago" /></span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {found.hasNextPage && <div className="lib-more"><Button type="link" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{t("加载更多")}</Button></div>}
    </div>
  );
}
