import { useState } from "react";
import { Checkbox, DatePicker, Modal, Select } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { Choices } from "../../../../kit/Choices";
import { FieldRow } from "../../../../kit/FieldRow";
import { useT } from "../../../../i18n";
import { printUrl } from "../../api";
import { ZOOMS, zoomLabel } from "../../model/axis";
import type { Network } from "../../model/types";
import type { View } from "../useView";

const LEVELS = [1, 2, 3, 4, 5];

/** How the bars come on paper. The PDF opens in a window of its own; what does not fit is refused there with a sentence. */
export function PrintDialog({ network, view, onClose }: { network: Network; view: View; onClose: () => void }) {
  const { t } = useT();
  const [size, setSize] = useState("a3");
  const [scale, setScale] = useState("fit");
  const [depth, setDepth] = useState(0);
  const [baseline, setBaseline] = useState(view.baseline ?? "");
  const [days, setDays] = useState<[Dayjs | null, Dayjs | null]>([null, null]);
  const [show, setShow] = useState({ links: view.show.links, slack: view.show.float, critical: false });
  const tick = (key: keyof typeof show, label: string) => <Checkbox checked={show[key]} onChange={(event) => setShow({ ...show, [key]: event.target.checked })}>{label}</Checkbox>;
  const url = printUrl(network.plan.id, {
    size, scale, ...show, depth: depth || null, baseline: baseline || null, since: days[0]?.format("YYYY-MM-DD") ?? null, until: days[1]?.format("YYYY-MM-DD") ?? null,
  });
  return (
    <Modal open title={t("打印横道图")} onCancel={onClose} okText={t("生成 PDF")} cancelText={t("取消")} okButtonProps={{ href: url, target: "_blank", rel: "noreferrer" }} onOk={onClose} width={480}>
      <div className="col">
        <Choices name="size" label={t("纸张")} value={size} onChange={setSize} items={[{ value: "a3", label: t("A3 横向") }, { value: "a4", label: t("A4 横向") }]} />
        <Choices name="scale" label={t("时间刻度")} value={scale} onChange={setScale}
          items={[{ value: "fit", label: t("整段放进一页宽") }, ...ZOOMS.map((value) => ({ value, label: zoomLabel(value) }))]} />
        <FieldRow id="print-depth" label={t("展开到")}>
          <Select id="print-depth" value={depth} onChange={setDepth} options={[{ value: 0, label: t("全部任务") }, ...LEVELS.map((n) => ({ value: n, label: t("第 {{n}} 级", { n }) }))]} />
        </FieldRow>
        {network.baselines.length > 0 && (
          <FieldRow id="print-baseline" label={t("基线")}>
            <Select id="print-baseline" value={baseline} onChange={setBaseline} options={[{ value: "", label: t("不显示基线") }, ...network.baselines.map((one) => ({ value: one.id, label: one.name }))]} />
          </FieldRow>
        )}
        <FieldRow id="print-days" label={t("日期范围")} help={t("留空打印整个计划。")}>
          <DatePicker.RangePicker id={{ start: "print-days", end: "print-days-end" }} value={days} onChange={(next) => setDays(next ?? [null, null])} allowEmpty={[true, true]} minDate={dayjs("1990-01-01")} maxDate={dayjs("2140-01-01")} />
        </FieldRow>
        <div className="row wrap">{tick("links", t("依赖线"))}{tick("slack", t("浮动时间"))}{tick("critical", t("只打印关键任务"))}</div>
      </div>
    </Modal>
  );
}
