import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { api } from "../../../api/client";
import { useT } from "../../../i18n";
import { DateText } from "../../../kit/DateText";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import type { RecordProps } from "../../../resource/registry";
import "../automation.css";

interface Call {
  id: string;
  event: string;
  payload: Record<string, unknown>;
  state: "waiting" | "done" | "failed";
  state_label: string;
  tries: number;
  status: number | null;
  error: string;
  created_at: string;
  next_at: string | null;
}

const COLORS: Record<Call["state"], string> = { waiting: "blue", done: "green", failed: "red" };

/** What was sent to another system, and what came of it. */
export default function Calls({ row, meta }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const key = ["webhooks", row.id, "calls"];
  const calls = useInfiniteQuery({
    queryKey: key, queryFn: ({ pageParam, signal }) => api.get<{ items: Call[]; next: string | null }>(`/webhooks/${row.id}/calls`, { cursor: pageParam || undefined }, signal),
    initialPageParam: "", getNextPageParam: (page) => page.next ?? undefined, staleTime: 0, refetchInterval: 10_000,
  });
  const again = useMutation({ mutationFn: (id: string) => api.post(`/webhooks/${row.id}/calls/${id}/again`), onError: notify.fail, onSettled: () => void client.invalidateQueries({ queryKey: key }) });
  const rows = calls.data?.pages.flatMap((page) => page.items) ?? [];
  if (calls.isPending) return <LinesSkeleton />;
  if (calls.isError) return <ErrorBox error={calls.error} onRetry={() => void calls.refetch()} />;
  if (!rows.length) return <Empty text={t("还没有发送过。可以先点“试发”。")} />;
  return (
    <>
      <ul className="run-list">
        {rows.map((call) => (
          <li key={call.id}>
            <div className="row between"><span className="row wrap"><StatusTag color={COLORS[call.state]}>{call.state_label}</StatusTag><code>{call.event}</code>{call.status && <span className="muted small">HTTP {call.status}</span>}</span>
              <span className="muted small"><DateText value={call.created_at} kind="datetime" /></span></div>
            {call.error && <div className="small danger-text">{call.error}</div>}
            {call.state === "waiting" && call.tries > 0 && call.next_at && <div className="small second">{t("已试 {{n}} 次，下次：", { n: call.tries })}<DateText value={call.next_at} kind="datetime" /></div>}
            <details className="small"><summary>{t("发送的内容")}</summary><pre className="call-body">{JSON.stringify(call.payload, null, 2)}</pre></details>
            {call.state === "failed" && meta.can.includes("update") && <div><Button size="small" loading={again.isPending} onClick={() => again.mutate(call.id)}>{t("再发一次")}</Button></div>}
          </li>
        ))}
      </ul>
      {calls.hasNextPage && <div className="todo-more"><Button loading={calls.isFetchingNextPage} onClick={() => void calls.fetchNextPage()}>{t("加载更多")}</Button></div>}
    </>
  );
}
