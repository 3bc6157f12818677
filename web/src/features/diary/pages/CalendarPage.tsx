import { Suspense, lazy, useEffect, useEffectEvent, useState } from "react";
import { useQueryClient } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { CalendarOutlined } from "@ant-design/icons";
import { useMeta } from "../../../api/meta";
import { at } from "../../../kit/days";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { CreateButton } from "../../../resource/form/CreateButton";
import type { Entry } from "../api";
import { turned, type View } from "../model/grid";
import { Agenda } from "../parts/calendar/Agenda";
import { MonthGrid } from "../parts/calendar/MonthGrid";
import { Legend, Toolbar } from "../parts/calendar/Toolbar";
import { useCalendar } from "../parts/calendar/useCalendar";
import { WeekGrid } from "../parts/calendar/WeekGrid";
import { WeekStrip } from "../parts/calendar/WeekStrip";
import "../diary.css";

const EntryDialog = lazy(() => import("../parts/calendar/EntryDialog").then((module) => ({ default: module.EntryDialog })));
const FeedsDialog = lazy(() => import("../parts/calendar/FeedsDialog").then((module) => ({ default: module.FeedsDialog })));
const KEYS: Record<string, View> = { m: "month", w: "week", d: "day", l: "list" };

/** 日历: contacts, visits and deadlines of a person or a team. M W D L choose the view, T is today, PageUp and PageDown turn. */
export function CalendarPage() {
  const { t } = useT();
  const phone = useIsPhone();
  const client = useQueryClient();
  const state = useCalendar(phone);
  const visits = useMeta("visits");
  const [open, setOpen] = useState<Entry | null>(null);
  const [feeds, setFeeds] = useState(false);
  const { query, view } = state;

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (target?.closest("input, textarea, [role=combobox], [role=dialog], [role=menu]") || event.ctrlKey || event.metaKey || event.altKey || phone) return;
    const named = KEYS[event.key.toLowerCase()];
    if (named) state.set({ view: named });
    else if (event.key.toLowerCase() === "t") state.set({ day: state.today });
    else if (event.key === "PageUp" || event.key === "PageDown") state.set({ day: turned(view, state.day, event.key === "PageUp" ? -1 : 1) });
    else return;
    event.preventDefault();
  });
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  const actions = (
    <>
      <Button icon={<CalendarOutlined aria-hidden />} onClick={() => setFeeds(true)}>{t("订阅")}</Button>
      {visits.data && <CreateButton meta={visits.data} label={t("安排拜访")} initial={{ planned_at: at(state.day < state.today ? state.today : state.day) }} onCreated={() => void client.invalidateQueries({ queryKey: ["calendar"] })} />}
    </>
  );
  return (
    <div className={phone ? "page" : "page fill"}>
      <PageHead title={t("日历")} actions={actions} />
      <Toolbar state={state} phone={phone} />
      {phone && <WeekStrip state={state} />}
      <Legend state={state} />
      {query.data?.cut && <Alert type="info" showIcon title={t("日程太多，没有全部显示。请缩短时间段或少选几种。")} />}
      {query.isError && <div className="panel"><ErrorBox error={query.error} title={t("日程没有加载成功")} onRetry={() => void query.refetch()} /></div>}
      {query.isPending && <div className="panel"><LinesSkeleton rows={7} /></div>}
      {query.data && (phone || view === "list" ? <Agenda state={state} onOpen={setOpen} /> : view === "month" ? <MonthGrid state={state} onOpen={setOpen} /> : <WeekGrid key={view} state={state} onOpen={setOpen} />)}
      <Suspense fallback={null}>
        {open && <EntryDialog entry={open} state={state} onClose={() => setOpen(null)} />}
        {feeds && <FeedsDialog kinds={state.kinds} who={state.who} onClose={() => setFeeds(false)} />}
      </Suspense>
    </div>
  );
}
