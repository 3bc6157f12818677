import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, Modal } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { readRecoveryCodes } from "../../api/auth";
import { addPasskey, PasskeyCancelled, passkeyTrouble, readPasskeys, removePasskey, renamePasskey, type Passkey } from "../../api/passkeys";
import { tk, useT } from "../../i18n";
import { DateText } from "../../kit/DateText";
import { deviceName } from "../../kit/deviceName";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { FieldRow } from "../../kit/FieldRow";
import { useConfirm, useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";
import { loginError } from "./loginError";
import { RecoveryCodes } from "./RecoveryCodes";
import { useReauth } from "./useReauth";

const TROUBLES = {
  insecure: tk("通行密钥只能在安全连接（https）下使用。请用以 https:// 开头的地址打开筑客，或请管理员开启 https。"),
  number: tk("用 IP 地址打开时浏览器不提供通行密钥。请用域名（或本机的 localhost）打开筑客。"),
  unsupported: tk("这个浏览器不支持通行密钥，请换用新版的 Chrome、Edge、Safari 或 Firefox。"),
};

/** Keys of one's devices that sign in without a password, and serve as the second step after one. */
export function PasskeysSection() {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const { withPassword, dialog } = useReauth();
  const [naming, setNaming] = useState<Passkey | "new" | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  const list = useQuery({ queryKey: ["passkeys"], queryFn: readPasskeys });
  const trouble = passkeyTrouble();
  if (list.isPending) return <LinesSkeleton rows={3} />;
  if (list.isError) return <ErrorBox error={list.error} title={t("通行密钥没有加载成功")} onRetry={() => void list.refetch()} />;
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ["passkeys"] });
    await client.invalidateQueries({ queryKey: ["me"] });
  };
  const tell = (work: Promise<unknown>) => void work.catch((error: unknown) => {
    if (!(error instanceof PasskeyCancelled)) notify.fail(loginError(error, t));
  });
  const add = async (name: string) => {
    setNaming(null);
    let fresh = false;
    await withPassword(async () => {
      const { step, codes: made } = await addPasskey(name);
      fresh = made;
      return step;
    });
    await refresh();
    notify.ok(t("通行密钥已添加"));
    if (fresh) setCodes((await readRecoveryCodes()).codes);
  };
  const rename = async (key: Passkey, name: string) => {
    setNaming(null);
    await withPassword(() => renamePasskey(key.id, name));
    await refresh();
  };
  const remove = async (key: Passkey) => {
    if (!(await confirm({ title: t("删除通行密钥“{{name}}”？", { name: key.name }), text: t("以后不能再用它登录。设备里保存的那一份请在设备的密码管理中删除。"), ok: t("删除"), danger: true }))) return;
    await withPassword(() => removePasskey(key.id));
    setCodes(null);
    await refresh();
    notify.ok(t("通行密钥已删除"));
  };
  const button = trouble === null && <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setNaming("new")}>{t("添加通行密钥")}</Button>;
  return (
    <div>
      {dialog}
      {naming && <NameDialog initial={naming === "new" ? deviceName(navigator.userAgent, t) : naming.name} fresh={naming === "new"} onClose={() => setNaming(null)} onName={(name) => tell(naming === "new" ? add(name) : rename(naming, name))} />}
      <div className="panel-body col">
        <p className="second">{t("用指纹、面容或设备密码登录，不必输入密码，也不怕钓鱼网站。添加后，用密码登录时还要用它（或恢复码）再验证一次。")}</p>
        {trouble && <Alert type="info" showIcon title={t(TROUBLES[trouble])} />}
        {codes && <RecoveryCodes codes={codes} />}
      </div>
      {list.data.length === 0 && !trouble && <Empty text={t("还没有通行密钥。")} action={button} />}
      {list.data.map((key) => (
        <div key={key.id} className="settings-line">
          <span>{key.name}<span className="muted small" style={{ display: "block" }}>{t("添加于")} <DateText value={when(key.created_at)} /> · {key.last_used_at ? <>{t("最近使用")} <DateText value={when(key.last_used_at)} kind="ago" /></> : t("还没有用过")}</span></span>
          <span className="row"><Button size="small" onClick={() => setNaming(key)}>{t("改名")}</Button><Button size="small" danger onClick={() => tell(remove(key))}>{t("删除")}</Button></span>
        </div>
      ))}
      {list.data.length > 0 && button && <div className="settings-line"><span className="muted small">{t("建议至少添加两个，例如手机和电脑各一个。")}</span>{button}</div>}
    </div>
  );
}

const when = (seconds: number) => new Date(seconds * 1000).toISOString();

function NameDialog({ initial, fresh, onClose, onName }: { initial: string; fresh: boolean; onClose: () => void; onName: (name: string) => void }) {
  const { t } = useT();
  const [name, setName] = useState(initial);
  const send = () => name.trim() && onName(name.trim());
  return (
    <Modal open width={400} title={fresh ? t("添加通行密钥") : t("给通行密钥改名")} onCancel={onClose} onOk={send} okText={fresh ? t("继续") : t("保存")} cancelText={t("取消")} okButtonProps={{ disabled: !name.trim() }}>
      <form className="col" onSubmit={(event) => { event.preventDefault(); send(); }}>
        <FieldRow id="passkey-name" label={t("名称")} help={t("写明是哪台设备，以后好认。")}><Input id="passkey-name" autoFocus maxLength={100} value={name} onChange={(event) => setName(event.target.value)} /></FieldRow>
      </form>
    </Modal>
  );
}
