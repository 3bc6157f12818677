import { Select } from "antd";
import { useT } from "../../../i18n";
import type { OwnInputProps } from "../../../resource/registry";
import { useRoles } from "../api";

/** The roles that a step of the ladder copies in or tells, chosen by name. */
export function RolesInput({ id, value, onChange, disabled, invalid }: OwnInputProps) {
  const { t } = useT();
  const roles = useRoles();
  return (
    <Select id={id} mode="multiple" value={(value as string[] | null) ?? []} onChange={onChange} disabled={disabled} loading={roles.isPending} status={invalid ? "error" : undefined}
      options={roles.data ?? []} placeholder={t("请选择角色")} showSearch={{ optionFilterProp: "label" }} style={{ width: "100%" }} />
  );
}

/** Their names; a role that is gone shows its code. */
export function RoleNames({ value }: { value: unknown }) {
  const roles = useRoles();
  const codes = (value as string[] | null) ?? [];
  if (!codes.length) return <span className="muted">—</span>;
  return <>{codes.map((code) => roles.data?.find((one) => one.value === code)?.label ?? code).join("、")}</>;
}
