import { useState } from "react";
import { Button } from "antd";
import { useMeta } from "../../../api/meta";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { useTimeline, type TimelineItem } from "../api";
import { dayOf, daysBetween, weekday } from "../../../kit/days";
import { groupByTime } from "./timeline";
import { TimelineEntry } from "./TimelineEntry";

/** All that happened with a customer, newest first: days for the last month, months before that. */
export function Timeline({ customer, onOpen, action }: { customer: string; onOpen: (item: TimelineItem) => void; action?: React.ReactNode }) {
  const { t } = useT();
  const [now] = useState(() => new Date());
  const list = useTimeline(customer);
  const interactions = useMeta("interactions").data;
  const feedbacks = useMeta("feedbacks").data;
  if (list.isPending) return <LinesSkeleton rows={6} />;
  if (list.isError) return <ErrorBox error={list.error} title={t("往来没有加载成功")} onRetry={() => void list.refetch()} />;
  const items = list.data.pages.flatMap((page) => page.items);
  if (!items.length) return <Empty text={t("还没有往来。记下第一次沟通，这里就有了开头。")} action={action} />;
  return (
    <div className="story">
      {groupByTime(items, now).map((group) => (
        <section key={group.key} aria-label={group.key}>
          <GroupHead day={group.key} today={dayOf(now)} />
          <ol>
            {group.items.map((item) => (
              <TimelineEntry key={`${item.kind}-${item.id}`} item={item} interactions={interactions} feedbacks={feedbacks} inMonth={group.key.length === 7} onOpen={() => onOpen(item)} />
            ))}
          </ol>
        </section>
      ))}
      <div className="story-foot">
        {list.hasNextPage
          ? <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t("加载更早的往来")}</Button>
          : <span className="muted small">{t("没有更早的往来了")}</span>}
      </div>
    </div>
  );
}

function GroupHead({ day, today }: { day: string; today: string }) {
  const { t } = useT();
  if (day.length === 7) return <h3 className="story-head num">{t("{{year}} 年 {{month}} 月", { year: day.slice(0, 4), month: Number(day.slice(5)) })}</h3>;
  const ago = daysBetween(day, today);
  const near = ago === 0 ? t("今天") : ago === 1 ? t("昨天") : "";
  return <h3 className="story-head num">{near && <b>{near}</b>} <span className={near ? "muted" : undefined}>{day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day} {t(weekday(day))}</span></h3>;
}
