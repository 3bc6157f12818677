import { Button } from "antd";
import { useNavigate } from "react-router";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";

export function HandoverButton({ row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  if (!(row._can ?? []).includes("hand_over")) return null;
  return <Button onClick={() => void navigate(`/admin/users/${row.id}/handover`)}>{t("离职交接")}</Button>;
}
