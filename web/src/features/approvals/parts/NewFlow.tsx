import { useState } from "react";
import { Alert, Input, Modal, Select } from "antd";
import { useNavigate } from "react-router";
import { ApiError } from "../../../api/errors";
import { uuid7 } from "../../../api/uuid";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { resourceUi } from "../../../resource/registry";
import { FLOWS, type FlowOptions } from "../api";

/** What is approved, and for which company. It starts as a copy of the flow that holds there now. */
export function NewFlow({ options, onClose }: { options: FlowOptions; onClose: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const save = useSaveRow(FLOWS);
  const [id] = useState(uuid7);
  const [what, setWhat] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [unit, setUnit] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const refused = save.error instanceof ApiError ? save.error.fields : {};
  const approvable = options.approvables.find((one) => `${one.resource} ${one.verb}` === what);
  const title = name.trim() || approvable?.label || "";
  const submit = () => {
    setTried(true);
    if (!approvable || !title) return;
    save.mutate({ id, version: null, values: { name: title, resource: approvable.resource, verb: approvable.verb, unit } }, { onSuccess: () => void navigate(`/admin/approval-flows/${id}`) });
  };
  const Picker = resourceUi("units").picker;
  return (
    <Modal open title={t("新建流程")} onCancel={onClose} onOk={submit} okText={t("新建")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {save.isError && !Object.keys(refused).length && <Alert type="error" showIcon role="alert" title={errorText(save.error)} />}
        <FieldRow id="flow-what" label={t("审批什么")} required errors={refused.resource ?? refused.verb ?? (tried && !approvable ? [t("请选择。")] : undefined)}>
          <Select id="flow-what" value={what} onChange={setWhat} placeholder={t("请选择")} options={options.approvables.map((one) => ({ value: `${one.resource} ${one.verb}`, label: `${one.label} · ${one.resource_label}` }))} />
        </FieldRow>
        <FieldRow id="flow-unit" label={t("适用单位")} help={t("留空则适用于全集团；选一家公司，则只管它和下级。")} errors={refused.unit}>
          {Picker ? <Picker id="flow-unit" value={unit} onChange={setUnit} allowClear /> : <RefSelect id="flow-unit" resource="units" value={unit} onChange={setUnit} allowClear />}
        </FieldRow>
        <FieldRow id="flow-name" label={t("流程名称")} errors={refused.name}>
          <Input id="flow-name" value={name} maxLength={60} placeholder={approvable?.label} onChange={(event) => setName(event.target.value)} />
        </FieldRow>
        <p className="muted small">{t("新流程从当前生效的流程复制，修改后发布才生效。")}</p>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
