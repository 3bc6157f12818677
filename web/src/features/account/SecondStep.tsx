import { useState } from "react";
import { Button, Input } from "antd";
import { KeyOutlined } from "@ant-design/icons";
import { passkeyTrouble } from "../../api/passkeys";
import { useT } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { Frame } from "./Frame";

interface Props {
  alert: React.ReactNode;
  busy: string;
  /** What this person has set up: `totp`, `webauthn`, `recovery_codes`. */
  types: string[];
  onCode: (code: string) => void;
  onPasskey: () => void;
  onBack: () => void;
}

/** The second step at login: a code from the phone, a passkey, or a recovery code. */
export function SecondStep({ alert, busy, types, onCode, onPasskey, onBack }: Props) {
  const { t } = useT();
  const app = !types.length || types.includes("totp");
  const passkey = types.includes("webauthn") && passkeyTrouble() === null;
  const [recovery, setRecovery] = useState(!app);
  const [code, setCode] = useState("");
  const text = code.replaceAll(/\s/g, "");
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    if (text) onCode(text);
  };
  return (
    <Frame title={t("两步验证")} foot={<button type="button" className="plain" onClick={onBack}>{t("换个账号登录")}</button>}>
      <form className="col" onSubmit={submit} noValidate>
        {alert}
        {passkey && <Button block type={app ? "default" : "primary"} icon={<KeyOutlined aria-hidden />} loading={busy === "passkey"} onClick={onPasskey}>{t("用通行密钥验证")}</Button>}
        <FieldRow key={recovery ? "recovery" : "totp"} id="login-code" label={recovery ? t("恢复码") : t("动态验证码")} help={recovery ? t("输入开通时保存的任一恢复码，每个只能用一次。") : t("打开手机上的验证器，输入 6 位数字。")}>
          <Input id="login-code" autoFocus={!passkey} autoComplete="one-time-code" inputMode={recovery ? "text" : "numeric"} value={code} onChange={(event) => setCode(event.target.value)} />
        </FieldRow>
        <Button type={passkey && !app ? "default" : "primary"} htmlType="submit" loading={busy === "code"} disabled={!text} block>{t("验证并登录")}</Button>
        {app && <Button type="link" onClick={() => { setRecovery(!recovery); setCode(""); }}>{recovery ? t("用动态验证码") : t("手机不在身边？用恢复码")}</Button>}
      </form>
    </Frame>
  );
}
