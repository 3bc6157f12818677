import { Button } from "antd";
import { LockOutlined, WarningFilled } from "@ant-design/icons";
import { ApiError } from "../api/errors";
import { useT } from "../i18n";
import { errorText, requestIdOf } from "./errorText";

interface Props {
  error: unknown;
  /** What failed: 客户列表没有加载成功. */
  title?: string;
  onRetry?: () => void;
}

/** What failed, why, the request's id and a way on. A missing right says who can grant it. */
export function ErrorBox({ error, title, onRetry }: Props) {
  const { t } = useT();
  const status = error instanceof ApiError ? error.status : -1;
  if (status === 403) return <NoRight text={errorText(error)} />;
  const id = requestIdOf(error);
  return (
    <div className="state" role="alert">
      <WarningFilled className="state-icon warn" />
      <div className="state-title">{title ?? (status === 404 ? t("找不到这条记录") : t("数据没有加载成功"))}</div>
      <div>{errorText(error)}</div>
      {id && <div className="state-id">{t("请求编号 {{id}}", { id })}</div>}
      {onRetry && <Button type="primary" onClick={onRetry}>{t("重新加载")}</Button>}
    </div>
  );
}

export function NoRight({ text }: { text?: string }) {
  const { t } = useT();
  return (
    <div className="state" role="alert">
      <LockOutlined className="state-icon" />
      <div className="state-title">{t("没有权限")}</div>
      <div>{text ?? t("您没有查看这里的权限。请联系系统管理员，在“角色与授权”中开通。")}</div>
    </div>
  );
}
