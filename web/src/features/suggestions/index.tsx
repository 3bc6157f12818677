import { lazy } from "react";
import { CommentOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import { registerResourceUi } from "../../resource/registry";

const SuggestDialog = lazy(() => import("./SuggestDialog").then((module) => ({ default: module.SuggestDialog })));

registerResourceUi("suggestions", {
  createForm: SuggestDialog,
  listPath: "/suggestions",
  without: ["comments"],
  widths: { text: 320, kind: 84, state: 96, owner: 96, unit: 128, page: 168, reviewed_on: 128, created_at: 150 },
  groups: [{ label: tk("反馈内容"), fields: ["kind", "text", "page", "owner", "unit", "created_at"] }, { label: tk("处理情况"), fields: ["state", "answer", "answered_by", "answered_at", "reviewed_on"] }],
});

export default defineFeature({
  name: "suggestions",
  menu: [{ key: "suggestions", label: tk("意见反馈"), icon: <CommentOutlined />, path: "/suggestions", order: 960, group: tk("系统管理"), can: [["suggestions", "answer"]] }],
  routes: [{
    path: "suggestions",
    loader: ({ request }: { request: Request }) => (prefetchList("suggestions", new URL(request.url).searchParams), null),
    lazy: () => import("./SuggestionsPage").then((module) => ({ Component: module.SuggestionsPage })),
  }],
});
