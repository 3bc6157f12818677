import { tk } from "../i18n";

/** The colours that people choose for tags and choices, with their names; grey is none. */
export const COLORS: [value: string, label: string][] = [["", tk("灰")], ["blue", tk("蓝")], ["green", tk("绿")], ["cyan", tk("青")], ["gold", tk("黄")], ["orange", tk("橙")], ["red", tk("红")], ["purple", tk("紫")]];

const NAMES = new Map([...COLORS, ["default", tk("灰")]] as [string, string][]);

/** Chinese source text for a stored colour; undefined for what is none. */
export function colorWord(value: unknown): string | undefined {
  return typeof value === "string" ? NAMES.get(value) : undefined;
}
