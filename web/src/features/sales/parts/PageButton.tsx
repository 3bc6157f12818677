import { Button } from "antd";
import { ExpandOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";

/** From the drawer to the full page. */
export function PageButton({ row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  return <Button icon={<ExpandOutlined />} onClick={() => void navigate(`/opportunities/${row.id}`)} aria-label={t("打开完整页面")} title={t("打开完整页面")} />;
}
