import { useEffect, useState } from "react";
import { Alert, Button, Input } from "antd";
import { Link, useNavigate, useParams } from "react-router";
import { prepareLogin, resetPassword } from "../../api/auth";
import { useT } from "../../i18n";
import { FieldRow } from "../../kit/FieldRow";
import { useNotify } from "../../kit/notify";
import { Frame } from "./Frame";
import { loginError } from "./loginError";

/** Where the link in the letter leads: a new password, twice. */
export function ResetPage() {
  const { t } = useT();
  const notify = useNotify();
  const navigate = useNavigate();
  const { key = "" } = useParams();
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const short = next.length < 10;
  const differs = next !== again;
  useEffect(() => {
    prepareLogin().catch((failure: unknown) => setError(loginError(failure, t)));
  }, [t]);
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (short || differs) return;
    setBusy(true);
    setError("");
    try {
      await resetPassword(key, next);
      notify.ok(t("密码已重设，请用新密码登录。"));
      await navigate("/login", { replace: true });
    } catch (failure) {
      setError(loginError(failure, t));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Frame title={t("重设密码")} foot={<Link to="/forgot">{t("获取新链接")}</Link>}>
      <form className="col" onSubmit={(event) => void submit(event)} noValidate>
        {error && <Alert type="error" showIcon title={error} role="alert" />}
        <FieldRow id="reset-next" label={t("新密码")} required help={t("至少 10 个字符，不要用姓名、生日或常见密码。")} errors={tried && short ? [t("新密码至少 10 个字符")] : undefined}>
          <Input.Password id="reset-next" autoComplete="new-password" autoFocus value={next} onChange={(event) => setNext(event.target.value)} />
        </FieldRow>
        <FieldRow id="reset-again" label={t("再输一次新密码")} required errors={tried && differs ? [t("两次输入的新密码不一样")] : undefined}>
          <Input.Password id="reset-again" autoComplete="new-password" value={again} onChange={(event) => setAgain(event.target.value)} />
        </FieldRow>
        <Button type="primary" htmlType="submit" loading={busy} block>{t("重设密码")}</Button>
      </form>
    </Frame>
  );
}
