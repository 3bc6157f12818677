import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Modal, Segmented, Select, Switch } from "antd";
import { DeleteOutlined } from "@ant-design/icons";
import type { Ref } from "../../../api/types";
import { errorText } from "../../../kit/errorText";
import { ErrorBox } from "../../../kit/ErrorBox";
import { useNotify } from "../../../kit/notify";
import { RefSelect } from "../../../kit/RefSelect";
import { LinesSkeleton } from "../../../kit/Skeletons";
import { useIsPhone } from "../../../kit/useIsPhone";
import { tk, useT } from "../../../i18n";
import { accessQuery, refreshLibrary, saveAccess } from "../api";
import { grantKey, whoOf, withGrant } from "../model/access";
import type { Access, Folder, Grant, Level } from "../model/types";

export const LEVELS: Record<Level, string> = { read: tk("可查看"), write: tk("可编辑"), manage: tk("可管理") };
const WHO = { person: { label: tk("人员"), resource: "users" }, unit: { label: tk("部门或公司"), resource: "units" }, role: { label: tk("角色"), resource: "roles" } } as const;

/** Who gets into a folder beyond those who have the project or company anyway, or instead of them. */
export function AccessDialog({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const { t } = useT();
  const read = useQuery(accessQuery(folder.id));
  return read.data
    ? <Editor key={read.data.version} folder={folder} access={read.data} onClose={onClose} />
    : <Modal open title={t("文件夹权限")} onCancel={onClose} footer={null}>{read.isError ? <ErrorBox error={read.error} onRetry={() => void read.refetch()} /> : <LinesSkeleton />}</Modal>;
}

function Editor({ folder, access, onClose }: { folder: Folder; access: Access; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const client = useQueryClient();
  const phone = useIsPhone();
  const [restricted, setRestricted] = useState(access.restricted);
  const [grants, setGrants] = useState(access.grants);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const save = async () => {
    setBusy(true);
    try {
      client.setQueryData(accessQuery(folder.id).queryKey, await saveAccess(folder.id, { version: access.version, restricted, grants }));
      refreshLibrary(client);
      notify.ok(t("权限已保存"));
      onClose();
    } catch (failed) {
      setError(failed);
      setBusy(false);
    }
  };
  return (
    <Modal open width={560} title={t("“{{name}}”的权限", { name: folder.name })} onCancel={onClose} onOk={() => void save()} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: busy }}>
      <div className="col">
        {error !== null && <Alert type="error" showIcon role="alert" title={errorText(error)} />}
        <div className="row between lib-switch">
          <span><span>{t("仅指定的人可见")}</span><span className="field-help">{restricted ? t("只有下面列出的人，和公司的资料管理员能进入；搜索和打包下载也一样。") : t("能看到项目、客户或公司的人都能进入，下面列出的人另外获得权限。")}</span></span>
          <Switch checked={restricted} onChange={setRestricted} aria-label={t("仅指定的人可见")} />
        </div>
        <ul className="lib-grants touch" aria-label={t("另外获得权限的人")}>
          {grants.map((grant) => (
            <li key={grantKey(grant)}>
              <GrantWho grant={grant} />
              <Select<Level> size={phone ? "middle" : "small"} value={grant.level} aria-label={t("{{name}}的权限", { name: whoOf(grant).label })} style={{ width: 104 }} onChange={(level) => setGrants(grants.map((one) => (one === grant ? { ...one, level } : one)))}
                options={(Object.keys(LEVELS) as Level[]).map((value) => ({ value, label: t(LEVELS[value]) }))} />
              <Button type="text" size={phone ? "middle" : "small"} icon={<DeleteOutlined />} aria-label={t("移除{{name}}", { name: whoOf(grant).label })} onClick={() => setGrants(grants.filter((one) => one !== grant))} />
            </li>
          ))}
        </ul>
        <AddGrant onAdd={(kind, ref) => setGrants(withGrant(grants, kind, ref))} />
        {access.inherited.length > 0 && (
          <section>
            <h3 className="drawer-section">{t("从上级文件夹继承")}</h3>
            <ul className="lib-grants quiet">
              {access.inherited.map((grant) => <li key={`${grant.from.id}-${grantKey(grant)}`}><GrantWho grant={grant} /><span className="muted small">{t("{{level}}，来自“{{folder}}”", { level: t(LEVELS[grant.level]), folder: grant.from.label })}</span></li>)}
            </ul>
          </section>
        )}
      </div>
    </Modal>
  );
}

function GrantWho({ grant }: { grant: Grant }) {
  const { t } = useT();
  const who = whoOf(grant);
  return <span className="grow ellipsis">{who.label} <span className="muted small">{t(WHO[who.kind].label)}</span></span>;
}

function AddGrant({ onAdd }: { onAdd: (kind: keyof typeof WHO, ref: Ref) => void }) {
  const { t } = useT();
  const [kind, setKind] = useState<keyof typeof WHO>("person");
  const [added, setAdded] = useState(0); // the field begins anew after each
  const label = t("添加{{what}}", { what: t(WHO[kind].label) });
  return (
    <div className="row wrap touch">
      <Segmented value={kind} onChange={setKind} options={(Object.keys(WHO) as (keyof typeof WHO)[]).map((value) => ({ value, label: t(WHO[value].label) }))} />
      <span className="grow" style={{ minWidth: 200 }}><RefSelect key={`${kind}${added}`} resource={WHO[kind].resource} value={null} onChange={(_id, ref) => { if (ref) { onAdd(kind, ref); setAdded(added + 1); } }} placeholder={label} aria-label={label} /></span>
    </div>
  );
}
