import { useState } from "react";
import { Alert, Input, Modal, Radio } from "antd";
import { CheckCircleFilled, CloseCircleFilled } from "@ant-design/icons";
import { ApiError } from "../../../api/errors";
import { errorText } from "../../../kit/errorText";
import { FieldRow } from "../../../kit/FieldRow";
import { useT } from "../../../i18n";
import { failedChecks, hasConsequence, mayGo, type Check, type Move, type Target } from "../model/moves";
import { FillMissing } from "./FillMissing";
import type { Moving } from "./useMoveFlow";
import "../sales.css";

interface Props {
  row: Moving;
  target: Target;
  /** One, or several where the column stands for a phase of several stages. */
  moves: Move[];
  onGo: (move: Move, reason: string) => Promise<void>;
  onCancel: () => void;
}

/** Before a move: what is met and what is missing with what to do, the reason on going back, what the move brings about. */
export function MoveDialog({ row, target, moves, onGo, onCancel }: Props) {
  const { t } = useT();
  const [stage, setStage] = useState(() => (moves.find((move) => move.ok) ?? moves[0])?.stage.id);
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const move = moves.find((one) => one.stage.id === stage);
  if (!move) return null;
  const failed = failedChecks(move);
  const back = move.direction === "back";
  const go = async () => {
    if (!mayGo(move, reason)) return;
    setBusy(true);
    setError(null);
    try {
      await onGo(move, reason.trim());
    } catch (caught) {
      setError(caught);
      setBusy(false);
    }
  };
  const title = back ? t("退回到“{{stage}}”", { stage: move.stage.label }) : t("推进到“{{stage}}”", { stage: move.stage.label });
  return (
    <Modal open title={title} onCancel={onCancel} onOk={() => void go()} okText={back ? t("退回") : t("推进")} cancelText={t("取消")}
      okButtonProps={{ loading: busy, disabled: !mayGo(move, reason) }} width={520}>
      <div className="col move-dialog">
        <p className="second ellipsis">{row.name}</p>
        {error !== null && <Alert type="error" showIcon role="alert" title={errorText(error)} description={error instanceof ApiError ? Object.values(error.fields).flat().join(" ") || undefined : undefined} />}
        {moves.length > 1 && (
          <FieldRow id="move-stage" label={t("“{{phase}}”有多个阶段，移到哪一个", { phase: target.label })}>
            <Radio.Group id="move-stage" value={stage} onChange={(event) => setStage(event.target.value as string)} options={moves.map((one) => ({ value: one.stage.id, label: one.stage.label }))} />
          </FieldRow>
        )}
        {move.checks.length > 0 && (
          <section aria-label={t("进入条件")}>
            <h3 className="drawer-section">{failed.length ? t("还差 {{n}} 项才能进入这个阶段", { n: failed.length }) : t("进入条件都已满足")}</h3>
            <ul className="checks">{move.checks.map((check) => <CheckLine key={`${check.code}-${check.label}`} check={check} />)}</ul>
          </section>
        )}
        {!move.ok && failed.length > 0 && <FillMissing id={row.id} checks={failed} onClose={onCancel} />}
        {move.ok && hasConsequence(move) && (
          <Alert type="info" showIcon title={move.phase === "signing" ? t("进入签约后会自动生成一份合同草稿。") : t("进入项目启动后会自动建立项目。")} />
        )}
        {move.ok && move.needs_reason && (
          <FieldRow id="move-reason" label={back ? t("退回原因") : t("原因")} required help={t("会记入阶段历史，同事和主管看得到。")}>
            <Input.TextArea id="move-reason" value={reason} autoFocus rows={3} maxLength={500} onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void go(); }} />
          </FieldRow>
        )}
      </div>
    </Modal>
  );
}

function CheckLine({ check }: { check: Check }) {
  const { t } = useT();
  return (
    <li className={check.ok ? "check met" : "check missing"}>
      {check.ok ? <CheckCircleFilled aria-label={t("已满足")} /> : <CloseCircleFilled aria-label={t("未满足")} />}
      <div>
        <div>{check.label}</div>
        {!check.ok && check.message && <div className="second small">{check.message}</div>}
      </div>
    </li>
  );
}
