import { useState } from "react";
import { Button, Drawer, Input } from "antd";
import { uuid7 } from "../../../../api/uuid";
import { Choices } from "../../../../kit/Choices";
import { FieldRow } from "../../../../kit/FieldRow";
import { SignaturePad } from "../../../../kit/SignaturePad";
import { isSigned, toPng, type Stroke } from "../../../../kit/strokes";
import { useIsPhone } from "../../../../kit/useIsPhone";
import { tk, useT } from "../../../../i18n";
import type { WaitingSignature } from "../../model/draft";
import { locate } from "../../model/locate";

export const ROLES: [string, string][] = [["customer", tk("建设单位")], ["supervisor", tk("监理单位")], ["contractor", tk("施工单位")], ["designer", tk("设计单位")], ["other", tk("其他单位")]];

interface Props { onClose: () => void; onSigned: (signature: WaitingSignature) => void | Promise<void>; /** What stands above the pad: what is being signed for. */ what: string }

/** The phone is handed over: who, for whom, and the signature. */
export function SignDialog({ onClose, onSigned, what }: Props) {
  const { t } = useT();
  const phone = useIsPhone();
  const [role, setRole] = useState("customer");
  const [name, setName] = useState("");
  const [company, setCompany] = useState("");
  const [strokes, setStrokes] = useState<Stroke[]>([]);
  const [typed, setTyped] = useState(false);
  const [fault, setFault] = useState<{ name?: string; pad?: string }>({});
  const [busy, setBusy] = useState(false);
  const done = async () => {
    const wrong = { name: name.trim() ? undefined : t("请填写签字人的姓名。"), pad: typed || isSigned(strokes) ? undefined : t("请在签字板上签字，或选择“输入姓名”。") };
    setFault(wrong);
    if (wrong.name || wrong.pad) return;
    setBusy(true);
    const image = typed ? null : await toPng(strokes);
    const { position } = await locate();
    await onSigned({ id: uuid7(), role, name: name.trim(), company: company.trim(), image, ...position });
    setBusy(false);
  };
  return (
    <Drawer open onClose={onClose} placement={phone ? "bottom" : "right"} size={phone ? "100%" : 560} title={t("签字确认")} mask={{ closable: false }} destroyOnHidden
      footer={<div className="row between touch"><Button onClick={onClose}>{t("取消")}</Button><Button type="primary" loading={busy} onClick={() => void done()}>{t("确认签字")}</Button></div>}>
      <div className="col drawer-pad touch">
        <p className="sheet-what">{what}</p>
        <Choices name="role" label={t("代表")} value={role} onChange={setRole} items={ROLES.map(([value, label]) => ({ value, label: t(label) }))} />
        <div className="form-grid">
          <FieldRow id="sign-name" label={t("签字人")} required errors={fault.name ? [fault.name] : undefined}><Input id="sign-name" maxLength={60} value={name} autoComplete="off" onChange={(event) => setName(event.target.value)} /></FieldRow>
          <FieldRow id="sign-company" label={t("单位")}><Input id="sign-company" maxLength={160} value={company} autoComplete="off" onChange={(event) => setCompany(event.target.value)} /></FieldRow>
        </div>
        <SignaturePad strokes={strokes} onStrokes={setStrokes} typed={typed} onTyped={setTyped} name={name} error={fault.pad} />
        <p className="muted small">{t("签字后内容不能再改；签字时间、位置和内容的校验码随签字保存。")}</p>
      </div>
    </Drawer>
  );
}
