import { CommentOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";

export default defineFeature({
  name: "suggestions",
  menu: [{ key: "suggestions", label: tk("意见反馈"), icon: <CommentOutlined />, path: "/suggestions", order: 960, group: tk("系统管理"), can: [["suggestions", "answer"]] }],
  routes: [{
    path: "suggestions",
    loader: ({ request }: { request: Request }) => (prefetchList("suggestions", new URL(request.url).searchParams), null),
    lazy: () => import("./SuggestionsPage").then((module) => ({ Component: module.SuggestionsPage })),
  }],
});
