import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, DatePicker, Input, InputNumber, Modal, Select } from "antd";
import dayjs from "dayjs";
import { ApiError } from "../../../../api/errors";
import { uuid7 } from "../../../../api/uuid";
import { errorText } from "../../../../kit/errorText";
import { FieldRow } from "../../../../kit/FieldRow";
import { useNotify } from "../../../../kit/notify";
import { RefSelect } from "../../../../kit/RefSelect";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { useT } from "../../../../i18n";
import { useSaveRow } from "../../../../resource/data/row";
import { networkQuery } from "../../api";

const SHOWN = new Set(["task", "material", "quantity", "needed_on", "note"]);

/** A need for one of the tasks of this plan; the general form would search the tasks of all projects. */
export function AddNeed({ plan, onClose }: { plan: string; onClose: () => void }) {
  const { t } = useT();
  const phone = useIsPhone();
  const notify = useNotify();
  const save = useSaveRow("material_needs");
  const network = useQuery(networkQuery(plan, null));
  const [id] = useState(() => uuid7());
  const [task, setTask] = useState<string>();
  const [material, setMaterial] = useState<string | null>(null);
  const [quantity, setQuantity] = useState<number | null>(null);
  const [day, setDay] = useState("");
  const [note, setNote] = useState("");
  const errors = save.error instanceof ApiError ? save.error.fields : {};
  const elsewhere = Object.entries(errors).flatMap(([name, texts]) => (SHOWN.has(name) ? [] : texts));
  const ready = Boolean(task && material && quantity);
  const submit = () => save.mutate({ id, version: null, values: { task, material, quantity, needed_on: day || null, note } }, { onSuccess: () => { notify.ok(t("已添加材料需求")); onClose(); } });
  const tasks = (network.data?.tasks ?? []).map((one) => ({ value: one.id, label: `${one.wbs} ${one.name}` }));
  return (
    <Modal open title={t("新建材料需求")} onCancel={onClose}
      footer={<div className="row end touch"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" disabled={!ready} loading={save.isPending} onClick={submit}>{t("保存")}</Button></div>}>
      <div className="col touch">
        {save.isError && (elsewhere.length > 0 || !Object.keys(errors).length) && <Alert type="error" showIcon role="alert" title={elsewhere.join(" ") || errorText(save.error)} />}
        <FieldRow id="need-task" label={t("任务")} required errors={errors.task}><Select id="need-task" showSearch={{ optionFilterProp: "label" }} loading={network.isPending} value={task} onChange={setTask} options={tasks} placeholder={t("选择任务")} style={{ width: "100%" }} /></FieldRow>
        <FieldRow id="need-material" label={t("材料")} required errors={errors.material}><RefSelect id="need-material" resource="materials" value={material} onChange={(next) => setMaterial(next)} placeholder={t("按名称、规格或编码查找")} style={{ width: "100%" }} /></FieldRow>
        <div className="form-grid">
          <FieldRow id="need-quantity" label={t("计划数量")} required errors={errors.quantity}><InputNumber id="need-quantity" min={0} precision={3} value={quantity} onChange={setQuantity} style={{ width: "100%" }} /></FieldRow>
          <FieldRow id="need-day" label={t("需用日期")} help={t("留空则随任务开始日移动")} errors={errors.needed_on}>
            {phone ? <Input id="need-day" type="date" value={day} onChange={(event) => setDay(event.target.value)} />
              : <DatePicker id="need-day" value={day ? dayjs(day) : null} onChange={(value) => setDay(value ? value.format("YYYY-MM-DD") : "")} style={{ width: "100%" }} />}
          </FieldRow>
        </div>
        <FieldRow id="need-note" label={t("说明")} errors={errors.note}><Input id="need-note" maxLength={200} value={note} onChange={(event) => setNote(event.target.value)} /></FieldRow>
      </div>
    </Modal>
  );
}
