import { useState } from "react";
import { Button, Dropdown } from "antd";
import { ArrowLeftOutlined, CopyOutlined, MoreOutlined } from "@ant-design/icons";
import { Link, useNavigate } from "react-router";
import type { Meta, Row } from "../../../api/types";
import { builtIn } from "../../../kit/builtIn";
import { useConfirm, useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useSaveRow } from "../../../resource/data/row";
import { FormDrawer } from "../../../resource/form/FormDrawer";
import { OnOff, Preset } from "../cells";
import { CopyRole } from "./CopyRole";

interface Props {
  meta: Meta;
  row: Row;
  /** There are unsaved rights: a copy would not have them. */
  dirty: boolean;
}

/** Name, what it is for, and what may be done with the role itself. */
export function RoleHead({ meta, row, dirty }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const navigate = useNavigate();
  const save = useSaveRow("roles");
  const [editing, setEditing] = useState(false);
  const [copying, setCopying] = useState(false);
  const mayEdit = row._can?.includes("update") ?? false;
  const mayCopy = row._can?.includes("copy") ?? false;
  const name = builtIn("roles", String(row.name));
  const toggle = async () => {
    const off = Boolean(row.active);
    if (off && !(await confirm({ title: t("停用角色“{{name}}”？", { name }), text: t("担任它的人立即失去由它得到的权限；任职保留，重新启用后恢复。"), ok: t("停用"), danger: true }))) return;
    save.mutate({ id: row.id, version: row.version, values: { active: !off } }, { onSuccess: () => notify.ok(off ? t("已停用") : t("已启用")), onError: notify.fail });
  };
  return (
    <header className="role-head">
      <div className="grow">
        <Link to="/admin/roles" className="row small role-back"><ArrowLeftOutlined aria-hidden />{t("角色权限")}</Link>
        <div className="row wrap"><h1 className="page-title">{name}</h1><Preset value={Boolean(row.preset)} />{!row.active && <OnOff value={false} />}<span className="muted small">{String(row.code)}</span></div>
        {row.description ? <p className="second">{String(row.description)}</p> : null}
      </div>
      <div className="row touch">
        {mayEdit && <Dropdown trigger={["click"]} menu={{ items: [{ key: "switch", label: row.active ? t("停用") : t("启用"), danger: Boolean(row.active), onClick: () => void toggle() }] }}><Button icon={<MoreOutlined />} aria-label={t("更多操作")} loading={save.isPending} /></Dropdown>}
        {mayCopy && <Button icon={<CopyOutlined aria-hidden />} onClick={() => (dirty ? notify.info(t("请先保存或放弃修改，再复制角色。")) : setCopying(true))}>{t("复制")}</Button>}
        {mayEdit && <Button onClick={() => setEditing(true)}>{t("编辑名称和说明")}</Button>}
      </div>
      {editing && <FormDrawer meta={meta} row={row} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />}
      {copying && <CopyRole row={row} onClose={() => setCopying(false)} onCopied={(id) => void navigate(`/admin/roles/${id}`)} />}
    </header>
  );
}
