import { lazy } from "react";
import { registerResourceUi } from "../../resource/registry";
import { registerRecords } from "./records";

registerResourceUi("todos", {
  listPath: "/todos",
  without: ["files"],
  createForm: lazy(() => import("./parts/NewTodo").then((module) => ({ default: module.NewTodo }))),
  headerButtons: [lazy(() => import("./parts/WhyButton").then((module) => ({ default: module.WhyTodo })))],
  hidden: ["resource", "object_id"],
});
registerResourceUi("automation_rules", { listPath: "/admin/automation" });
registerRecords();
