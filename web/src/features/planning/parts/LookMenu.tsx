import { Button, Dropdown } from "antd";
import { CheckOutlined, EyeOutlined } from "@ant-design/icons";
import { tk, useT } from "../../../i18n";
import type { Shown } from "../gantt/paint";
import type { BaselineHead } from "../model/types";

const SHOWN: [keyof Shown, string][] = [["critical", tk("关键线路")], ["links", tk("依赖线")], ["baseline", tk("基线")], ["float", tk("浮动时间")]];

interface Props {
  show: Shown;
  onShow: (show: Shown) => void;
  onlyCritical: boolean;
  onOnlyCritical: (on: boolean) => void;
  onLevel: (depth: number) => void;
  /** On a phone the baseline is chosen here, for want of room beside. */
  baselines?: BaselineHead[];
  baseline: string | null;
  onBaseline: (id: string | null) => void;
}

/** What the bars show, and how deep the tree is unfolded. */
export function LookMenu({ show, onShow, onlyCritical, onOnlyCritical, onLevel, baselines = [], baseline, onBaseline }: Props) {
  const { t } = useT();
  const tick = (on: boolean) => (on ? <CheckOutlined aria-hidden /> : <span style={{ display: "inline-block", width: 14 }} />);
  const items = [
    ...SHOWN.map(([key, label]) => ({ key, icon: tick(show[key]), label: t(label), onClick: () => onShow({ ...show, [key]: !show[key] }) })),
    ...(baselines.length ? [{ type: "divider" as const }, {
      key: "baselines", type: "group" as const, label: t("与哪条基线比"), children: [
        { key: "no-baseline", icon: tick(!baseline), label: t("不显示基线"), onClick: () => onBaseline(null) },
        ...baselines.map((one) => ({ key: one.id, icon: tick(baseline === one.id), label: one.name, onClick: () => { onBaseline(one.id); onShow({ ...show, baseline: true }); } })),
      ],
    }] : []),
    { type: "divider" as const },
    { key: "only", icon: tick(onlyCritical), label: t("只看关键任务"), onClick: () => onOnlyCritical(!onlyCritical) },
    { type: "divider" as const },
    { key: "all", label: t("全部展开"), onClick: () => onLevel(Infinity) },
    { key: "one", label: t("只看第一级"), onClick: () => onLevel(0) },
    { key: "two", label: t("展开到第二级"), onClick: () => onLevel(1) },
    { key: "three", label: t("展开到第三级"), onClick: () => onLevel(2) },
  ];
  return <Dropdown menu={{ items, style: { maxHeight: "70vh", overflowY: "auto" } }} trigger={["click"]}><Button icon={<EyeOutlined />} aria-label={t("显示")} title={t("显示")} /></Dropdown>;
}
