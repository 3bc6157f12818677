import { expect, test } from "vitest";
import { plural } from "./many";

test.each([
  ["Project", "Projects"], ["Opportunity", "Opportunities"], ["Key date", "Key dates"], ["Address", "Addresses"], ["Person", "People"],
  ["Statement of account", "Statements of account"], ["Rule on late entry", "Rules on late entry"], ["Receivable or payable", "Receivables and payables"],
  ["Pool rules", "Pool rules"], ["Ways to sign in", "Ways to sign in"], ["Customer feedback", "Customer feedback"], ["Cooperation history", "Cooperation history"],
  ["Opted out", "Opted out"], ["Hours", "Hours"], ["To-do", "To-dos"], ["Risk analysis", "Risk analysis"], ["Bonus", "Bonuses"], ["Survey", "Surveys"],
])("of %s there are many: %s", (one, several) => expect(plural(one)).toBe(several));
