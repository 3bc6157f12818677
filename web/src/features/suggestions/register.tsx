import { lazy } from "react";
import { tk } from "../../i18n";
import { registerResourceUi } from "../../resource/registry";

const SuggestDialog = lazy(() => import("./SuggestDialog").then((module) => ({ default: module.SuggestDialog })));

registerResourceUi("suggestions", {
  createForm: SuggestDialog,
  listPath: "/suggestions",
  without: ["comments"],
  widths: { text: 320, kind: 84, state: 96, owner: 96, unit: 128, page: 168, reviewed_on: 128, created_at: 150 },
  groups: [{ label: tk("反馈内容"), fields: ["kind", "text", "page", "owner", "unit", "created_at"] }, { label: tk("处理情况"), fields: ["state", "answer", "answered_by", "answered_at", "reviewed_on"] }],
});
