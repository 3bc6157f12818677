import { CheckSquareOutlined, ThunderboltOutlined } from "@ant-design/icons";
import { lazy } from "react";
import { tk } from "../../i18n";
import { defineFeature } from "../../resource/feature";
import { registerResourceUi } from "../../resource/registry";

registerResourceUi("todos", {
  listPath: "/todos",
  without: ["files"],
  createForm: lazy(() => import("./parts/NewTodo").then((module) => ({ default: module.NewTodo }))),
  headerButtons: [lazy(() => import("./parts/WhyButton").then((module) => ({ default: module.WhyTodo })))],
  hidden: ["resource", "object_id"],
});
registerResourceUi("automation_rules", { listPath: "/admin/automation" });

export default defineFeature({
  name: "automation",
  menu: [
    { key: "todos", label: tk("待办"), icon: <CheckSquareOutlined />, path: "/todos", order: 4, phone: 1.5, can: [["todos", "read"]] },
    { key: "automation", label: tk("自动化"), icon: <ThunderboltOutlined />, path: "/admin/automation", order: 945, group: tk("系统管理"), can: [["automation_rules", "read"]] },
  ],
  routes: [
    { path: "todos", lazy: () => import("./pages/TodosPage") },
    { path: "admin/automation", lazy: () => import("./pages/AutomationPage") },
  ],
});
