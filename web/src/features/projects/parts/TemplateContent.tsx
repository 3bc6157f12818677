import { useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client";
import { useMeta } from "../../../api/meta";
import type { Page } from "../../../api/types";
import { Empty } from "../../../kit/Empty";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import "../projects.css";

interface TaskItem { name: string; kind: string; duration: number; parent: number | null; links?: [number, string, number, number | null, boolean][] }
interface RoleItem { role: string; count: number }
interface BudgetItem { code: string; share: string; note: string }
interface RiskItem { title: string; probability: number; impact: number; actions?: string[] }
interface Content { tasks?: TaskItem[]; roles?: RoleItem[]; budget?: BudgetItem[]; risks?: RiskItem[]; folders?: { path: string }[] }

const DAY = 480;

/** What a template brings into a project: work breakdown with milestones, roles, shares of the budget, risks, folders. */
export function TemplateContent({ row }: RecordProps) {
  const { t } = useT();
  const { tasks = [], roles = [], budget = [], risks = [], folders = [] } = (row.content ?? {}) as Content;
  const names = useMeta("project_members").data?.fields.find((field) => field.name === "role")?.options ?? [];
  const items = useQuery({ queryKey: ["cost-item-names"], queryFn: ({ signal }) => api.get<Page>("/r/cost_items", { fields: "code,name", limit: 200 }, signal), enabled: budget.length > 0 });
  const itemName = (code: string) => String(items.data?.items.find((one) => one.code === code)?.name ?? "");
  if (![tasks, roles, budget, risks, folders].some((part) => part.length)) return <div className="drawer-pad"><Empty text={t("模板还是空的。打开一个做得好的项目，用“另存为模板”取它的内容。")} /></div>;
  return (
    <div className="drawer-pad col">
      <Part title={t("进度计划")} count={tasks.length}>{tasks.map((task, n) => <TaskLine key={n} task={task} depth={depthOf(tasks, n)} />)}</Part>
      <Part title={t("项目角色")} count={roles.length}>{roles.map((one, n) => <li key={n} className="row between"><span>{names.find((name) => name.value === one.role)?.label ?? one.role}</span><span className="num second">{t("{{n}} 人", { n: one.count })}</span></li>)}</Part>
      <Part title={t("预算结构")} count={budget.length}>{budget.map((one) => <li key={one.code + one.note} className="row between"><span className="ellipsis"><span className="num muted">{one.code}</span> {itemName(one.code)}</span><span className="num second">{t("合同额的 {{n}}%", { n: Math.round(Number(one.share) * 100) / 100 })}</span></li>)}</Part>
      <Part title={t("风险清单")} count={risks.length}>{risks.map((one) => <li key={one.title}><div className="row between"><span>{one.title}</span><span className="num second">{t("风险值 {{n}}", { n: one.probability * one.impact })}</span></div>{one.actions?.map((action) => <div key={action} className="muted small">{action}</div>)}</li>)}</Part>
      <Part title={t("文件夹")} count={folders.length}>{folders.map((one) => <li key={one.path}>{one.path}</li>)}</Part>
    </div>
  );
}

function Part({ title, count, children }: { title: string; count: number; children: React.ReactNode }) {
  const { t } = useT();
  if (!count) return null;
  return <section aria-label={title}><h3 className="drawer-section">{title} <span className="muted small num">{t("{{n}} 项", { n: count })}</span></h3><ul className="project-list small">{children}</ul></section>;
}

function TaskLine({ task, depth }: { task: TaskItem; depth: number }) {
  const { t } = useT();
  const days = Math.round((task.duration / DAY) * 10) / 10;
  const length = task.kind === "milestone" ? t("里程碑") : task.kind === "summary" ? "" : t("{{n}} 天", { n: days });
  return <li className="row between" style={{ paddingInlineStart: depth * 16 }}>{task.kind === "summary" ? <b>{task.name}</b> : <span>{task.name}</span>}<span className="num second">{length}</span></li>;
}

function depthOf(tasks: TaskItem[], n: number): number {
  let depth = 0;
  for (let at = tasks[n]?.parent; typeof at === "number" && depth < 20; at = tasks[at]?.parent) depth += 1;
  return depth;
}
