import { Button } from "antd";
import { FormOutlined } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { useCan } from "../../../../api/me";
import { useT } from "../../../../i18n";
import type { RecordProps } from "../../../../resource/registry";
import { VARIATIONS } from "../../api";

/** From a variation to its sheet: lines, photos, signatures. */
export function OpenSheet({ row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  return <Button icon={<FormOutlined aria-hidden />} onClick={() => void navigate(`/site-variations/${row.id}`)}>{t("签证单")}</Button>;
}

export function NewSheetButton() {
  const { t } = useT();
  const may = useCan()(VARIATIONS, "create");
  const navigate = useNavigate();
  return may ? <Button icon={<FormOutlined aria-hidden />} onClick={() => void navigate("/site-variations/new")}>{t("现场签证")}</Button> : null;
}

/** From the drawer of a change to its page, where its effects are drawn. */
export function OpenChange({ row }: RecordProps) {
  const { t } = useT();
  const navigate = useNavigate();
  return <Button onClick={() => void navigate(`/changes/${row.id}`)}>{t("查看影响")}</Button>;
}
