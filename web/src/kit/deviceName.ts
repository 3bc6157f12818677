import type { T } from "../i18n";

const BROWSERS: [RegExp, string][] = [[/DingTalk/i, "DingTalk"], [/Lark|Feishu/i, "Feishu"], [/wxwork/i, "WeCom"], [/MicroMessenger/i, "WeChat"], [/Edg\//, "Edge"], [/Firefox\//, "Firefox"], [/Chrome\//, "Chrome"], [/Safari\//, "Safari"]];
const SYSTEMS: [RegExp, string][] = [[/iPhone/, "iPhone"], [/iPad/, "iPad"], [/HarmonyOS/i, "HarmonyOS"], [/Android/, "Android"], [/Windows/, "Windows"], [/Mac OS X|Macintosh/, "macOS"], [/Linux/, "Linux"]];

/** Browser and system in the words that people use for them. */
export function deviceName(userAgent: string, t: T): string {
  const first = (list: [RegExp, string][]) => list.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [first(BROWSERS), first(SYSTEMS)].filter(Boolean).join(" · ") || t("未知设备");
}
