import { useState } from "react";
import { Alert, Input, InputNumber, Modal, Select } from "antd";
import { ApiError } from "../../api/errors";
import type { Meta } from "../../api/types";
import { uuid7 } from "../../api/uuid";
import { tk, useT } from "../../i18n";
import { errorText } from "../../kit/errorText";
import { FieldRow } from "../../kit/FieldRow";
import { useNotify } from "../../kit/notify";
import { RefSelect } from "../../kit/RefSelect";
import { useSaveRow } from "../../resource/data/row";
import type { Provider } from "./SignInPage";

type Kind = Provider["kind"];

const CLIENT: Record<Kind, string> = { wecom: tk("企业 ID (CorpID)"), dingtalk: tk("AppKey (Client ID)"), feishu: tk("App ID"), oidc: tk("客户端 ID (client_id)") };
const NAMES: Record<Kind, string> = { wecom: tk("企业微信"), dingtalk: tk("钉钉"), feishu: tk("飞书"), oidc: tk("统一登录") };
const WHERE: Record<Kind, string> = {
  wecom: tk("在企业微信管理后台的自建应用里查看；“企业微信授权登录”和“可信域名”都要填本系统的域名，并把服务器 IP 加入可信 IP。"),
  dingtalk: tk("在钉钉开放平台的企业内部应用里查看；需要“个人手机号信息”和“通讯录个人信息读”权限。"),
  feishu: tk("在飞书开放平台的企业自建应用里查看；需要获取用户手机号、邮箱或工号的权限。"),
  oidc: tk("适用于 Keycloak、Azure AD、Authing 等支持 OpenID Connect 的系统。"),
};
const MATCH_HELP: Record<string, string> = {
  link: tk("每个人先用密码登录一次，在“个人设置 → 绑定账号”里绑定。"),
  phone: tk("对方确认过的手机号与“人员”中的手机号相同。"),
  email: tk("对方确认过的邮箱（企业微信和飞书为企业邮箱）与“人员”中的邮箱相同。"),
  username: tk("对方的工号（企业微信为 userid，OIDC 为 preferred_username）与登录名相同。"),
};
/** DingTalk vouches for phones only. */
const MATCHES: Record<Kind, string[]> = { wecom: ["username", "phone", "email", "link"], feishu: ["phone", "email", "username", "link"], dingtalk: ["phone", "link"], oidc: ["email", "username", "phone", "link"] };

interface Props {
  meta: Meta;
  row: Provider | null;
  onClose: () => void;
  onMade: (row: Provider) => void;
}

