import { Modal } from "antd";
import { WarningFilled } from "@ant-design/icons";
import { useNavigate } from "react-router";
import { errorText } from "../../../kit/errorText";
import { useT } from "../../../i18n";
import type { Unit } from "../model/tree";

/** Why a unit could not be switched off, and the way to what stands against it. */
export function Refused({ error, unit, onClose }: { error: unknown; unit: Unit; onClose: () => void }) {
  const { t } = useT();
  const navigate = useNavigate();
  const people = () => {
    onClose();
    void navigate(`/admin/units/${unit.id}?tab=people`);
  };
  return (
    <Modal open width={440} title={<span className="row"><WarningFilled style={{ color: "var(--warning)" }} aria-hidden />{t("“{{name}}”没有改动", { name: unit.name })}</span>}
      onCancel={onClose} onOk={people} okText={t("查看它的人员")} cancelText={t("知道了")} okButtonProps={{ style: unit.people ? undefined : { display: "none" } }}>
      <p role="alert">{errorText(error)}</p>
    </Modal>
  );
}
