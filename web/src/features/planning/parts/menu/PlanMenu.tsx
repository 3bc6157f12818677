import { Suspense, lazy, useState } from "react";
import { Button, Dropdown, type MenuProps } from "antd";
import { DownOutlined } from "@ant-design/icons";
import type { Ref, Row } from "../../../../api/types";
import { useConfirm, useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { fileUrl, planPath } from "../../api";
import { api } from "../../../../api/client";
import { useCan } from "../../../../api/me";
import type { EditResult, Network } from "../../model/types";
import { ConsequenceList } from "../Consequences";
import type { Plan } from "../usePlan";
import type { View } from "../useView";
import { useQueryClient } from "@tanstack/react-query";

const NameDialog = lazy(() => import("./NameDialog").then((module) => ({ default: module.NameDialog })));
const ImportDialog = lazy(() => import("./ImportDialog").then((module) => ({ default: module.ImportDialog })));
const LevelDialog = lazy(() => import("./LevelDialog").then((module) => ({ default: module.LevelDialog })));
const PrintDialog = lazy(() => import("./PrintDialog").then((module) => ({ default: module.PrintDialog })));
const SettingsDrawer = lazy(() => import("./SettingsDrawer").then((module) => ({ default: module.SettingsDrawer })));
const ChangesDrawer = lazy(() => import("./ChangesDrawer").then((module) => ({ default: module.ChangesDrawer })));

interface Props {
  plan: Plan;
  network: Network;
  plans: Ref[];
  view: View;
}

/** What is done with a whole plan: baselines, scenarios, levelling, files, its changes. */
export function PlanMenu({ plan, network, view }: Props) {
  const { t } = useT();
  const ask = useConfirm();
  const notify = useNotify();
  const client = useQueryClient();
  const [open, setOpen] = useState<"baseline" | "copy" | "import" | "level" | "print" | "changes" | "settings" | null>(null);
  const may = plan.can("edit");
  const mayExport = useCan()("plans", "export");
  const renewPlans = () => client.invalidateQueries({ queryKey: ["list", "plans"] });
  const baseline = async (name: string) => {
    await api.post(planPath(plan.id, "baselines"), { name });
    plan.reload();
    notify.ok(t("基线已保存"));
  };
  const copy = async (name: string) => {
    const made = await api.post<{ id: string }>(planPath(plan.id, "copy"), { name });
    await renewPlans();
    view.patch({ plan: made.id, baseline: null });
    notify.ok(t("方案已建好，现在改的是方案，不影响执行计划"));
  };
  const adopt = async () => {
    try {
      const { consequences } = await api.post<EditResult>(planPath(plan.id, "adopt"), { preview: true });
      const text = <div className="col"><p>{t("执行计划的任务、日期和依赖将换成这个方案的。可以撤销。")}</p><ConsequenceList consequences={consequences} /></div>;
      if (!(await ask({ title: t("采用方案“{{name}}”？", { name: network.plan.name }), text, ok: t("采用") }))) return;
      await api.post<EditResult>(planPath(plan.id, "adopt"), { preview: false });
      await renewPlans();
      await client.invalidateQueries({ queryKey: ["plan-network"] });
      view.patch({ plan: null, baseline: null });
      notify.ok(t("执行计划已换成这个方案"));
    } catch (error) {
      notify.fail(error);
    }
  };
  const shown = network.baselines.find((one) => one.id === view.baseline);
  const removeBaseline = async () => {
    if (!shown || !(await ask({ title: t("删除基线“{{name}}”？", { name: shown.name }), text: t("删除后不能再与它对照，也不能恢复。"), ok: t("删除"), danger: true }))) return;
    try {
      await api.delete(`${planPath(plan.id, "baselines")}/${shown.id}`);
      view.patch({ baseline: null });
      plan.reload();
    } catch (error) {
      notify.fail(error);
    }
  };
  const discard = async () => {
    if (!(await ask({ title: t("删除方案“{{name}}”？", { name: network.plan.name }), text: t("方案里的任务和日期都会删除，执行计划不受影响。"), ok: t("删除"), danger: true }))) return;
    try {
      const { version } = await api.get<Row>(`/r/plans/${plan.id}`);
      await api.post(`/r/plans/${plan.id}/do/discard`, { version, inputs: {} });
      view.patch({ plan: null, baseline: null });
      await renewPlans();
      notify.ok(t("方案已删除"));
    } catch (error) {
      notify.fail(error);
    }
  };
  const items: MenuProps["items"] = [];
  if (may) items.push(
    ...(network.plan.kind === "live" ? [{ key: "baseline", label: t("保存基线"), onClick: () => setOpen("baseline") }] : [{ key: "adopt", label: t("采用这个方案"), onClick: () => void adopt() }]),
    ...(shown ? [{ key: "unbaseline", label: t("删除这条基线"), onClick: () => void removeBaseline() }] : []),
    { key: "copy", label: t("另存为方案"), onClick: () => setOpen("copy") },
    ...(network.plan.kind === "scenario" ? [{ key: "discard", label: t("删除这个方案"), danger: true, onClick: () => void discard() }] : []),
    { key: "settings", label: t("计划设置"), onClick: () => setOpen("settings") },
    { key: "level", label: t("均衡资源"), onClick: () => setOpen("level") },
    { type: "divider" },
    { key: "import", label: t("导入文件"), onClick: () => setOpen("import") },
  );
  if (mayExport) items.push(
    { key: "mspdi", label: <a href={fileUrl(plan.id, "mspdi")} download>{t("导出 MS Project（XML）")}</a> },
    { key: "xlsx", label: <a href={fileUrl(plan.id, "xlsx")} download>{t("导出 Excel")}</a> },
    { type: "divider" },
  );
  items.push({ key: "print", label: t("打印横道图（PDF）"), onClick: () => setOpen("print") });
  items.push({ key: "changes", label: t("修改记录"), onClick: () => setOpen("changes") });
  const close = () => setOpen(null);
  return (
    <>
      <Dropdown menu={{ items }} trigger={["click"]}><Button>{t("更多")} <DownOutlined aria-hidden /></Button></Dropdown>
      <Suspense fallback={null}>
        {open === "baseline" && <NameDialog title={t("保存基线")} help={t("把现在的日期记下来，以后在横道图里对照。")} initial={t("基线 {{n}}", { n: network.baselines.length + 1 })} onSave={baseline} onClose={close} />}
        {open === "copy" && <NameDialog title={t("另存为方案")} help={t("方案是一份副本，可以随意试排，满意后再采用。")} initial={t("比选方案")} onSave={copy} onClose={close} />}
        {open === "import" && <ImportDialog plan={plan} network={network} onClose={close} />}
        {open === "level" && <LevelDialog plan={plan} onClose={close} />}
        {open === "print" && <PrintDialog network={network} view={view} onClose={close} />}
        {open === "settings" && <SettingsDrawer plan={plan} onClose={close} />}
        {open === "changes" && <ChangesDrawer plan={plan} onClose={close} />}
      </Suspense>
    </>
  );
}
