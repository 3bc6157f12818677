import { useEffect, useRef, useState } from "react";
import { Alert, Button, DatePicker, Input, Progress } from "antd";
import { AimOutlined, EditOutlined } from "@ant-design/icons";
import dayjs from "dayjs";
import { FieldRow } from "../../../../kit/FieldRow";
import { formatMoney } from "../../../../kit/format";
import { useConfirm } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { drop } from "../../model/store";
import { faultsOf, totalOf, type Faults, type SheetDraft } from "../../model/draft";
import { locate } from "../../model/locate";
import type { SheetPhoto } from "../../api";
import { LinesEditor } from "./LinesEditor";
import { PhotosEditor } from "./PhotosEditor";
import { SignDialog } from "./SignDialog";
import { SitePicker } from "./SitePicker";
import { useSheetDraft } from "./useSheetDraft";

interface Props { begun: SheetDraft; there: SheetPhoto[]; onSent: () => void; onDropped: () => void }

/** A site variation being written: site, photos, what and where, lines, signatures; everything stays on the device until it is sent. */
export function SheetEditor({ begun, there, onSent, onDropped }: Props) {
  const { t } = useT();
  const confirm = useConfirm();
  const { draft, change, add, send, part, waiting, lasting } = useSheetDraft(begun, onSent);
  const [faults, setFaults] = useState<Faults>({});
  const [signing, setSigning] = useState(false);
  const top = useRef<HTMLDivElement>(null);
  const signed = draft.signatures.length > 0;
  const right = () => {
    const found = faultsOf(draft, {
      contract: t("请选择项目和合同。"), name: t("请填写签证的名称。"), line: t("请填写这一行的名称。"), quantity: t("数量应是数字，减少填负数。"), price: t("单价应是不小于 0 的数字。"), days: t("天数应是整数，缩短填负数。"),
    });
    setFaults(found);
    if (Object.keys(found).length) top.current?.scrollIntoView?.({ block: "start" });
    return !Object.keys(found).length;
  };
  const throwAway = async () => {
    if (!(await confirm({ title: t("丢弃这张签证单？"), text: t("只删除这台设备上还没有上传的内容。"), ok: t("丢弃"), danger: true }))) return;
    await drop(draft.id);
    onDropped();
  };
  return (
    <div className="col sheet-editor" ref={top}>
      {waiting && <Alert type="warning" showIcon title={t("网络不通，内容已存在这台设备上，联网后自动上传。")} action={<Button size="small" onClick={() => void send()}>{t("重试")}</Button>} />}
      {!lasting && <Alert type="warning" showIcon title={t("这个浏览器不能保存草稿，上传之前请不要关闭页面。")} />}
      {signed && <Alert type="info" showIcon title={t("已有人签字，内容不能再改。需要修改请先删除签字。")} />}
      <fieldset disabled={signed || Boolean(part)} className="sheet-fields">
        <section className="panel panel-body"><h2 className="sheet-h">{t("项目")}</h2>
          <SitePicker project={draft.project} contract={draft.contract} fixed={draft.version !== null || signed} fault={faults.contract} onChange={(project, contract) => change({ project, contract })} /></section>
        <section className="panel panel-body"><h2 className="sheet-h">{t("照片")}</h2>
          <PhotosEditor there={there} photos={draft.photos} onChange={(photos) => add({ photos })} /></section>
        <section className="panel panel-body"><h2 className="sheet-h">{t("内容")}</h2><What draft={draft} faults={faults} change={change} /></section>
        <section className="panel panel-body"><h2 className="sheet-h">{t("工程量和价格")}</h2>
          <LinesEditor lines={draft.lines} faults={faults} onChange={(lines) => change({ lines })} /></section>
      </fieldset>
      <section className="panel panel-body"><h2 className="sheet-h">{t("签字")}</h2>
        {draft.signatures.map((one) => (
          <div key={one.id} className="row between sheet-signed"><span><b>{one.name}</b> <span className="second small">{one.company}</span></span><Button size="small" type="text" danger disabled={Boolean(part)} onClick={() => add({ signatures: draft.signatures.filter((s) => s.id !== one.id) })}>{t("删除")}</Button></div>
        ))}
        <Button block icon={<EditOutlined aria-hidden />} disabled={Boolean(part)} onClick={() => right() && setSigning(true)}>{t("请对方签字")}</Button>
        <p className="muted small">{t("也可以先上传，以后再签字。")}</p>
      </section>
      <div className="sheet-bar touch">
        {part ? <Progress percent={Math.round((part.done / part.all) * 100)} size="small" /> : <span className="row between"><Button type="text" danger onClick={() => void throwAway()}>{t("丢弃")}</Button><b className="num sheet-total">¥ {formatMoney(totalOf(draft.lines).toFixed(2))}</b></span>}
        <span className="row end"><Button loading={Boolean(part)} onClick={() => right() && void send(false)}>{t("上传保存")}</Button><Button type="primary" loading={Boolean(part)} onClick={() => right() && void send(true)}>{t("上传并提交审批")}</Button></span>
      </div>
      {signing && <SignDialog what={t("{{name}}，合计 ¥ {{amount}}", { name: draft.name, amount: formatMoney(totalOf(draft.lines).toFixed(2)) })} onClose={() => setSigning(false)} onSigned={(signature) => { add({ signatures: [...draft.signatures, signature] }); setSigning(false); }} />}
    </div>
  );
}

