import { tk } from "../../../i18n";
import type { LinkKind, TaskState } from "./types";

/** Chinese source texts with what they stand for; translate the labels with t(). */
export const STATES: { value: TaskState; label: string; color?: string }[] = [
  { value: "todo", label: tk("待开始") },
  { value: "doing", label: tk("进行中"), color: "blue" },
  { value: "paused", label: tk("已暂停"), color: "orange" },
  { value: "done", label: tk("已完成"), color: "green" },
];

export const LINK_KINDS: { value: LinkKind; label: string }[] = [
  { value: "FS", label: tk("完成—开始 FS") },
  { value: "SS", label: tk("开始—开始 SS") },
  { value: "FF", label: tk("完成—完成 FF") },
  { value: "SF", label: tk("开始—完成 SF") },
];

export const CONSTRAINTS: { value: string; label: string; dated: boolean }[] = [
  { value: "asap", label: tk("越早越好"), dated: false },
  { value: "alap", label: tk("越晚越好"), dated: false },
  { value: "snet", label: tk("不得早于…开始"), dated: true },
  { value: "snlt", label: tk("不得晚于…开始"), dated: true },
  { value: "fnet", label: tk("不得早于…完成"), dated: true },
  { value: "fnlt", label: tk("不得晚于…完成"), dated: true },
  { value: "mso", label: tk("必须开始于"), dated: true },
  { value: "mfo", label: tk("必须完成于"), dated: true },
];
