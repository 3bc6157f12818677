import { useState } from "react";
import { DatePicker, Segmented, Tabs } from "antd";
import dayjs from "dayjs";
import { useSearchParams } from "react-router";
import { useCan } from "../../../api/me";
import { dayOf } from "../../../kit/days";
import { NoRight } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import type { Chosen } from "../api";
import type { Direction, Group } from "../model/ageing";
import { AgeingPanel, BY } from "../parts/ageing/AgeingPanel";
import { DsoPanel } from "../parts/ageing/DsoPanel";
import { ForecastPanel } from "../parts/ageing/ForecastPanel";
import "../collection.css";

const TABS = ["ageing", "cycle", "forecast"] as const;

/** 账龄与资金: how late what is owed is, how long money takes, and what is to come. The URL holds what one looks at. */
export function AgeingPage() {
  const { t } = useT();
  const can = useCan();
  const [params, set] = useLooking();
  const [today] = useState(() => dayOf(new Date()));
  const tab = TABS.find((one) => one === params.get("tab")) ?? "ageing";
  const by = BY.find(([key]) => key === params.get("by"))?.[0] ?? "customer";
  const direction: Direction = params.get("direction") === "expense" ? "expense" : "income";
  const on = params.get("on") ?? undefined;
  const chosen = chosenOf(params);
  if (!can("receivables", "read")) return <NoRight />;
  return (
    <div className="page">
      <PageHead title={t("账龄与资金预测")} note={tab === "ageing" ? t("截至 {{day}}", { day: on ?? today }) : undefined} />
      <Tabs className="ageing-tabs" activeKey={tab} onChange={(key) => set({ tab: key === "ageing" ? null : key })}
        items={[{ key: "ageing", label: t("账龄") }, { key: "cycle", label: t("回款周期") }, { key: "forecast", label: t("资金预测") }]} />
      <section className="panel ageing-filter touch" aria-label={t("筛选")}>
        {tab === "ageing" && (
          <>
            <Segmented<Direction> value={direction} onChange={(value) => set({ direction: value === "income" ? null : value })} aria-label={t("方向")} options={[{ value: "income", label: t("应收") }, { value: "expense", label: t("应付") }]} />
            <Segmented<Group> value={by} onChange={(value) => set({ by: value === "customer" ? null : value })} aria-label={t("分组")} options={BY.map(([value, label]) => ({ value, label: t(label) }))} />
            <DatePicker aria-label={t("截止日")} value={on ? dayjs(on) : null} placeholder={t("今天")} maxDate={dayjs(today)} onChange={(value) => set({ on: value ? value.format("YYYY-MM-DD") : null })} />
          </>
        )}
        <span className="ageing-pick"><RefSelect aria-label={t("单位")} resource="units" allowClear value={chosen.unit ?? null} onChange={(unit) => set({ unit })} placeholder={t("全部单位")} /></span>
        <span className="ageing-pick"><RefSelect aria-label={t("客户")} resource="customers" allowClear value={chosen.customer ?? null} onChange={(customer) => set({ customer })} placeholder={t("全部客户")} /></span>
        <span className="ageing-pick"><RefSelect aria-label={t("负责人")} resource="users" allowClear value={chosen.owner ?? null} onChange={(owner) => set({ owner })} placeholder={t("全部负责人")} /></span>
      </section>
      {tab === "ageing" && <AgeingPanel asked={{ ...chosen, by, direction, on }} today={today} />}
      {tab === "cycle" && <DsoPanel chosen={chosen} />}
      {tab === "forecast" && <ForecastPanel chosen={chosen} by={params.get("span") === "week" ? "week" : "month"} onBy={(span) => set({ span: span === "month" ? null : span })} />}
    </div>
  );
}

function chosenOf(params: URLSearchParams): Chosen {
  const chosen: Chosen = {};
  for (const name of ["unit", "customer", "owner"] as const) {
    const value = params.get(name);
    if (value) chosen[name] = value;
  }
  return chosen;
}

function useLooking(): [URLSearchParams, (values: Record<string, string | null>) => void] {
  const [params, setParams] = useSearchParams();
  const set = (values: Record<string, string | null>) => setParams((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(values)) {
      if (value) next.set(name, value);
      else next.delete(name);
    }
    return next;
  }, { replace: true });
  return [params, set];
}
