import { Alert, Button } from "antd";
import { useT } from "../../i18n";

export function RecoveryCodes({ codes }: { codes: string[] }) {
  const { t } = useT();
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(codes.join("\r\n"))}`;
  if (!codes.length) return <Alert type="warning" showIcon title={t("恢复码已用完，请换一组。")} />;
  return (
    <div className="col">
      <Alert type="info" showIcon title={t("请把恢复码存到安全的地方。手机丢失时用它登录，每个只能用一次。")} />
      <div className="codes">{codes.map((code) => <span key={code}>{code}</span>)}</div>
      <div><Button href={href} download="zhuke-recovery-codes.txt">{t("下载恢复码")}</Button></div>
    </div>
  );
}
