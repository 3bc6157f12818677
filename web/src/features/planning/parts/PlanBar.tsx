import { useRef, useState } from "react";
import { Button, Input, Segmented, Select } from "antd";
import {
  AimOutlined, ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, MenuFoldOutlined, MenuUnfoldOutlined, PlusOutlined, RedoOutlined, SearchOutlined, UndoOutlined,
} from "@ant-design/icons";
import { useT } from "../../../i18n";
import { ZOOMS, zoomLabel, type Zoom } from "../model/axis";
import { LookMenu } from "./LookMenu";
import type { Commands } from "./useCommands";
import type { Plan } from "./usePlan";
import type { View } from "./useView";

interface Props {
  plan: Plan;
  view: View;
  commands: Commands;
  active: string | null;
  onlyCritical: boolean;
  onOnlyCritical: (on: boolean) => void;
  onLevel: (depth: number) => void;
  onToday: () => void;
  onOpen: (id: string) => void;
}

/** The tools over the bars: what one does to tasks on the left, how one looks at them on the right. */
export function PlanBar({ plan, view, commands, active, onlyCritical, onOnlyCritical, onLevel, onToday }: Props) {
  const { t } = useT();
  const { phone } = view;
  const network = plan.network!;
  return (
    <div className="plan-bar" role="toolbar" aria-label={t("计划工具")}>
      {commands.can && !phone && <EditTools commands={commands} none={!active} busy={plan.busy} />}
      <div className="plan-bar-right">
        {!phone && <Legend baseline={Boolean(network.baseline)} />}
        {!phone && <Find key={plan.id} view={view} />}
        {network.baselines.length > 0 && !phone && (
          <Select value={view.baseline ?? ""} onChange={(id) => view.patch({ baseline: id || null })} aria-label={t("基线")} popupMatchSelectWidth={false} style={{ maxWidth: 160 }}
            options={[{ value: "", label: t("不显示基线") }, ...network.baselines.map((one) => ({ value: one.id, label: one.name }))]} />
        )}
        <LookMenu show={view.show} onShow={view.setShow} onlyCritical={onlyCritical} onOnlyCritical={onOnlyCritical} onLevel={onLevel} baselines={phone ? network.baselines : undefined} baseline={view.baseline} onBaseline={(id) => view.patch({ baseline: id })} />
        <Button icon={<AimOutlined />} onClick={onToday} aria-label={t("到今天")} title={t("到今天")} />
        <Segmented<Zoom> value={view.zoom} onChange={view.setZoom} options={ZOOMS.map((value) => ({ value, label: zoomLabel(value) }))} aria-label={t("时间刻度")} />
      </div>
    </div>
  );
}

function EditTools({ commands, none, busy }: { commands: Commands; none: boolean; busy: boolean }) {
  const { t } = useT();
  const tool = (icon: React.ReactNode, label: string, keys: string, run: () => void, off = none) => (
    <Button type="text" icon={icon} onClick={run} disabled={off} aria-label={label} title={keys ? `${label} ${keys}` : label} />
  );
  return (
    <div className="row plan-tools">
      <Button icon={<PlusOutlined aria-hidden />} onClick={commands.add} title={`${t("添加任务")} Insert`} disabled={busy}>{t("任务")}</Button>
      {tool(<MenuUnfoldOutlined />, t("降级"), "Tab", commands.indent)}
      {tool(<MenuFoldOutlined />, t("升级"), "Shift+Tab", commands.outdent)}
      {tool(<ArrowUpOutlined />, t("上移"), "Alt+↑", () => commands.swap(-1))}
      {tool(<ArrowDownOutlined />, t("下移"), "Alt+↓", () => commands.swap(1))}
      {tool(<DeleteOutlined />, t("删除"), "Delete", commands.remove)}
      <span className="plan-tools-line" />
      {tool(<UndoOutlined />, t("撤销"), "Ctrl+Z", commands.undo, busy)}
      {tool(<RedoOutlined />, t("重做"), "Ctrl+Shift+Z", commands.redo, busy)}
    </div>
  );
}

function Legend({ baseline }: { baseline: boolean }) {
  const { t } = useT();
  return (
    <div className="row plan-legend small" aria-hidden>
      <span className="critical">{t("关键线路")}</span><span className="going">{t("进行")}</span><span className="finished">{t("已完成")}</span>
      {baseline && <span className="planned">{t("基线")}</span>}
    </div>
  );
}

function Find({ view }: { view: View }) {
  const { t } = useT();
  const [text, setText] = useState(view.q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const type = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => view.patch({ find: next.trim() || null }), 200);
  };
  return <Input allowClear prefix={<SearchOutlined aria-hidden />} value={text} onChange={(event) => type(event.target.value)} placeholder={t("查找任务")} aria-label={t("查找任务")} style={{ width: 150 }} maxLength={80} />;
}
