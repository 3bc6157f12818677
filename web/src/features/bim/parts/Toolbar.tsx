import { useState } from "react";
import { Button, Popover, Segmented, Select, Slider, Switch } from "antd";
import { AimOutlined, ColumnWidthOutlined, EyeInvisibleOutlined, EyeOutlined, LinkOutlined, PartitionOutlined, ScissorOutlined, TableOutlined } from "@ant-design/icons";
import type { Row } from "../../../api/types";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import type { Mode } from "../model/colours";
import type { Scene } from "../model/scene";
import type { Section } from "../model/viewer";
import { QuantitiesDrawer } from "./QuantitiesDrawer";
import { RulesDrawer } from "./RulesDrawer";

interface Props {
  row: Row; scene: Scene; may: boolean; linked: boolean; mode: Mode; onMode: (mode: Mode) => void; section: Section | null; onSection: (section: Section | null) => void;
  measuring: boolean; onMeasure: (on: boolean) => void; chosen: number; hidden: number; onAlone: () => void; onHide: () => void; onAll: () => void; onFit: () => void; onTree?: () => void;
}

/** How the model is coloured and looked into, and what follows from it. */
export function Toolbar(props: Props) {
  const { row, scene, may, mode, onMode, section, measuring, onMeasure, chosen, hidden } = props;
  const { t } = useT();
  const phone = useIsPhone();
  const [open, setOpen] = useState<"rules" | "quantities" | null>(null);
  const modes = [{ value: "own", label: t("原色") }, { value: "progress", label: t("进度") }, { value: "delay", label: t("延误") }, { value: "phase", label: t("阶段") }, { value: "issues", label: t("问题") }, { value: "time", label: t("4D 模拟") }];
  const tool = (label: string, icon: React.ReactNode, run: () => void, more: { on?: boolean; off?: boolean } = {}) => (
    <Button key={label} type={more.on ? "primary" : "text"} icon={icon} disabled={more.off} aria-pressed={more.on} aria-label={label} title={label} onClick={run}>{phone ? null : label}</Button>
  );
  return (
    <div className="bim-tools touch" role="toolbar" aria-label={t("模型工具")}>
      {phone ? <Select value={mode} onChange={onMode} options={modes as { value: Mode; label: string }[]} aria-label={t("着色方式")} /> : <Segmented<Mode> value={mode} onChange={onMode} options={modes as { value: Mode; label: string }[]} aria-label={t("着色方式")} />}
      <span className="row wrap">
        {props.onTree && tool(t("构件树"), <PartitionOutlined aria-hidden />, props.onTree)}
        {tool(t("全图"), <AimOutlined aria-hidden />, props.onFit)}
        <Popover trigger="click" placement="bottom" content={<Cut section={section} onSection={props.onSection} />}><Button type={section ? "primary" : "text"} icon={<ScissorOutlined aria-hidden />} aria-label={t("剖切")} title={t("剖切")}>{phone ? null : t("剖切")}</Button></Popover>
        {tool(t("测距"), <ColumnWidthOutlined aria-hidden />, () => onMeasure(!measuring), { on: measuring })}
        {chosen > 0 && tool(t("隐藏所选"), <EyeInvisibleOutlined aria-hidden />, props.onHide)}
        {chosen > 0 && tool(t("只看所选"), <EyeOutlined aria-hidden />, props.onAlone)}
        {hidden > 0 && tool(t("全部显示"), <EyeOutlined aria-hidden />, props.onAll)}
        {tool(t("关联规则"), <LinkOutlined aria-hidden />, () => setOpen("rules"))}
        {tool(t("工程量"), <TableOutlined aria-hidden />, () => setOpen("quantities"))}
      </span>
      {!props.linked && mode !== "own" && <span className="muted small">{t("还没有构件关联到计划任务：用“关联规则”按类型和楼层关联，或点选构件后关联。")}</span>}
      {open === "rules" && <RulesDrawer row={row} scene={scene} may={may} onClose={() => setOpen(null)} />}
      {open === "quantities" && <QuantitiesDrawer row={row} onClose={() => setOpen(null)} />}
    </div>
  );
}

function Cut({ section, onSection }: { section: Section | null; onSection: (section: Section | null) => void }) {
  const { t } = useT();
  const now = section ?? { axis: "y" as const, at: 0.5, flipped: false };
  return (
    <div className="bim-cut">
      <div className="row between"><span>{t("剖切模型")}</span><Switch checked={section !== null} onChange={(on) => onSection(on ? now : null)} aria-label={t("剖切模型")} /></div>
      <Segmented block disabled={!section} value={now.axis} onChange={(axis) => onSection({ ...now, axis: axis as Section["axis"] })} options={[{ value: "y", label: t("水平") }, { value: "x", label: t("横向") }, { value: "z", label: t("纵向") }]} />
      <Slider disabled={!section} min={0} max={1} step={0.005} value={now.at} onChange={(at) => onSection({ ...now, at })} tooltip={{ open: false }} aria-label={t("剖切位置")} />
      <div className="row between"><span>{t("看另一侧")}</span><Switch disabled={!section} checked={now.flipped} onChange={(flipped) => onSection({ ...now, flipped })} aria-label={t("看另一侧")} /></div>
    </div>
  );
}
