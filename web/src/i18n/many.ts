import { currentLanguage } from ".";

/** Heads that do not follow the rule, or have no plural. */
const SPECIAL: Record<string, string> = { person: "people", feedback: "feedback", history: "history", out: "out", log: "log", data: "data", hours: "hours" };

/** What a list of these is called: labels are singular, as a form names one record. Only English tells one from many. */
export function many(label: string): string {
  return currentLanguage() === "en" ? plural(label) : label;
}

/** The English plural of a label: “Statement of account” → “Statements of account”, “Receipt or payment” → “Receipts and payments”. */
export function plural(label: string): string {
  const [head = "", tail = ""] = split(label);
  return head.split(" or ").map(lastWord).join(" and ") + tail;
}

/** The noun and what follows it: of, on, to, in … */
function split(label: string): [string, string] {
  const at = label.search(/ (of|on|to|in|for|from|with) /);
  return at < 0 ? [label, ""] : [label.slice(0, at), label.slice(at)];
}

function lastWord(noun: string): string {
  const start = noun.lastIndexOf(" ") + 1;
  const word = noun.slice(start);
  const special = SPECIAL[word.toLowerCase()];
  if (special) return noun.slice(0, start) + (word[0] === word[0]?.toUpperCase() ? special[0]!.toUpperCase() + special.slice(1) : special);
  if (/[^su]s$/.test(word)) return noun;
  if (/(s|x|z|ch|sh)$/.test(word)) return `${noun}es`;
  return /[^aeiou]y$/.test(word) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}
