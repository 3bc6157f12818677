import { useEffect, useEffectEvent, useState } from "react";
import { Alert, Button, Input } from "antd";
import { Link, useNavigate, useSearchParams } from "react-router";
import { useQueryClient } from "@tanstack/react-query";
import { prepareLogin, providerAddress, readSession, signIn, signInSecond, type AuthStep } from "../../api/auth";
import { meQuery } from "../../api/me";
import { PasskeyCancelled, secondStepWithPasskey, signInWithPasskey } from "../../api/passkeys";
import { currentLanguage, setLanguage, useT } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { Frame } from "./Frame";
import { loginError } from "./loginError";
import { InsideWay, OtherWays } from "./OtherWays";
import { insideOf, outsideError, useSignInOptions, type SignInOptions } from "./providers";
import { SecondStep } from "./SecondStep";

/** Only a path of this site is followed after login: a link must not lead a person elsewhere. */
export function safeNext(next: string | null): string {
  return next && next.startsWith("/") && !next.startsWith("//") && !next.startsWith("/\\") ? next : "/";
}

export function LoginPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const options = useSignInOptions();
  const [types, setTypes] = useState<string[] | null>(null);
  const [busy, setBusy] = useState("");
  const [failure, setFailure] = useState("");
  const next = safeNext(params.get("next"));
  const via = params.get("via");
  const refused = params.get("error");
  const error = failure || (refused ? outsideError(refused, params.get("provider") ?? "", options, t) : "");

  const run = async (name: string, work: () => Promise<AuthStep>, otherwise: string) => {
    setBusy(name);
    setFailure("");
    if (refused) setParams(next === "/" ? {} : { next }, { replace: true });
    try {
      const step = await work();
      if (step === "second") return setTypes((await readSession()).types);
      if (step !== "done") {
        setTypes(null);
        return setFailure(otherwise);
      }
      client.clear();
      // Before the first page loads its words: a person's language may differ from this browser's.
      const { language } = await client.fetchQuery(meQuery);
      if ((language === "en") !== (currentLanguage() === "en")) await setLanguage(language === "en" ? "en" : "zh-hans");
      await navigate(next, { replace: true });
    } catch (reason) {
      if (!(reason instanceof PasskeyCancelled)) setFailure(loginError(reason, t));
    } finally {
      setBusy("");
    }
  };
  const again = t("登录已过期，请重新输入用户名和密码。");
  const leave = async (id: string) => {
    setBusy(id);
    setFailure("");
    try {
      window.location.assign((await providerAddress(id, "login", next)).location);
    } catch (reason) {
      setFailure(loginError(reason, t));
      setBusy("");
    }
  };
  useEffect(() => {
    prepareLogin().catch((reason: unknown) => setFailure(loginError(reason, t)));
  }, [t]);
  const comeBack = useEffectEvent(() => void run("via", async () => (await readSession()).step, t("等待太久，登录已过期，请再试一次。")));
  useEffect(() => {
    // Back from another system: the session says whether a second step is wanted.
    if (via) comeBack();
  }, [via]);

  const alert = error && <Alert type="error" showIcon title={error} role="alert" />;
  if (types) {
    return (
      <SecondStep alert={alert} busy={busy} types={types} onBack={() => { setTypes(null); setFailure(""); }}
        onCode={(code) => void run("code", () => signInSecond(code), again)} onPasskey={() => void run("passkey", secondStepWithPasskey, again)} />
    );
  }
  return (
    <FirstStep alert={alert} busy={busy} options={options} onSend={(name, password) => void run("password", () => signIn(name, password), again)}
      onProvider={(id) => void leave(id)} onPasskey={() => void run("passkey", signInWithPasskey, t("通行密钥没有通过验证，请用密码登录。"))} />
  );
}

interface FirstProps {
  alert: React.ReactNode;
  busy: string;
  options: SignInOptions | undefined;
  onSend: (name: string, password: string) => void;
  onProvider: (id: string) => void;
  onPasskey: () => void;
}

function FirstStep({ alert, busy, options, onSend, onProvider, onPasskey }: FirstProps) {
  const { t } = useT();
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const inside = options?.providers.some((one) => one.kind === insideOf(navigator.userAgent));
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (name.trim() && password) onSend(name.trim(), password);
  };
  return (
    <Frame title={t("登录")} firm={options?.name} foot={options?.password_reset ? <Link to="/forgot">{t("忘记密码？")}</Link> : t("忘记密码？请联系系统管理员重置。")}>
      {alert}
      <InsideWay options={options} busy={busy} onProvider={onProvider} />
      <form className="col" onSubmit={submit} noValidate>
        <FieldRow id="login-name" label={t("用户名或邮箱")} errors={tried && !name.trim() ? [t("请输入用户名")] : undefined}>
          <Input id="login-name" name="username" autoComplete="username" autoCapitalize="none" autoFocus value={name} onChange={(event) => setName(event.target.value)} />
        </FieldRow>
        <FieldRow id="login-password" label={t("密码")} errors={tried && !password ? [t("请输入密码")] : undefined}>
          <Input.Password id="login-password" name="password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
        </FieldRow>
        <Button type={inside ? "default" : "primary"} htmlType="submit" loading={busy === "password" || busy === "via"} block>{t("登录")}</Button>
      </form>
      <OtherWays options={options} busy={busy} onProvider={onProvider} onPasskey={onPasskey} />
    </Frame>
  );
}
