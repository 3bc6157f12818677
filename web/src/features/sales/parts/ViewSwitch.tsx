import { AppstoreOutlined, FunnelPlotOutlined, UnorderedListOutlined } from "@ant-design/icons";
import { NavLink, useLocation } from "react-router";
import type { Meta } from "../../../api/types";
import { useT } from "../../../i18n";
import "../sales.css";

const KEPT = ["q", "filter"];

/** 看板 / 列表 / 漏斗. Board and list keep the filter of each other. */
export function ViewSwitch({ view }: { view: "board" | "list" | "analysis" }) {
  const { t } = useT();
  const { search } = useLocation();
  const kept = new URLSearchParams([...new URLSearchParams(search)].filter(([key]) => view !== "analysis" && KEPT.includes(key))).toString();
  const query = kept ? `?${kept}` : "";
  const views = [
    { key: "board", to: `/opportunities${query}`, label: t("看板"), icon: <AppstoreOutlined aria-hidden /> },
    { key: "list", to: `/opportunities/list${query}`, label: t("列表"), icon: <UnorderedListOutlined aria-hidden /> },
    { key: "analysis", to: "/sales-analysis", label: t("漏斗"), icon: <FunnelPlotOutlined aria-hidden /> },
  ];
  return (
    <nav className="view-switch" aria-label={t("视图")}>
      {views.map((one) => <NavLink key={one.key} end to={one.to} className={one.key === view ? "on" : ""} aria-current={one.key === view ? "page" : undefined}>{one.icon}<span>{one.label}</span></NavLink>)}
    </nav>
  );
}

export function ListSwitch(_props: { resource: string; meta: Meta }) {
  return <ViewSwitch view="list" />;
}
