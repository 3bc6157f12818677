import { useEffect, useState } from "react";
import { Alert, Button, Input } from "antd";
import { Link } from "react-router";
import { prepareLogin, requestReset } from "../../api/auth";
import { useT } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { Frame } from "./Frame";
import { loginError } from "./loginError";

/** Asks for a letter with a link. The answer never tells whether an address has an account. */
export function ForgotPage() {
  const { t } = useT();
  const [email, setEmail] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [error, setError] = useState("");
  const valid = /^\S+@\S+\.\S+$/.test(email.trim());
  useEffect(() => {
    prepareLogin().catch((failure: unknown) => setError(loginError(failure, t)));
  }, [t]);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!valid) return;
    setBusy(true);
    setError("");
    try {
      await requestReset(email.trim());
      setSent(true);
    } catch (failure) {
      setError(loginError(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={t("重设密码")} foot={<Link to="/login">{t("返回登录")}</Link>}>
      {sent ? <Alert type="success" showIcon title={t("如果这个邮箱有账号，几分钟内会收到链接。没有收到时请检查垃圾邮件，或联系系统管理员。")} /> : (
        <form className="col" onSubmit={(event) => void submit(event)} noValidate>
          {error && <Alert type="error" showIcon title={error} role="alert" />}
          <p className="second">{t("填写账号的邮箱，我们会发送重设密码的链接。")}</p>
          <FieldRow id="forgot-email" label={t("邮箱")} errors={tried && !valid ? [t("请填写正确的邮箱")] : undefined}>
            <Input id="forgot-email" type="email" autoComplete="email" autoFocus value={email} onChange={(event) => setEmail(event.target.value)} />
          </FieldRow>
          <Button type="primary" htmlType="submit" loading={busy} block>{t("发送链接")}</Button>
        </form>
      )}
    </Frame>
  );
}
