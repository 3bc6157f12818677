import { useState } from "react";
import { Modal } from "antd";
import { CheckCircleFilled } from "@ant-design/icons";
import { API } from "../../../api/client";
import { Empty } from "../../../kit/Empty";
import { formatDate } from "../../../kit/format";
import { useT } from "../../../i18n";
import type { Offered } from "../api";
import type { Slot } from "./Photos";

interface Props { offered: Offered[]; chosen: Slot[]; most: number; onClose: () => void; onDone: (next: Slot[]) => void }

/** Photos that the project already has, those of the period first. */
export function PhotoDialog({ offered, chosen, most, onClose, onDone }: Props) {
  const { t } = useT();
  const [picked, setPicked] = useState<Slot[]>(chosen);
  const has = (version: string) => picked.some((slot) => slot.file === version);
  const toggle = (one: Offered) => setPicked((old) => (has(one.version) ? old.filter((slot) => slot.file !== one.version) : old.length < most ? [...old, { file: one.version, attachment: one.file, caption: "" }] : old));
  const groups = [
    { key: "within", label: t("本期的照片"), items: offered.filter((one) => one.within) },
    { key: "before", label: t("更早的照片"), items: offered.filter((one) => !one.within) },
  ].filter((group) => group.items.length);
  return (
    <Modal open onCancel={onClose} onOk={() => onDone(picked)} title={t("选择照片（{{n}}/{{most}}）", { n: picked.length, most })} okText={t("确定")} cancelText={t("取消")} width={760} style={{ top: 24 }}>
      <div className="report-offer">
        {!groups.length && <Empty text={t("项目里还没有照片。可以在项目附件、沟通里上传，或直接拍照。")} />}
        {groups.map((group) => (
          <section key={group.key} aria-label={group.label}>
            <b>{group.label}</b>
            <div className="report-offer-grid">
              {group.items.map((one) => (
                <button key={one.version} type="button" className={has(one.version) ? "plain report-offered on" : "plain report-offered"} aria-pressed={has(one.version)} onClick={() => toggle(one)} title={one.name}>
                  <img src={`${API}/files/${one.file}/preview?size=thumb`} alt={one.name} loading="lazy" />
                  <span className="small muted ellipsis">{formatDate(one.at)} {one.by}</span>
                  {has(one.version) && <CheckCircleFilled className="report-on" aria-hidden />}
                </button>
              ))}
            </div>
          </section>
        ))}
      </div>
    </Modal>
  );
}
