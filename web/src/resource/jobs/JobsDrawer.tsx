import { useQuery } from "@tanstack/react-query";
import { Drawer } from "antd";
import { api } from "../../api/client";
import type { Job } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { LinesSkeleton } from "../../kit/Skeletons";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import { JobView } from "./JobProgress";
import { isFinished } from "./jobs";
import "./jobs.css";

/** The person's exports, imports and other long work, with their results. */
export function JobsDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const list = useQuery({
    queryKey: ["jobs"],
    queryFn: async ({ signal }) => asList(await api.get<Job[] | { items: Job[] }>("/jobs", undefined, signal)),
    refetchInterval: (query) => (query.state.data?.some((job) => !isFinished(job)) ? 2_000 : false),
    staleTime: 0,
  });
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 420} title={t("导出与任务")}>
      {list.isPending && <LinesSkeleton />}
      {list.isError && <ErrorBox error={list.error} title={t("任务没有加载成功")} onRetry={() => void list.refetch()} />}
      {list.isSuccess && !list.data.length && <Empty text={t("还没有任务。导出、导入等较长的工作会出现在这里。")} />}
      {list.data?.map((job) => (
        <div key={job.id} className="job-line"><JobView job={job} /><span className="muted small"><DateText value={job.created_at} kind="ago" /></span></div>
      ))}
    </Drawer>
  );
}

function asList(answer: Job[] | { items: Job[] }): Job[] {
  return Array.isArray(answer) ? answer : answer.items;
}
