import { tk, useT } from "../../../i18n";
import type { Row } from "../../../api/types";
import { formatDate } from "../../../kit/format";
import { StageSteps } from "../../../resource/record/RecordHead";

const STEPS: { states: string[]; label: string; on?: string }[] = [
  { states: ["draft"], label: tk("草稿") },
  { states: ["approving"], label: tk("审批") },
  { states: ["approved"], label: tk("待签订") },
  { states: ["signed"], label: tk("签订"), on: "signed_on" },
  { states: ["performing"], label: tk("履行"), on: "began_on" },
  { states: ["settled"], label: tk("结算"), on: "settled_on" },
  { states: ["closed"], label: tk("已关闭"), on: "closed_on" },
];

/** Where the contract stands on its way, with the days on which it got there. */
export function Steps({ row }: { row: Row }) {
  const { t } = useT();
  const at = STEPS.findIndex((step) => step.states.includes(String(row.state)));
  return (
    <StageSteps label={t("合同进程")} at={STEPS[at]?.label} steps={STEPS.map((step, index) => {
      const day = step.on && index <= at ? (row[step.on] as string | null) : null;
      return { key: step.label, label: t(step.label), note: day ? formatDate(day) : undefined };
    })} />
  );
}
