import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { endSessions, readSessions, type SignedInDevice } from "../../api/auth";
import { useT } from "../../i18n";
import { DateText } from "../../kit/DateText";
import { deviceName } from "../../kit/deviceName";
import { ErrorBox } from "../../kit/ErrorBox";
import { useConfirm, useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";
import { StatusTag } from "../../kit/StatusTag";

/** Where the person is signed in; each place but this one can be ended. */
export function SessionsSection() {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const list = useQuery({ queryKey: ["sessions"], queryFn: readSessions });
  if (list.isPending) return <LinesSkeleton rows={3} />;
  if (list.isError) return <ErrorBox error={list.error} title={t("登录设备没有加载成功")} onRetry={() => void list.refetch()} />;
  const shown = list.data.toSorted((a, b) => Number(b.is_current) - Number(a.is_current) || (b.last_seen_at ?? b.created_at) - (a.last_seen_at ?? a.created_at));
  const others = list.data.filter((session) => !session.is_current);
  const end = async (sessions: SignedInDevice[]) => {
    const title = sessions.length > 1 ? t("退出其他 {{n}} 台设备？", { n: sessions.length }) : t("让这台设备退出登录？");
    if (!(await confirm({ title, text: t("那里没有保存的内容会丢失。"), ok: t("退出"), danger: true }))) return;
    try {
      await endSessions(sessions.map((session) => session.id));
      notify.ok(t("已退出"));
      await client.invalidateQueries({ queryKey: ["sessions"] });
    } catch (error) {
      notify.fail(error);
    }
  };
  const when = (seconds: number) => new Date(seconds * 1000).toISOString();
  return (
    <div>
      {shown.map((session) => (
        <div key={session.id} className="settings-line">
          <span>
            <span className="row">{deviceName(session.user_agent, t)}{session.is_current && <StatusTag color="green">{t("本机")}</StatusTag>}</span>
            <span className="muted small">{session.ip} · {t("登录于")} <DateText value={when(session.created_at)} kind="datetime" />{session.last_seen_at && <> · {t("最近活动")} <DateText value={when(session.last_seen_at)} kind="ago" /></>}</span>
          </span>
          {!session.is_current && <Button size="small" onClick={() => void end([session])}>{t("退出这台设备")}</Button>}
        </div>
      ))}
      {others.length > 1 && <div className="settings-line"><span /><Button danger onClick={() => void end(others)}>{t("退出其他所有设备")}</Button></div>}
    </div>
  );
}
