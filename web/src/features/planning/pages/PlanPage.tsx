import { useEffect } from "react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearchParams } from "react-router";
import { LeftOutlined } from "@ant-design/icons";
import { isApiError } from "../../../api/errors";
import type { Ref, Row } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { ErrorBox } from "../../../kit/ErrorBox";
import { TableSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { plansQuery } from "../api";
import { PlanView } from "../parts/PlanView";

export const asRefs = (plans: Row[]): Ref[] => plans.map((plan) => ({ id: plan.id, label: String(plan.name) }));

/** The plan of a project on a page of its own. */
export function PlanPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const [params] = useSearchParams();
  const found = useQuery(plansQuery(id));
  const plans = found.data ?? [];
  const project = (plans[0]?.project as Ref | undefined) ?? null;
  const title = project ? t("{{name}} · 进度计划", { name: project.label }) : t("进度计划");
  useEffect(() => {
    document.title = `${title} · ${t("筑客")}`;
  }, [title, t]);
  if (found.isPending) return <div className="page fill"><div className="panel grow"><TableSkeleton /></div></div>;
  if (found.isError) return <div className="page"><div className="panel"><ErrorBox error={found.error} title={isApiError(found.error) && found.error.status === 404 ? undefined : t("计划没有加载成功")} onRetry={() => void found.refetch()} /></div></div>;
  const chosen = plans.find((plan) => plan.id === params.get("plan")) ?? plans[0];
  if (!chosen) return <div className="page"><div className="panel"><Empty text={t("这个项目没有计划，或不在您的数据范围内。")} action={<Link to="/projects">{t("返回项目列表")}</Link>} /></div></div>;
  const head = (note: string) => (
    <header className="page-head">
      <div className="row plan-title"><Link to={`/projects/${id}`} aria-label={t("返回项目")} title={t("返回项目")}><LeftOutlined /></Link><h1 className="page-title ellipsis">{title}</h1><span className="page-count num">{note}</span></div>
    </header>
  );
  return <div className="page fill plan-page"><PlanView key={chosen.id} planId={chosen.id} plans={asRefs(plans)} head={head} /></div>;
}
