import { tk } from "../../../i18n";
import type { Check } from "./moves";

export interface Ways {
  /** The field of the form to go to. */
  field: string | null;
  /** A follow-up settles it. */
  follow: boolean;
  /** A contact of the customer settles it. */
  contacts: boolean;
  /** Tabs of the opportunity where it is settled; labels are Chinese source texts. */
  tabs: { key: string; label: string }[];
}

const BY_NOTE = new Set(["visited", "followed", "next_contact_set"]);
const BY_CONTACT = new Set(["contact_known", "decision_maker"]);
const BY_TAB: Record<string, { key: string; label: string }> = {
  competitors_known: { key: "competitors", label: tk("去登记竞争对手") },
  no_high_risk: { key: "risks", label: tk("去处理风险") },
  approved_quotation: { key: "quotations", label: tk("去报价") },
};
const FILES = { key: "files", label: tk("去上传文件") };

/** Where each missing thing is settled. Codes: `field:x`, `document:word`, or a condition; an unknown condition has its sentence only. */
export function waysFor(checks: Check[], form: string[]): Ways {
  const codes = checks.filter((check) => !check.ok).map((check) => check.code);
  const fields = codes.map((code) => (code === "budget_known" ? "amount" : code.replace(/^field:/, "")));
  const tabs = codes.flatMap((code) => (code.startsWith("document:") ? FILES : (BY_TAB[code] ?? [])));
  return {
    field: fields.find((name) => form.includes(name)) ?? null,
    follow: codes.some((code) => BY_NOTE.has(code)),
    contacts: codes.some((code) => BY_CONTACT.has(code)),
    tabs: [...new Map(tabs.map((tab) => [tab.key, tab])).values()],
  };
}