export function ProviderDialog({ meta, row, onClose, onMade }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const save = useSaveRow("sign_in_providers");
  const [id] = useState(() => row?.id ?? uuid7());
  const [draft, setDraft] = useState({
    kind: row?.kind ?? ("wecom" as Kind), name: row?.name ?? "", client_id: row?.client_id ?? "", agent_id: row?.agent_id ?? "", issuer: row?.issuer ?? "",
    match: row?.match ?? "username", unit: row?.unit?.id ?? null, position: row?.position ?? 0,
  });
  const [tried, setTried] = useState(false);
  const set = (changes: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...changes }));
  const { kind } = draft;
  const options = (field: string) => meta.fields.find((one) => one.name === field)?.options ?? [];
  const missing = { name: !draft.name.trim(), client_id: !draft.client_id.trim(), agent_id: kind === "wecom" && !draft.agent_id.trim(), issuer: kind === "oidc" && !draft.issuer.trim() };
  const submit = () => {
    setTried(true);
    if (Object.values(missing).some(Boolean)) return;
    const values = { ...draft, name: draft.name.trim(), client_id: draft.client_id.trim(), agent_id: kind === "wecom" ? draft.agent_id.trim() : "", issuer: kind === "oidc" ? draft.issuer.trim() : "", ...(row ? {} : { active: true }) };
    save.mutate({ id, version: row?.version ?? null, values }, {
      onSuccess: (saved) => {
        notify.ok(t("已保存"));
        if (saved.has_secret) onClose();
        else onMade(saved as unknown as Provider);
      },
    });
  };
  const fields = save.error instanceof ApiError ? save.error.fields : {};
  const errors = (name: keyof typeof missing) => fields[name] ?? (tried && missing[name] ? [t("请填写。")] : undefined);
  const shown = ["kind", "name", "client_id", "agent_id", "issuer", "match", "unit", "position"];
  return (
    <Modal open width={600} title={row ? t("编辑登录方式") : t("新建登录方式")} onCancel={onClose} onOk={submit} okText={t("保存")} cancelText={t("取消")} okButtonProps={{ loading: save.isPending }}>
      <form className="col touch" onSubmit={(event) => { event.preventDefault(); submit(); }}>
        {save.error && !shown.some((name) => fields[name]) && <Alert type="error" showIcon role="alert" title={errorText(save.error)} />}
        <div className="form-grid">
          <FieldRow id="way-kind" label={t("类型")} required errors={fields.kind}>
            <Select id="way-kind" value={kind} onChange={(next: Kind) => set({ kind: next, match: MATCHES[next].includes(draft.match) ? draft.match : MATCHES[next][0]! })} style={{ width: "100%" }}
              options={options("kind").map((one) => ({ value: one.value, label: one.label }))} />
          </FieldRow>
          <FieldRow id="way-name" label={t("按钮名称")} required errors={errors("name")}>
            <Input id="way-name" autoFocus maxLength={20} placeholder={t(NAMES[kind])} value={draft.name} onChange={(event) => set({ name: event.target.value })} />
          </FieldRow>
        </div>
        <p className="muted small">{t(WHERE[kind])}</p>
        {kind === "oidc" && (
          <FieldRow id="way-issuer" label={t("服务地址")} required help={t("颁发者 (issuer) 的地址，例如 https://sso.example.com/realms/zhuke")} errors={errors("issuer")}>
            <Input id="way-issuer" maxLength={300} value={draft.issuer} onChange={(event) => set({ issuer: event.target.value })} />
          </FieldRow>
        )}
        <div className="form-grid">
          <FieldRow id="way-client" label={t(CLIENT[kind])} required errors={errors("client_id")}><Input id="way-client" maxLength={191} value={draft.client_id} onChange={(event) => set({ client_id: event.target.value })} /></FieldRow>
          {kind === "wecom" && <FieldRow id="way-agent" label={t("应用 AgentId")} required errors={errors("agent_id")}><Input id="way-agent" maxLength={40} inputMode="numeric" value={draft.agent_id} onChange={(event) => set({ agent_id: event.target.value })} /></FieldRow>}
        </div>
        <FieldRow id="way-match" label={t("如何认出人员")} help={t(MATCH_HELP[draft.match]!)} errors={fields.match}>
          <Select id="way-match" value={draft.match} onChange={(match: string) => set({ match })} style={{ width: "100%" }}
            options={MATCHES[kind].map((value) => ({ value, label: options("match").find((one) => one.value === value)?.label ?? value }))} />
        </FieldRow>
        <div className="form-grid">
          <FieldRow id="way-unit" label={t("适用单位")} help={t("含下级单位；留空则全集团适用。")} errors={fields.unit}><RefSelect id="way-unit" resource="units" value={draft.unit} onChange={(unit) => set({ unit })} allowClear placeholder={t("全集团")} known={row?.unit ? [row.unit] : []} /></FieldRow>
          <FieldRow id="way-position" label={t("排序")} help={t("小的在前。")} errors={fields.position}><InputNumber id="way-position" min={0} max={999} precision={0} value={draft.position} onChange={(position) => set({ position: position ?? 0 })} style={{ width: "100%" }} /></FieldRow>
        </div>
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Modal>
  );
}
