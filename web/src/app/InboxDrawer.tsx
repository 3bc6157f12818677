import { Suspense, lazy, useState } from "react";
import { Button, Drawer, Segmented } from "antd";
import { useNavigate } from "react-router";
import type { Notice } from "../api/types";
import { useT } from "../i18n";
import { DateText } from "../kit/DateText";
import { Empty } from "../kit/Empty";
import { ErrorBox } from "../kit/ErrorBox";
import { LinesSkeleton } from "../kit/Skeletons";
import { useIsPhone } from "../kit/useIsPhone";
import { useNotify } from "../kit/notify";
import { recordPath } from "../resource/registry";
import { useMarkRead, useNotices } from "./inbox";

const WhyButton = lazy(() => import("../features/automation/parts/WhyButton").then((module) => ({ default: module.WhyButton })));

/** Where notices lead that are about no record. */
const PAGES: Record<string, string> = { report_due: "/reports" };

export default function InboxDrawer({ onClose }: { onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const navigate = useNavigate();
  const [unreadOnly, setUnreadOnly] = useState(false);
  const list = useNotices(unreadOnly);
  const mark = useMarkRead();
  const notices = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (notice: Notice) => {
    if (!notice.read_at) mark.mutate([notice.id], { onError: notify.fail });
    const path = notice.resource && notice.object_id ? recordPath(notice.resource, notice.object_id) : PAGES[notice.kind];
    if (!path) return;
    onClose();
    void navigate(path);
  };
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 420} title={t("消息")}
      extra={<Button type="text" size="small" disabled={!notices.some((n) => !n.read_at)} onClick={() => mark.mutate("all", { onError: notify.fail })}>{t("全部已读")}</Button>}>
      <div style={{ padding: "12px 20px", borderBottom: "1px solid var(--line)" }}>
        <Segmented size="small" value={unreadOnly ? "unread" : "all"} onChange={(value) => setUnreadOnly(value === "unread")}
          options={[{ value: "all", label: t("全部") }, { value: "unread", label: t("未读") }]} />
      </div>
      {list.isPending && <LinesSkeleton />}
      {list.isError && <ErrorBox error={list.error} title={t("消息没有加载成功")} onRetry={() => void list.refetch()} />}
      {list.isSuccess && notices.length === 0 && <Empty text={unreadOnly ? t("没有未读消息，都处理完了。") : t("还没有消息。有人 @您、分配给您或到期提醒时，会出现在这里。")} />}
      {notices.map((notice) => (
        <div key={notice.id} className="notice-item">
          <NoticeLine notice={notice} onOpen={() => open(notice)} />
          {notice.by_rule && <div className="notice-why"><Suspense fallback={null}><WhyButton of={{ notice: notice.id }} onLeave={onClose} /></Suspense></div>}
        </div>
      ))}
      {list.hasNextPage && (
        <div style={{ padding: 16, textAlign: "center" }}>
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("加载更多")}</Button>
        </div>
      )}
    </Drawer>
  );
}

export function NoticeLine({ notice, onOpen }: { notice: Notice; onOpen: () => void }) {
  const { t } = useT();
  return (
    <button type="button" className={notice.read_at ? "notice read" : "notice"} onClick={onOpen}>
      <span className="notice-dot" aria-label={notice.read_at ? undefined : t("未读")} />
      <span style={{ minWidth: 0 }}>
        <span className="row between"><span className="notice-title ellipsis">{notice.title}</span><span className="muted small" style={{ whiteSpace: "nowrap" }}><DateText value={notice.created_at} kind="ago" /></span></span>
        {notice.body && <span className="second pre" style={{ display: "block", fontSize: 13 }}>{notice.body}</span>}
        {notice.actor && <span className="muted small">{notice.actor.label}</span>}
      </span>
    </button>
  );
}
