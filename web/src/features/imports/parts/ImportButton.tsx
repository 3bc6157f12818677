import { Button } from "antd";
import { ImportOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import type { Meta } from "../../../api/types";
import { useT } from "../../../i18n";

export function ImportButton({ resource, meta }: { resource: string; meta: Meta }) {
  const { t } = useT();
  const navigate = useNavigate();
  if (!meta.importable || !meta.can.includes("import")) return null;
  return <Button icon={<ImportOutlined aria-hidden />} onClick={() => void navigate(`/imports/new?resource=${resource}`)}>{t("导入")}</Button>;
}
