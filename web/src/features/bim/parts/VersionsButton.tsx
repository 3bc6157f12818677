import { useState } from "react";
import { Button, Drawer } from "antd";
import { HistoryOutlined } from "@ant-design/icons";
import { DateText } from "../../../kit/DateText";
import { StatusTag } from "../../../kit/StatusTag";
import { formatSize } from "../../../kit/format";
import { useIsPhone } from "../../../kit/useIsPhone";
import { useT } from "../../../i18n";
import type { VersionItem } from "../api";
import { StateTag } from "./StateTag";

/** Every file that was uploaded, who brought it, and what became of it. */
export function VersionsButton({ items }: { items: VersionItem[] }) {
  const { t } = useT();
  const phone = useIsPhone();
  const [open, setOpen] = useState(false);
  if (!items.length) return null;
  return (
    <>
      <Button icon={<HistoryOutlined aria-hidden />} onClick={() => setOpen(true)}>{t("版本")}</Button>
      <Drawer open={open} onClose={() => setOpen(false)} size={phone ? "100%" : 480} title={t("模型版本")}>
        <div className="col drawer-pad">
          {items.map((item) => (
            <div key={item.id} className="bim-version">
              <div className="row between"><b>V{item.number} · {item.name}</b><span className="row">{item.shown && <StatusTag color="blue">{t("当前显示")}</StatusTag>}<StateTag row={{ state: item.state }} /></span></div>
              <div className="second small">
                {[item.uploaded_by?.label, formatSize(item.size), item.ifc_schema, item.elements ? t("{{n}} 个构件", { n: item.elements }) : "", item.seconds === null ? "" : t("转换 {{n}} 秒", { n: item.seconds })].filter(Boolean).join(" · ")} · <DateText value={item.created_at} kind="datetime" />
              </div>
            </div>
          ))}
        </div>
      </Drawer>
    </>
  );
}
