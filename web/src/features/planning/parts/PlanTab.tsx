import { useQuery } from "@tanstack/react-query";
import { Link, useSearchParams } from "react-router";
import { FullscreenOutlined } from "@ant-design/icons";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { plansQuery } from "../api";
import { asRefs } from "../pages/PlanPage";
import { PlanView } from "./PlanView";

/** The plan inside the page of its project. */
export function PlanTab({ row }: RecordProps) {
  const { t } = useT();
  const [params] = useSearchParams();
  const found = useQuery(plansQuery(row.id));
  if (found.isPending) return <LinesSkeleton rows={8} />;
  if (found.isError) return <ErrorBox error={found.error} title={t("计划没有加载成功")} onRetry={() => void found.refetch()} />;
  const chosen = found.data.find((plan) => plan.id === params.get("plan")) ?? found.data[0];
  if (!chosen) return <Empty text={t("这个项目没有计划，或不在您的数据范围内。")} />;
  const head = (note: string) => <div className="row between"><span className="muted small num">{note}</span><Link to={`/projects/${row.id}/plan`} className="row small"><FullscreenOutlined aria-hidden />{t("整页查看")}</Link></div>;
  return <div className="plan-tab"><PlanView key={chosen.id} planId={chosen.id} plans={asRefs(found.data)} head={head} /></div>;
}
