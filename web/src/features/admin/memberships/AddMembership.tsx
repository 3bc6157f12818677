import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Modal, Select } from "antd";
import { ApiError } from "../../../api/errors";
import { useMeta } from "../../../api/meta";
import { uuid7 } from "../../../api/uuid";
import { FieldRow } from "../../../kit/FieldRow";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { allQuery } from "../api";
import { UnitPicker } from "../units/UnitPicker";
import type { Fixed, Part } from "./MembershipList";
import { Refusal } from "./Refusal";

type Chosen = Record<Part, string | null>;

/** Gives a person a role in a unit; what is fixed (the person, the unit or the role) is not asked. */
export function AddMembership({ fixed, onClose }: { fixed: Fixed; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("memberships");
  const [id] = useState(uuid7);
  const [chosen, setChosen] = useState<Chosen>({ user: fixed.user?.id ?? null, unit: fixed.unit?.id ?? null, role: fixed.role?.id ?? null });
  const [tried, setTried] = useState(false);
  const set = (part: Part) => (value: string | null) => setChosen((before) => ({ ...before, [part]: value }));
  const submit = () => {
    setTried(true);
    if (!chosen.user || !chosen.unit || !chosen.role) return;
    save.mutate({ id, version: null, values: chosen }, {
      onSuccess: () => {
        notify.ok(t("已添加任职"));
        onClose();
      },
    });
  };
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const errorsOf = (part: Part) => fields[part] ?? (tried && !chosen[part] ? [t("请选择。")] : undefined);
  const general = save.error && !(["user", "unit", "role"] as Part[]).some((part) => fields[part]);
  const who = fixed.user ?? fixed.role ?? fixed.unit;
  return (
    <Modal open title={who ? t("{{name}}：添加任职", { name: who.label }) : t("添加任职")} onCancel={onClose} onOk={submit} okText={t("添加")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {general && <Refusal error={save.error} />}
        {!fixed.user && <FieldRow id="membership-user" label={t("人员")} required errors={errorsOf("user")}><RefSelect id="membership-user" autoFocus resource="users" value={chosen.user} onChange={set("user")} /></FieldRow>}
        {!fixed.role && <FieldRow id="membership-role" label={t("角色")} required errors={errorsOf("role")}><RoleSelect value={chosen.role} onChange={set("role")} autoFocus={Boolean(fixed.user)} /></FieldRow>}
        {!fixed.unit && <FieldRow id="membership-unit" label={t("在哪个单位")} required help={t("“本部门”“本公司”等范围从这个单位算起。")} errors={errorsOf("unit")}><UnitPicker id="membership-unit" value={chosen.unit} onChange={set("unit")} /></FieldRow>}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}

/** Roles are few: all of them with what they are for, found by name or description. */
function RoleSelect({ value, onChange, autoFocus }: { value: string | null; onChange: (value: string | null) => void; autoFocus: boolean }) {
  const { t } = useT();
  const meta = useMeta("roles");
  const roles = useQuery({ ...allQuery("roles"), enabled: meta.isSuccess });
  const options = (roles.data ?? []).filter((role) => role.active || role.id === value).map((role) => ({ value: role.id, label: String(role.name), description: String(role.description ?? "") }));
  return (
    <Select id="membership-role" autoFocus={autoFocus} value={value ?? undefined} onChange={(next: string | undefined) => onChange(next ?? null)} loading={roles.isFetching} options={options} placeholder={t("请选择")} style={{ width: "100%" }} listHeight={320}
      notFoundContent={roles.isError ? t("角色没有加载成功，请重试。") : t("没有可用的角色")}
      showSearch={{ filterOption: (text, option) => `${option?.label} ${option?.description}`.toLowerCase().includes(text.toLowerCase()) }}
      optionRender={({ data }) => <div><div>{data.label}</div><div className="muted small ellipsis">{data.description}</div></div>} />
  );
}
