import { useState } from "react";
import { Button } from "antd";
import { CheckOutlined, CopyOutlined } from "@ant-design/icons";
import { copyText } from "../../../kit/copy";
import { useT } from "../../../i18n";
import "../admin.css";

/** Login name and password to hand over, with a button that copies both. */
export function FirstPassword({ username, password }: { username: string; password: string }) {
  const { t } = useT();
  const [state, setState] = useState<"" | "copied" | "refused">("");
  const copy = async () => setState((await copyText(`${t("登录名")} ${username}\n${t("密码")} ${password}`)) ? "copied" : "refused");
  return (
    <div className="col">
      <p>{t("密码只显示这一次，关闭后无法再次查看。请当面或用其他渠道交给本人；首次登录时必须修改。")}</p>
      <dl className="first-password">
        <dt>{t("登录名")}</dt><dd>{username}</dd>
        <dt>{t("密码")}</dt><dd><code>{password}</code></dd>
      </dl>
      <div className="row">
        <Button icon={state === "copied" ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />} onClick={() => void copy()}>{state === "copied" ? t("已复制登录名和密码") : t("复制登录名和密码")}</Button>
        {state === "refused" && <span className="warning-text small" role="alert">{t("浏览器不允许复制，请选中后手动复制。")}</span>}
      </div>
    </div>
  );
}
