import { useState } from "react";
import { Button, Drawer, Input, Select } from "antd";
import type { Leaf } from "../../../api/types";
import { FieldRow } from "../../../kit/FieldRow";
import { RefSelect } from "../../../kit/RefSelect";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import { isComplete, toFilter, toModel } from "../../../resource/filter/codec";
import { Conditions } from "../../../resource/filter/FilterBuilder";
import { isFilterable } from "../../../resource/filter/ops";
import type { FlowOptions } from "../api";
import type { Branch, By } from "../model/definition";
import { changeBranch } from "../model/edit";
import type { Desk } from "./desk";

interface Props {
  branch: Branch;
  desk: Desk;
  options: FlowOptions;
  onClose: () => void;
}

/** When a branch is taken: by what the record says, and by who submitted it. */
export function BranchDrawer({ branch, desk, options, onClose }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const model = toModel(branch.condition);
  // Half-written conditions stay here; only whole ones reach the flow.
  const [all, setAll] = useState<Leaf[]>(model.all);
  const [any, setAny] = useState<Leaf[]>(model.any);
  const fields = desk.approvable.fields.filter(isFilterable);
  const set = (values: Partial<Branch>) => desk.change(changeBranch(desk.definition, branch.id, values));
  const say = (nextAll: Leaf[], nextAny: Leaf[]) => {
    setAll(nextAll);
    setAny(nextAny);
    set({ condition: toFilter({ ...model, all: nextAll.filter(isComplete), any: nextAny.filter(isComplete) }) });
  };
  const by = branch.by ?? {};
  const setBy = (values: By) => {
    const next = { ...by, ...values };
    const some = Object.values(next).some((list) => list?.length);
    set({ by: some ? next : undefined });
  };
  const halfWritten = [...all, ...any].some((leaf) => !isComplete(leaf));
  return (
    <Drawer open onClose={onClose} size={phone ? "100%" : 640} title={t("条件设置")} footer={phone ? <div className="row end touch"><Button type="primary" onClick={onClose}>{t("完成")}</Button></div> : null}>
      <div className="col fd-form touch">
        <FieldRow id="fd-branch" label={t("条件名称")} required errors={branch.name.trim() ? undefined : [t("请填写名称。")]}>
          <Input id="fd-branch" value={branch.name} maxLength={40} disabled={desk.readonly} onChange={(event) => set({ name: event.target.value })} />
        </FieldRow>
        <fieldset className="fd-plain col" disabled={desk.readonly}>
          <Conditions resource={desk.approvable.resource} title={t("同时满足")} fields={fields} leaves={all} onChange={(next) => say(next, any)} />
          <Conditions resource={desk.approvable.resource} title={t("并且满足任意一项")} fields={fields} leaves={any} onChange={(next) => say(all, next)} />
          {halfWritten && <p className="warning-text small">{t("没有写完的条件不会生效。")}</p>}
        </fieldset>
        <div className="form-section">{t("并且提交人属于以下任意一项（可不填）")}</div>
        <FieldRow id="fd-by-units" label={t("单位及其下级")}>
          <RefSelect id="fd-by-units" resource="units" multiple value={by.units ?? []} disabled={desk.readonly} onChange={(units) => setBy({ units })} />
        </FieldRow>
        <FieldRow id="fd-by-roles" label={t("角色")}>
          <Select id="fd-by-roles" mode="multiple" value={by.roles ?? []} disabled={desk.readonly} onChange={(roles) => setBy({ roles })} showSearch={{ optionFilterProp: "label" }} options={options.roles.map((role) => ({ value: role.code, label: role.label }))} placeholder={t("请选择")} />
        </FieldRow>
        <FieldRow id="fd-by-people" label={t("人员")}>
          <RefSelect id="fd-by-people" resource="users" multiple value={by.people ?? []} disabled={desk.readonly} onChange={(people) => setBy({ people })} />
        </FieldRow>
        <p className="muted small">{t("从左到右比较，走第一个满足的条件。")}</p>
      </div>
    </Drawer>
  );
}
