import { useState } from "react";
import { Alert, Button, Input } from "antd";
import { changePassword } from "../../api/auth";
import { useMe } from "../../api/me";
import { FieldRow } from "../../kit/FieldRow";
import { useT } from "../../i18n";
import { loginError } from "./loginError";

/** Current password and the new one twice. */
export function PasswordForm({ onDone, submitLabel }: { onDone: () => void; submitLabel?: string }) {
  const { t } = useT();
  const me = useMe();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const short = next.length < 10;
  const differs = next !== again;
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!current || short || differs) return;
    setBusy(true);
    setError("");
    try {
      await changePassword(current, next);
      setCurrent("");
      setNext("");
      setAgain("");
      setTried(false);
      onDone();
    } catch (failure) {
      setError(loginError(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="col" onSubmit={(event) => void submit(event)} noValidate style={{ maxWidth: 380 }}>
      {error && <Alert type="error" showIcon title={error} role="alert" />}
      <input type="text" autoComplete="username" value={me?.username ?? ""} readOnly hidden />
      <FieldRow id="password-current" label={t("当前密码")} required errors={tried && !current ? [t("请输入当前密码")] : undefined}>
        <Input.Password id="password-current" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
      </FieldRow>
      <FieldRow id="password-next" label={t("新密码")} required help={t("至少 10 个字符，不要用姓名、生日或常见密码。")} errors={tried && short ? [t("新密码至少 10 个字符")] : undefined}>
        <Input.Password id="password-next" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
      </FieldRow>
      <FieldRow id="password-again" label={t("再输一次新密码")} required errors={tried && differs ? [t("两次输入的新密码不一样")] : undefined}>
        <Input.Password id="password-again" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} />
      </FieldRow>
      <div><Button type="primary" htmlType="submit" loading={busy}>{submitLabel ?? t("修改密码")}</Button></div>
    </form>
  );
}
