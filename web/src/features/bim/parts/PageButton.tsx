import { Button } from "antd";
import { useNavigate } from "react-router";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";

/** From the drawer to the model itself. */
export function PageButton({ row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  return <Button type="primary" onClick={() => void navigate(`/bim/${row.id}`)}>{t("打开模型")}</Button>;
}
