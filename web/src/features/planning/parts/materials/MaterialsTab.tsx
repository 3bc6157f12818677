import { useMemo, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Segmented } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { dayOf } from "../../../../kit/days";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { Money } from "../../../../kit/Money";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import { materialsQuery, plansQuery } from "../../api";
import { pressing } from "../../model/materials";
import type { PlanMaterials } from "../../model/types";
import { AddNeed } from "./AddNeed";
import { NeedLines } from "./NeedLines";
import { Totals } from "./Totals";
import "./materials.css";

/** 材料需求 of a project: totals of each material by week or month, and each need with its task. */
export function MaterialsTab({ row }: RecordProps) {
  const { t } = useT();
  const plans = useQuery(plansQuery(row.id));
  const plan = plans.data?.find((one) => one.kind === "live");
  if (plans.isPending) return <LinesSkeleton rows={8} />;
  if (plans.isError) return <ErrorBox error={plans.error} title={t("计划没有加载成功")} onRetry={() => void plans.refetch()} />;
  return plan ? <Materials plan={plan.id} /> : <Empty text={t("这个项目没有计划，或不在您的数据范围内。")} />;
}

function Materials({ plan }: { plan: string }) {
  const { t } = useT();
  const [by, setBy] = useState<"week" | "month">("week");
  const [only, setOnly] = useState<"all" | "open">("all");
  const found = useQuery(materialsQuery(plan, by));
  const [adding, setAdding] = useState(false);
  const create = found.data?.can.includes("create") ? <Button icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>{t("新建材料需求")}</Button> : null;
  const dialog = adding && <AddNeed plan={plan} onClose={() => setAdding(false)} />;
  if (found.isPending) return <LinesSkeleton rows={8} />;
  if (found.isError && !found.data) return <ErrorBox error={found.error} title={t("材料需求没有加载成功")} onRetry={() => void found.refetch()} />;
  const data = found.data;
  if (!data.needs.length) return <Empty text={t("还没有材料需求。可以在任务里添加，也可以从 MS Project 文件导入。")} action={<>{create}{dialog}</>} />;
  const shown = only === "open" ? data.needs.filter((need) => need.state !== "confirmed") : data.needs;
  return (
    <div className="drawer-pad col materials">
      <div className="row wrap between touch">
        <Figures data={data} />
        {create}
        {dialog}
      </div>
      <section aria-label={t("按材料合计")}>
        <div className="row wrap between materials-head"><h3 className="drawer-section">{t("按材料合计")}</h3>
          <Segmented value={by} onChange={setBy} options={[{ value: "week", label: t("按周") }, { value: "month", label: t("按月") }]} aria-label={t("合计的时间段")} /></div>
        <Totals data={data} />
      </section>
      <section aria-label={t("需求明细")}>
        <div className="row wrap between materials-head"><h3 className="drawer-section">{t("需求明细")}</h3>
          <Segmented value={only} onChange={setOnly} options={[{ value: "all", label: t("全部") }, { value: "open", label: t("未落实") }]} aria-label={t("显示哪些需求")} /></div>
        {shown.length ? <NeedLines needs={shown} can={data.can} /> : <Empty text={t("全部材料都已落实。")} />}
      </section>
    </div>
  );
}

function Figures({ data }: { data: PlanMaterials }) {
  const { t } = useT();
  const urgent = useMemo(() => {
    const today = dayOf(new Date());
    return data.needs.filter((need) => pressing(need, today)).length;
  }, [data.needs]);
  const open = data.needs.filter((need) => need.state !== "confirmed").length;
  return (
    <div className="row wrap materials-figures">
      <span><b className="num">{data.materials.length}</b> {t("种材料")}</span>
      <span><b className="num">{data.needs.length}</b> {t("条需求")}</span>
      <span className={open ? "warning-text" : undefined}><b className="num">{open}</b> {t("条未落实")}</span>
      {urgent > 0 && <span className="danger-text"><b className="num">{urgent}</b> {t("条三周内要用")}</span>}
      {data.amount !== null && <span>{t("按标准单价")} <b><Money value={data.amount} /></b></span>}
    </div>
  );
}
