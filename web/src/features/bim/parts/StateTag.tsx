import type { Row } from "../../../api/types";
import { StatusTag } from "../../../kit/StatusTag";
import { t, tk } from "../../../i18n";

const STATES: Record<string, [string, string]> = {
  empty: ["", tk("待上传")], queued: ["blue", tk("等待转换")], converting: ["blue", tk("正在转换")], ready: ["green", tk("可查看")], failed: ["red", tk("转换失败")],
};

export function StateTag({ row }: { row: Record<string, unknown> }) {
  const [colour, label] = STATES[String(row.state)] ?? ["", String(row.state ?? "")];
  return <StatusTag color={colour}>{t(label)}</StatusTag>;
}

export const isBusy = (row: Row | undefined): boolean => row?.state === "queued" || row?.state === "converting";
