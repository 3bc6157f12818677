import { useState } from "react";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Input, QRCode } from "antd";
import { activateTotp, deactivateTotp, readRecoveryCodes, readTotp, renewRecoveryCodes } from "../../api/auth";
import { useT } from "../../i18n";
import { ErrorBox } from "../../kit/ErrorBox";
import { FieldRow } from "../../kit/FieldRow";
import { useConfirm, useNotify } from "../../kit/notify";
import { LinesSkeleton } from "../../kit/Skeletons";
import { StatusTag } from "../../kit/StatusTag";
import { loginError } from "./loginError";
import { RecoveryCodes } from "./RecoveryCodes";
import { useReauth } from "./useReauth";

/** A second step at login: a code from the phone, with recovery codes for the day it is lost. */
export function TwoStepSection() {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const client = useQueryClient();
  const { withPassword, dialog } = useReauth();
  const [codes, setCodes] = useState<string[] | null>(null);
  const state = useQuery({ queryKey: ["totp"], queryFn: readTotp, staleTime: Infinity });
  if (state.isPending) return <LinesSkeleton rows={3} />;
  if (state.isError) return <ErrorBox error={state.error} onRetry={() => void state.refetch()} />;
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: ["totp"] });
    await client.invalidateQueries({ queryKey: ["me"] });
  };

  const on = async (code: string) => {
    await withPassword(() => activateTotp(code));
    await refresh();
    notify.ok(t("两步验证已开通"));
    await show(readRecoveryCodes);
  };
  const off = async () => {
    if (!(await confirm({ title: t("关闭两步验证？"), text: t("关闭后只凭密码就能登录。"), ok: t("关闭两步验证"), danger: true }))) return;
    await withPassword(deactivateTotp);
    setCodes(null);
    await refresh();
    notify.ok(t("两步验证已关闭"));
  };
  const show = async (read: typeof readRecoveryCodes) => {
    let found: string[] = [];
    await withPassword(async () => {
      const answer = await read();
      found = answer.codes;
      return answer.step;
    });
    setCodes(found);
  };
  const renew = async () => {
    if (await confirm({ title: t("换一组恢复码？"), text: t("旧的恢复码会立即失效。"), ok: t("换一组") })) await show(renewRecoveryCodes);
  };
  const tell = (work: Promise<unknown>) => void work.catch((error: unknown) => notify.fail(loginError(error, t)));
  return (
    <div className="panel-body col">
      {dialog}
      {state.data.active ? (
        <>
          <div className="row"><StatusTag color="green">{t("已开通")}</StatusTag><span className="second">{t("登录时除密码外，还要输入手机验证器上的 6 位数字。")}</span></div>
          <div className="row wrap">
            <Button onClick={() => tell(show(readRecoveryCodes))}>{t("查看恢复码")}</Button>
            <Button onClick={() => tell(renew())}>{t("换一组恢复码")}</Button>
            <Button danger onClick={() => tell(off())}>{t("关闭两步验证")}</Button>
          </div>
          {codes && <RecoveryCodes codes={codes} />}
        </>
      ) : (
        <SetUp secret={state.data.secret ?? ""} url={state.data.url ?? ""} onCode={on} />
      )}
    </div>
  );
}

function SetUp({ secret, url, onCode }: { secret: string; url: string; onCode: (code: string) => Promise<void> }) {
  const { t } = useT();
  const [code, setCode] = useState("");
  const [error, setError] = useState("");
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setError("");
    try {
      await onCode(code.replaceAll(/\s/g, ""));
    } catch (failure) {
      setError(loginError(failure, t));
    }
  };
  return (
    <>
      <p className="second">{t("用手机验证器（如微软 Authenticator、腾讯身份验证器）扫描二维码，再输入它显示的 6 位数字。")}</p>
      <div className="row wrap" style={{ gap: 24, alignItems: "flex-start" }}>
        {url && <QRCode value={url} type="svg" size={168} />}
        <form className="col" style={{ flex: 1, minWidth: 240, maxWidth: 380 }} onSubmit={(event) => void submit(event)}>
          <div className="field"><span className="field-label">{t("无法扫码时，手动输入密钥")}</span><code className="secret">{secret}</code></div>
          {error && <Alert type="error" showIcon title={error} role="alert" />}
          <FieldRow id="totp-code" label={t("动态验证码")} required><Input id="totp-code" inputMode="numeric" autoComplete="one-time-code" maxLength={8} value={code} onChange={(event) => setCode(event.target.value)} /></FieldRow>
          <div><Button type="primary" htmlType="submit" disabled={code.replaceAll(/\s/g, "").length < 6}>{t("开通两步验证")}</Button></div>
        </form>
      </div>
    </>
  );
}
