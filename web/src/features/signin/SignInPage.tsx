import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { Button, Switch } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { api } from "../../api/client";
import { isApiError } from "../../api/errors";
import { useMeta } from "../../api/meta";
import type { Meta, Page, Ref, Row } from "../../api/types";
import { useT } from "../../i18n";
import { copyText } from "../../kit/copy";
import { Empty } from "../../kit/Empty";
import { ErrorBox, NoRight } from "../../kit/ErrorBox";
import { useNotify } from "../../kit/notify";
import { PageHead } from "../../kit/PageHead";
import { LinesSkeleton } from "../../kit/Skeletons";
import { StatusTag } from "../../kit/StatusTag";
import { useSaveRow } from "../../resource/data/row";
import { ProviderDialog } from "./ProviderDialog";
import { SecretDialog } from "./SecretDialog";
import "./signin.css";

export interface Provider extends Row {
  kind: "oidc" | "dingtalk" | "feishu" | "wecom";
  name: string;
  client_id: string;
  agent_id: string;
  issuer: string;
  match: string;
  unit: Ref | null;
  position: number;
  active: boolean;
  has_secret: boolean;
}

const FIELDS = "name,kind,client_id,agent_id,issuer,match,unit,position,active,has_secret";

/** With which outside accounts people sign in. A way is offered once it is switched on and has its secret. */
export function Component() {
  const { t } = useT();
  const meta = useMeta("sign_in_providers");
  const list = useQuery({ queryKey: ["options", "sign_in_providers", "all"], queryFn: () => api.get<Page>("/r/sign_in_providers", { limit: 200, fields: FIELDS }), enabled: meta.isSuccess });
  const home = useQuery({ queryKey: ["sign-in"], queryFn: () => api.get<{ url: string }>("/sign-in") }).data?.url ?? "";
  const [editing, setEditing] = useState<Provider | "new" | null>(null);
  const [secretOf, setSecretOf] = useState<Provider | null>(null);
  const error = meta.error ?? list.error;
  if (isApiError(error) && error.status === 404) return <NoRight />;
  if (error) return <div className="page"><ErrorBox error={error} title={t("登录方式没有加载成功")} onRetry={() => void Promise.all([meta.refetch(), list.refetch()])} /></div>;
  if (meta.data && !meta.data.can.includes("read")) return <NoRight />;
  const rows = (list.data?.items ?? []) as unknown as Provider[];
  const add = meta.data?.can.includes("create") && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setEditing("new")}>{t("新建登录方式")}</Button>;
  return (
    <div className="page">
      <PageHead title={t("登录方式")} actions={add} />
      <p className="second">{t("除密码和通行密钥外，还可以用企业微信、钉钉、飞书或单点登录的账号进入。外部账号不会自动开户：只有已在“人员”中的人能登录。")}</p>
      {(!meta.data || list.isPending) && <div className="panel"><LinesSkeleton rows={4} /></div>}
      {list.data && !rows.length && <div className="panel"><Empty text={t("还没有其他登录方式。")} action={add} /></div>}
      {meta.data && rows.length > 0 && <ul className="ways">{rows.map((row) => <li key={row.id}><Card row={row} meta={meta.data} home={home} onEdit={() => setEditing(row)} onSecret={() => setSecretOf(row)} /></li>)}</ul>}
      {editing && meta.data && <ProviderDialog meta={meta.data} row={editing === "new" ? null : editing} onClose={() => setEditing(null)} onMade={(row) => { setEditing(null); setSecretOf(row); }} />}
      {secretOf && <SecretDialog row={secretOf} onClose={() => setSecretOf(null)} />}
    </div>
  );
}

function Card({ row, meta, home, onEdit, onSecret }: { row: Provider; meta: Meta; home: string; onEdit: () => void; onSecret: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("sign_in_providers");
  const label = (field: string, value: string) => meta.fields.find((one) => one.name === field)?.options?.find((option) => option.value === value)?.label ?? value;
  const can = meta.can.includes("update");
  const address = `${home}/_allauth/providers/${row.id}/callback`;
  const copy = async () => ((await copyText(address)) ? notify.ok(t("已复制")) : notify.fail(t("浏览器不允许复制，请选中后手动复制。")));
  const turn = (active: boolean) => save.mutate({ id: row.id, version: row.version, values: { active } }, { onSuccess: () => notify.ok(active ? t("已启用") : t("已停用，登录页不再显示")), onError: notify.fail });
  return (
    <article className="panel way" aria-label={row.name}>
      <div className="way-head">
        <b>{row.name}</b>
        {label("kind", row.kind) !== row.name && <StatusTag color="outline">{label("kind", row.kind)}</StatusTag>}
        {!row.has_secret && <StatusTag color="orange">{t("缺少密钥")}</StatusTag>}
        <span className="way-switch"><span className="muted small">{row.active ? t("启用") : t("停用")}</span><Switch checked={row.active} disabled={!can} loading={save.isPending} onChange={turn} aria-label={t("启用“{{name}}”", { name: row.name })} /></span>
      </div>
      <dl className="way-facts">
        <div><dt>{t("认出人员")}</dt><dd>{label("match", row.match)}</dd></div>
        <div><dt>{t("适用单位")}</dt><dd>{row.unit?.label ?? t("全集团")}</dd></div>
        <div><dt>{t("应用标识")}</dt><dd className="break">{row.client_id}{row.agent_id && ` · AgentId ${row.agent_id}`}</dd></div>
        {row.issuer && <div><dt>{t("服务地址")}</dt><dd className="break">{row.issuer}</dd></div>}
        <div className="wide"><dt>{t("回调地址（填到对方的应用设置里）")}</dt><dd className="row"><code className="break">{address}</code><Button size="small" onClick={() => void copy()}>{t("复制")}</Button></dd></div>
      </dl>
      {can && <div className="row way-foot"><Button size="small" onClick={onEdit}>{t("编辑")}</Button><Button size="small" type={row.has_secret ? "default" : "primary"} onClick={onSecret}>{row.has_secret ? t("更换密钥") : t("设置密钥")}</Button></div>}
    </article>
  );
}
