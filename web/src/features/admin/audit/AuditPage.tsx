import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { DownloadOutlined } from "@ant-design/icons";
import { useSearchParams } from "react-router";
import { api } from "../../../api/client";
import { useCan } from "../../../api/me";
import type { Job } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox, NoRight } from "../../../kit/ErrorBox";
import { formatDate } from "../../../kit/format";
import { useNotify } from "../../../kit/notify";
import { PageHead } from "../../../kit/PageHead";
import { TableSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { trackJob } from "../../../resource/jobs/jobs";
import { asked, filtersFrom, withDays, type AuditPage, type Book, type Filters } from "../model/audit";
import { AuditFilters } from "./AuditFilters";
import { AuditList } from "./AuditList";
import { ChainState } from "./ChainState";
import "../admin.css";
import "./audit.css";

/** Who did what in the whole product, as far as one may audit: changes, sign-ins, exports. The URL holds the question. */
export function Component() {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const mayUse = useCan();
  const [params, setParams] = useSearchParams();
  const book = (params.get("book") ?? "changes") as Book;
  const today = formatDate(new Date().toISOString());
  const given = filtersFrom(params);
  const filters = withDays(given, today);
  const question = asked(book, filters);
  const list = useInfiniteQuery({
    queryKey: ["audit", question],
    queryFn: ({ pageParam, signal }) => api.get<AuditPage>("/audit", { ...question, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: mayUse("audit", "read"),
    staleTime: 0,
  });
  const save = useMutation({ mutationFn: () => api.post<Job>("/audit/export", { ...question, format: "xlsx" }), onSuccess: (job) => trackJob(job.id), onError: notify.fail });
  if (!mayUse("audit", "read")) return <NoRight />;

  const put = (next: Filters, to: Book = book) => {
    const kept = Object.entries(next).filter((pair): pair is [string, string] => Boolean(pair[1]));
    setParams({ ...(to === "changes" ? {} : { book: to }), ...Object.fromEntries(kept) }, { preventScrollReset: true });
  };
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.values(filters).some(Boolean);
  const books = [{ value: "changes", label: t("数据变更") }, { value: "sign_in", label: t("登录") }, { value: "export", label: t("导出") }];
  return (
    <div className={phone ? "page" : "page fill"}>
      <PageHead title={t("审计日志")} actions={<><ChainState />{book === "changes" && mayUse("audit", "export") && <Button icon={<DownloadOutlined aria-hidden />} loading={save.isPending} onClick={() => save.mutate()}>{t("导出")}</Button>}</>} />
      <div className="row wrap"><Segmented value={book} options={books} onChange={(value) => put({ who: given.who, since: given.since, until: given.until }, value as Book)} aria-label={t("审计内容")} /></div>
      <AuditFilters book={book} filters={filters} onChange={put} onReload={() => void list.refetch()} busy={list.isRefetching} />
      <section className={phone ? "panel" : "panel audit-box"} aria-label={t("审计日志")}>
        {list.isPending && <TableSkeleton columns={5} />}
        {list.isError && !list.data && <ErrorBox error={list.error} title={t("审计日志没有加载成功")} onRetry={() => void list.refetch()} />}
        {list.data && !entries.length && !list.hasNextPage && <Empty text={filtered ? t("没有符合条件的记录") : t("还没有记录")} action={filtered && <Button onClick={() => put({})}>{t("清空筛选")}</Button>} />}
        {entries.length > 0 && <AuditList book={book} entries={entries} onObject={(entry) => put({ ...filters, resource: entry.resource, object: entry.object.id })} />}
        {list.hasNextPage && <div className="audit-more"><Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{entries.length ? t("加载更早的记录") : t("在更早的记录里继续查找")}</Button></div>}
        {entries.length > 0 && !list.hasNextPage && <div className="audit-more muted small">{t("已全部显示，共 {{n}} 条", { n: entries.length })}</div>}
      </section>
    </div>
  );
}
