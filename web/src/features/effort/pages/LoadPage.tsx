import { useState } from "react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Button } from "antd";
import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { addDays, dayOf } from "../../../kit/days";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { loadQuery } from "../api";
import { overloaded } from "../model/heat";
import { monday } from "../model/week";
import { HeatLegend, HeatTable } from "../parts/HeatTable";
import { KindPick, SkillsSelect, useLooking } from "../parts/fields";
import "../effort.css";

/** 负荷图: who has too much and who has room, week by week. */
export function LoadPage() {
  const { t } = useT();
  const phone = useIsPhone();
  const [params, set] = useLooking();
  const [today] = useState(() => dayOf(new Date()));
  const named = params.get("since") ?? "";
  const since = monday(/^\d{4}-\d{2}-\d{2}$/.test(named) ? named : today);
  const weeks = phone ? 4 : 12;
  const skills = (params.get("skills") ?? "").split(",").filter(Boolean);
  const asked = { since, weeks, kind: params.get("kind") ?? "", skills: skills.join(","), unit: params.get("unit") ?? undefined, project: params.get("project") ?? undefined };
  const load = useQuery({ ...loadQuery(asked), placeholderData: keepPreviousData });
  const over = load.data ? overloaded(load.data.rows) : 0;
  return (
    <div className="page">
      <PageHead title={t("负荷图")} note={load.data ? t("共 {{n}} 项资源", { n: load.data.rows.length }) : undefined}
        actions={<><Button icon={<LeftOutlined aria-hidden />} aria-label={t("前几周")} onClick={() => set({ since: addDays(since, -7 * weeks) })} /><Button onClick={() => set({ since: null })}>{t("本周")}</Button><Button icon={<RightOutlined aria-hidden />} aria-label={t("后几周")} onClick={() => set({ since: addDays(since, 7 * weeks) })} /></>} />
      <section className="panel effort-filter touch" aria-label={t("筛选")}>
        <KindPick all value={asked.kind} onChange={(kind) => set({ kind })} />
        <SkillsSelect value={skills} onChange={(value) => set({ skills: value.join(",") })} />
        <span className="effort-pick"><RefSelect resource="units" aria-label={t("单位")} placeholder={t("全部单位")} allowClear value={asked.unit ?? null} onChange={(unit) => set({ unit })} /></span>
        <span className="effort-pick"><RefSelect resource="projects" aria-label={t("项目")} placeholder={t("全部项目")} allowClear value={asked.project ?? null} onChange={(project) => set({ project })} /></span>
      </section>
      {load.data?.cut && <Alert type="info" showIcon title={t("资源太多，没有全部显示。请选择单位、类别或技能。")} />}
      {over > 0 && <Alert type="warning" showIcon title={t("有 {{n}} 项资源在某些周超出可用量", { n: over })} />}
      <section className="panel panel-body col">
        {load.isPending && <LinesSkeleton rows={8} />}
        {load.isError && <ErrorBox error={load.error} onRetry={() => void load.refetch()} />}
        {load.data?.rows.length === 0 && <Empty text={t("没有符合条件的资源")} />}
        {load.data && load.data.rows.length > 0 && <><HeatLegend /><HeatTable load={load.data} /></>}
      </section>
    </div>
  );
}
