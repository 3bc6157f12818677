import { CalendarOutlined, CarryOutOutlined } from "@ant-design/icons";
import { tk } from "../../i18n";
import { prefetchList } from "../../resource/data/list";
import { defineFeature } from "../../resource/feature";
import "./parts/register";
import { prefetchPlan } from "./prefetch";

const group = tk("合同与项目");

export default defineFeature({
  name: "planning",
  menu: [
    { key: "my-tasks", label: tk("我的任务"), icon: <CarryOutOutlined />, path: "/my-tasks", order: 222, group, can: [["tasks", "read"]] },
    { key: "work_calendars", label: tk("工作日历"), icon: <CalendarOutlined />, path: "/work-calendars", order: 946, group: tk("系统管理"), can: [["work_calendars", "create"], ["work_calendars", "update"]] },
  ],
  routes: [
    { path: "my-tasks", lazy: () => import("./pages/MyTasksPage").then((module) => ({ Component: module.MyTasksPage })) },
    {
      path: "work-calendars",
      loader: ({ request }: { request: Request }) => (prefetchList("work_calendars", new URL(request.url).searchParams), null),
      lazy: () => import("./pages/CalendarsPage").then((module) => ({ Component: module.CalendarsPage })),
    },
    {
      path: "projects/:id/plan",
      loader: ({ params }: { params: { id?: string } }) => (prefetchPlan(params.id ?? ""), null),
      lazy: () => import("./pages/PlanPage").then((module) => ({ Component: module.PlanPage })),
    },
  ],
});
