import { Button } from "antd";
import { useT } from "../../../i18n";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import type { RecordProps } from "../../../resource/registry";
import { useRuns } from "../api";
import { Line } from "./RunLog";
import "../automation.css";

/** What rules did about one record: why somebody was told, what was sent. */
export default function RecordRuns({ resource, row }: RecordProps) {
  const { t } = useT();
  const runs = useRuns(null, { resource, object: row.id });
  const rows = runs.data?.pages.flatMap((page) => page.items) ?? [];
  if (runs.isPending) return <LinesSkeleton />;
  if (runs.isError) return <ErrorBox error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!rows.length) return <Empty text={t("还没有规则对这条记录做过什么。")} />;
  return (
    <>
      <ul className="run-list">{rows.map((run) => <li key={run.id}><Line run={run} withRule={false} withRecord={false} /><div className="small second">{run.condition}</div></li>)}</ul>
      {runs.hasNextPage && <div className="todo-more"><Button loading={runs.isFetchingNextPage} onClick={() => void runs.fetchNextPage()}>{t("加载更多")}</Button></div>}
    </>
  );
}
