import { useEffect, useState } from "react";
import { Alert, Button, Input } from "antd";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "../../api/client";
import { prepareLogin, signIn, signInSecond, type AuthStep } from "../../api/auth";
import { useT } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { Frame } from "./Frame";
import { loginError } from "./loginError";

/** Only a path of this site is followed after login: a link must not lead a person elsewhere. */
export function safeNext(next: string | null): string {
  return next && next.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

interface SignInOptions {
  /** The firm's name. */
  name: string;
  /** Whether a forgotten password can be reset by mail. */
  password_reset: boolean;
}

export function LoginPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params] = useSearchParams();
  const [second, setSecond] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  useEffect(() => {
    prepareLogin().catch((failure: unknown) => setError(loginError(failure, t)));
  }, [t]);

  const run = async (work: () => Promise<AuthStep>) => {
    setBusy(true);
    setError("");
    try {
      const step = await work();
      if (step === "second") return setSecond(true);
      if (step !== "done") {
        setSecond(false);
        return setError(t("登录已过期，请重新输入用户名和密码。"));
      }
      client.clear();
      await navigate(safeNext(params.get("next")), { replace: true });
    } catch (failure) {
      setError(loginError(failure, t));
    } finally {
      setBusy(false);
    }
  };
  const alert = error && <Alert type="error" showIcon title={error} role="alert" />;
  return second
    ? <SecondStep alert={alert} busy={busy} onCode={(code) => void run(() => signInSecond(code))} onBack={() => { setSecond(false); setError(""); }} />
    : <FirstStep alert={alert} busy={busy} onSend={(name, password) => void run(() => signIn(name, password))} />;
}

function FirstStep({ alert, busy, onSend }: { alert: React.ReactNode; busy: boolean; onSend: (name: string, password: string) => void }) {
  const { t } = useT();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const options = useQuery({ queryKey: ["sign-in"], queryFn: () => api.get<SignInOptions>("/sign-in"), staleTime: Infinity }).data;
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() && password) onSend(name.trim(), password);
  };
  return (
    <Frame title={t("登录")} firm={options?.name} foot={options?.password_reset ? <Link to="/forgot">{t("忘记密码？")}</Link> : t("忘记密码？请联系系统管理员重置。")}>
      <form className="col" onSubmit={submit} noValidate>
        {alert}
        <FieldRow id="login-name" label={t("用户名或邮箱")} errors={tried && !name.trim() ? [t("请输入用户名")] : undefined}>
          <Input id="login-name" name="username" autoComplete="username" autoCapitalize="none" autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </FieldRow>
        <FieldRow id="login-password" label={t("密码")} errors={tried && !password ? [t("请输入密码")] : undefined}>
          <Input.Password id="login-password" name="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </FieldRow>
        <Button type="primary" htmlType="submit" loading={busy} block>{t("登录")}</Button>
      </form>
    </Frame>
  );
}

function SecondStep({ alert, busy, onCode, onBack }: { alert: React.ReactNode; busy: boolean; onCode: (code: string) => void; onBack: () => void }) {
  const { t } = useT();
  const [recovery, setRecovery] = useState(false);
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
        <FieldRow key={recovery ? "recovery" : "totp"} id="login-code" label={recovery ? t("恢复码") : t("动态验证码")} help={recovery ? t("输入开通时保存的任一恢复码，每个只能用一次。") : t("打开手机上的验证器，输入 6 位数字。")}>
          <Input id="login-code" autoFocus autoComplete="one-time-code" inputMode={recovery ? "text" : "numeric"} value={code} onChange={(event) => setCode(event.target.value)} />
        </FieldRow>
        <Button type="primary" htmlType="submit" loading={busy} disabled={!text} block>{t("验证并登录")}</Button>
        <Button type="link" onClick={() => { setRecovery(!recovery); setCode(""); }}>{recovery ? t("用动态验证码") : t("手机不在身边？用恢复码")}</Button>
      </form>
    </Frame>
  );
}
