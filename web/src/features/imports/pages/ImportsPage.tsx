import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Table } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "react-router";
import { api } from "../../../api/client";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { formatCount } from "../../../kit/format";
import { PageHead } from "../../../kit/PageHead";
import { TableSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import type { Batch, State } from "../api";
import "../imports.css";

const COLOURS: Partial<Record<State, string>> = { done: "green", failed: "red", undone: "outline", cancelled: "orange", running: "blue", checking: "blue" };

/** All imports that one may see, newest first. */
export function ImportsPage() {
  const { t } = useT();
  const phone = useIsPhone();
  const navigate = useNavigate();
  const list = useInfiniteQuery({
    queryKey: ["imports"],
    queryFn: ({ pageParam, signal }) => api.get<{ items: Batch[]; next: string | null }>("/imports", { cursor: pageParam }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next ?? undefined,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const start = <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate("/imports/new")}>{t("导入数据")}</Button>;
  const what = (one: Batch) => {
    const n = (name: string) => one.counts[name] ?? 0;
    if (n("created") + n("updated") + n("merged") > 0) return t("新建 {{a}}，更新 {{b}}，错误 {{c}}", { a: formatCount(n("created")), b: formatCount(n("updated") + n("merged")), c: formatCount(n("error") + n("failed")) });
    return n("checked") ? t("已检查 {{n}} 行", { n: formatCount(n("checked")) }) : "—";
  };
  return (
    <div className="page">
      <PageHead title={t("数据导入")} actions={start} />
      <section className="panel">
        {list.isPending && <TableSkeleton columns={5} />}
        {list.isError && <ErrorBox error={list.error} onRetry={() => void list.refetch()} />}
        {list.data && !rows.length && <Empty text={t("还没有导入过数据。准备好 Excel 表格，三分钟就能变成干净的客户资料。")} action={start} />}
        {rows.length > 0 && (phone
          ? <ul className="import-columns">{rows.map((one) => (
              <li key={one.id}><div className="row between"><Link to={`/imports/${one.id}`} className="ellipsis">{one.filename}</Link><StatusTag color={COLOURS[one.state]}>{one.state_label}</StatusTag></div>
                <span className="muted small">{one.resource_label} · {what(one)} · <DateText value={one.created_at} kind="ago" /></span></li>
            ))}</ul>
          : <Table<Batch> rowKey="id" size="small" pagination={false} dataSource={rows} columns={[
              { title: t("文件"), ellipsis: true, render: (_, one) => <Link to={`/imports/${one.id}`}>{one.filename}</Link> },
              { title: t("导入到"), width: 120, dataIndex: "resource_label" },
              { title: t("状态"), width: 110, render: (_, one) => <StatusTag color={COLOURS[one.state]}>{one.state_label}</StatusTag> },
              { title: t("结果"), width: 280, render: (_, one) => what(one) },
              { title: t("导入人"), width: 110, render: (_, one) => one.user?.label ?? "—" },
              { title: t("时间"), width: 160, render: (_, one) => <DateText value={one.created_at} kind="datetime" /> },
            ]} />)}
        {list.hasNextPage && <div className="grid-foot"><Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("加载更多")}</Button></div>}
      </section>
    </div>
  );
}
