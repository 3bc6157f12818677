import { useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { DatePicker, Input } from "antd";
import dayjs from "dayjs";
import { addDays, dayOf } from "../../../kit/days";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useDebounced } from "../../../kit/useDebounced";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { freeQuery, type FreeOne } from "../api";
import { AskDialog } from "../parts/AskDialog";
import { FreeCard } from "../parts/FreeCard";
import { KindPick, SkillsSelect, useLooking } from "../parts/fields";
import "../effort.css";

/** 找人找设备: who of the whole group is free in a period, where, with what skills; one click asks for them. */
export function FreePage() {
  const { t } = useT();
  const phone = useIsPhone();
  const [params, set] = useLooking();
  const [today] = useState(() => dayOf(new Date()));
  const [near, setNear] = useState(params.get("near") ?? "");
  const [asking, setAsking] = useState<FreeOne | null>(null);
  const since = params.get("since") ?? today;
  const until = params.get("until") ?? addDays(since, 27);
  const skills = (params.get("skills") ?? "").split(",").filter(Boolean);
  const asked = { since, until, kind: params.get("kind") ?? "person", skills: skills.join(","), near: useDebounced(near.trim(), 300) };
  const found = useQuery({ ...freeQuery(asked), placeholderData: keepPreviousData });
  const span = (from: string, to: string) => from && to && set({ since: from, until: to < from ? from : to });
  return (
    <div className="page">
      <PageHead title={t("找人找设备")} note={found.data ? t("共 {{n}} 项资源", { n: found.data.length }) : undefined} />
      <section className="panel effort-filter touch" aria-label={t("筛选")}>
        <KindPick value={asked.kind} onChange={(kind) => set({ kind })} />
        {phone ? (
          <><Input type="date" aria-label={t("开始日期")} value={since} onChange={(event) => span(event.target.value, until)} /><Input type="date" aria-label={t("结束日期")} value={until} min={since} onChange={(event) => span(since, event.target.value)} /></>
        ) : (
          <DatePicker.RangePicker aria-label={t("时间段")} allowClear={false} value={[dayjs(since), dayjs(until)]} onChange={(value) => value?.[0] && value[1] && span(value[0].format("YYYY-MM-DD"), value[1].format("YYYY-MM-DD"))} />
        )}
        <SkillsSelect value={skills} onChange={(value) => set({ skills: value.join(",") })} />
        <Input allowClear aria-label={t("所在城市")} placeholder={t("所在城市，例如 南京")} maxLength={40} className="effort-city" value={near} onChange={(event) => { setNear(event.target.value); set({ near: event.target.value }); }} />
      </section>
      {found.isPending && <div className="panel"><LinesSkeleton rows={6} /></div>}
      {found.isError && <div className="panel"><ErrorBox error={found.error} onRetry={() => void found.refetch()} /></div>}
      {found.data?.length === 0 && <div className="panel"><Empty text={t("没有符合条件的资源。少选几种技能，或换一类试试。")} /></div>}
      <div className="free-list">{found.data?.map((one) => <FreeCard key={one.id} one={one} onAsk={() => setAsking(one)} />)}</div>
      {asking && <AskDialog one={asking} since={since} until={until} project={params.get("project")} onClose={() => setAsking(null)} />}
    </div>
  );
}
