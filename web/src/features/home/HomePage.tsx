import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { RightOutlined } from "@ant-design/icons";
import { api } from "../../api/client";
import { useCatalogue } from "../../api/meta";
import { useMe } from "../../api/me";
import type { Notice, ResourceInfo } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { formatDate } from "../../kit/format";
import { PageHead } from "../../kit/PageHead";
import { LinesSkeleton } from "../../kit/Skeletons";
import { useT } from "../../i18n";
import { listPath, recordPath } from "../../resource/registry";
import "./home.css";

/** 工作台: what waits for the person, and the ways into the work. */
export function HomePage() {
  const { t } = useT();
  const me = useMe();
  const [today] = useState(() => formatDate(new Date().toISOString()));
  return (
    <div className="page">
      <PageHead title={t("工作台")} note={[me?.name, me?.unit?.label, today].filter(Boolean).join(" · ")} />
      <div className="home">
        <Waiting />
        <Shortcuts />
      </div>
    </div>
  );
}

function Waiting() {
  const { t } = useT();
  const navigate = useNavigate();
  const notices = useQuery({ queryKey: ["inbox", "home"], queryFn: ({ signal }) => api.get<{ items: Notice[] }>("/inbox", { unread: 1 }, signal) });
  const open = (notice: Notice) => notice.resource && notice.object_id && void navigate(recordPath(notice.resource, notice.object_id));
  return (
    <section className="panel" aria-labelledby="home-waiting">
      <h2 className="panel-head" id="home-waiting">{t("待我处理的消息")}</h2>
      {notices.isPending && <LinesSkeleton rows={5} />}
      {notices.isError && <ErrorBox error={notices.error} title={t("消息没有加载成功")} onRetry={() => void notices.refetch()} />}
      {notices.data?.items.length === 0 && <Empty text={t("没有未读消息，都处理完了。")} />}
      {notices.data?.items.slice(0, 12).map((notice) => (
        <button type="button" key={notice.id} className="home-notice" onClick={() => open(notice)}>
          <span className="ellipsis grow"><b>{notice.title}</b>{notice.body && <span className="muted"> {notice.body}</span>}</span>
          <span className="muted small"><DateText value={notice.created_at} kind="ago" /></span>
        </button>
      ))}
    </section>
  );
}

function Shortcuts() {
  const { t } = useT();
  const catalogue = useCatalogue();
  const mine = (catalogue?.resources ?? []).filter((one) => one.can.includes("read") && one.searchable);
  return (
    <section className="panel" aria-labelledby="home-shortcuts">
      <h2 className="panel-head" id="home-shortcuts">{t("快捷入口")}</h2>
      {!catalogue && <LinesSkeleton rows={5} />}
      {catalogue && !mine.length && <Empty text={t("还没有给您开通业务权限，请联系系统管理员。")} />}
      {mine.map((one) => <Shortcut key={one.name} one={one} />)}
    </section>
  );
}

function Shortcut({ one }: { one: ResourceInfo }) {
  return <Link to={listPath(one.name)} className="home-link"><span className="ellipsis grow">{one.label}</span><RightOutlined className="muted small" /></Link>;
}