function What({ draft, faults, change }: { draft: SheetDraft; faults: Faults; change: (values: Partial<SheetDraft>) => void }) {
  const { t } = useT();
  return (
    <div className="form-grid touch">
      <FieldRow id="sheet-name" label={t("签证名称")} required wide errors={faults.name ? [faults.name] : undefined}><Input id="sheet-name" maxLength={160} value={draft.name} placeholder={t("例如 地下室隔墙拆除")} onChange={(event) => change({ name: event.target.value })} /></FieldRow>
      <FieldRow id="sheet-place" label={t("部位")} wide><Input id="sheet-place" maxLength={200} value={draft.place} placeholder={t("例如 3 号楼地下室东侧")} onChange={(event) => change({ place: event.target.value })} /></FieldRow>
      <div className="wide"><Spot draft={draft} change={change} /></div>
      <FieldRow id="sheet-on" label={t("发生日期")}><DatePicker id="sheet-on" value={draft.happened_on ? dayjs(draft.happened_on) : null} allowClear={false} inputReadOnly maxDate={dayjs()} style={{ width: "100%" }} onChange={(day) => day && change({ happened_on: day.format("YYYY-MM-DD") })} /></FieldRow>
      <FieldRow id="sheet-days" label={t("增减工期（天）")} errors={faults.days ? [faults.days] : undefined}><Input id="sheet-days" inputMode="text" maxLength={6} value={draft.days} placeholder={t("没有影响就留空")} onChange={(event) => change({ days: event.target.value })} /></FieldRow>
      <FieldRow id="sheet-reason" label={t("事由及内容")} wide><Input.TextArea id="sheet-reason" autoSize={{ minRows: 3, maxRows: 10 }} maxLength={5000} value={draft.reason} onChange={(event) => change({ reason: event.target.value })} /></FieldRow>
    </div>
  );
}

/** Where it was: asked once for a new sheet, again at a tap; a clear sentence where the device does not know. */
function Spot({ draft, change }: { draft: SheetDraft; change: (values: Partial<SheetDraft>) => void }) {
  const { t } = useT();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const { latitude, longitude, accuracy } = draft.position;
  const ask = async () => {
    setBusy(true);
    const found = await locate();
    setBusy(false);
    setProblem(found.problem);
    if (found.position.latitude !== undefined) change({ position: found.position });
  };
  const first = useRef(draft.version === null && latitude === undefined);
  useEffect(() => { if (first.current) { first.current = false; void ask(); } });
  return (
    <div className="row wrap small">
      <Button size="small" icon={<AimOutlined aria-hidden />} loading={busy} onClick={() => void ask()}>{latitude === undefined ? t("定位") : t("重新定位")}</Button>
      {latitude !== undefined ? <span className="num second">{t("{{latitude}}, {{longitude}}（±{{n}} 米）", { latitude, longitude, n: accuracy ?? 0 })}</span> : !busy && problem && <span className="warning-text">{t(problem)}</span>}
    </div>
  );
}
