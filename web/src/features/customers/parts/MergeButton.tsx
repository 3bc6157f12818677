import { Button } from "antd";
import { useNavigate } from "react-router";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";

export function MergeButton({ row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  if (!(row._can ?? []).includes("merge") || row.archived_at) return null;
  return <Button onClick={() => void navigate(`/customers/${row.id}/merge`)}>{t("合并")}</Button>;
}
