import { Button } from "antd";
import { ImportOutlined } from "@ant-design/icons";
import { Link } from "react-router";
import type { Meta } from "../../../api/types";
import { useT } from "../../../i18n";

export function ImportButton({ resource, meta }: { resource: string; meta: Meta }) {
  const { t } = useT();
  if (!meta.importable || !meta.can.includes("import")) return null;
  return <Link to={`/imports/new?resource=${resource}`}><Button icon={<ImportOutlined />}>{t("导入")}</Button></Link>;
}
