import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Navigate, useNavigate } from "react-router";
import { isApiError } from "../../api/errors";
import { meQuery } from "../../api/me";
import { useT } from "../../i18n";
import { ErrorBox } from "../../kit/ErrorBox";
import { Frame } from "./Frame";
import { PasswordForm } from "./PasswordForm";

/** Before anything else, a person replaces the password that somebody else has set. */
export function FirstPasswordPage() {
  const { t } = useT();
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useQuery(meQuery);
  if (me.isError) return isApiError(me.error) && me.error.status === 401 ? <Navigate to="/login" replace /> : <ErrorBox error={me.error} onRetry={() => void me.refetch()} />;
  const done = async () => {
    await client.resetQueries({ queryKey: ["me"] });
    await navigate("/", { replace: true });
  };
  return (
    <Frame title={t("首次登录，请修改密码")}>
      <p className="second">{t("当前密码由管理员设置。请换成只有您知道的密码，然后开始使用。")}</p>
      <PasswordForm onDone={() => void done()} submitLabel={t("保存并进入")} />
    </Frame>
  );
}
