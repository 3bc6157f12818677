import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { DateText } from "../../../kit/DateText";
import { deviceName } from "../../../kit/deviceName";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../../kit/notify";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { StatusTag } from "../../../kit/StatusTag";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { endSession, sessionsQuery, type PersonSession } from "../api";
import "../admin.css";

/** Where a person is signed in; an administrator can end each session. */
export function SessionsTab({ row }: RecordProps) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const list = useQuery(sessionsQuery(row.id));
  const end = useMutation({ mutationFn: (session: number) => endSession(row.id, session), onError: notify.fail, onSettled: () => client.invalidateQueries({ queryKey: sessionsQuery(row.id).queryKey }) });
  if (list.isPending) return <LinesSkeleton rows={3} />;
  if (list.isError) return <ErrorBox error={list.error} title={t("登录会话没有加载成功")} onRetry={() => void list.refetch()} />;
  if (!list.data.length) return <Empty text={t("此人现在没有在任何设备上登录。")} />;
  const stop = async (session: PersonSession) => {
    const where = deviceName(session.user_agent, t);
    if (!(await confirm({ title: t("结束这个会话？"), text: t("{{where}} 上会立即退出登录，没有保存的内容会丢失。", { where }), ok: t("结束会话"), danger: true }))) return;
    end.mutate(session.id, { onSuccess: () => notify.ok(t("会话已结束")) });
  };
  return (
    <ul className="adm-list">
      {list.data.map((session) => (
        <li key={session.id} className="row between">
          <span className="grow">
            <span className="row">{deviceName(session.user_agent, t)}{session.current && <StatusTag color="green">{t("您正在使用")}</StatusTag>}</span>
            <span className="muted small">{session.ip} · {t("登录于")} <DateText value={session.created_at} kind="datetime" /> · {t("最近活动")} <DateText value={session.last_seen_at} kind="ago" /></span>
          </span>
          {!session.current && <Button size="small" danger loading={end.isPending && end.variables === session.id} onClick={() => void stop(session)}>{t("结束会话")}</Button>}
        </li>
      ))}
    </ul>
  );
}
