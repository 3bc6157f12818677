import { Steps } from "antd";
import type { RecordProps } from "../../../resource/registry";
import { useIsPhone } from "../../../kit/useIsPhone";

/** Where the project stands between 立项 and 验收. */
export function PhaseBar({ row, meta }: RecordProps) {
  const phone = useIsPhone();
  const phases = meta.fields.find((field) => field.name === "phase")?.options ?? [];
  const at = phases.findIndex((phase) => phase.value === row.phase);
  if (at < 0) return null;
  return (
    <div style={{ padding: "4px 0 12px" }}>
      <Steps size="small" responsive={false} titlePlacement={phone ? "vertical" : "horizontal"} current={at} items={phases.map((phase) => ({ title: phase.label }))} />
    </div>
  );
}
