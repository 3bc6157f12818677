import type { ReactNode } from "react";
import { ApartmentOutlined, BankOutlined, ShopOutlined, TeamOutlined } from "@ant-design/icons";
import type { UnitKind } from "../model/tree";

const ICONS: Record<UnitKind, ReactNode> = { group: <BankOutlined />, subsidiary: <ShopOutlined />, department: <ApartmentOutlined />, team: <TeamOutlined /> };

export function KindIcon({ kind }: { kind: UnitKind }) {
  return <span className={`unit-icon ${kind}`} aria-hidden>{ICONS[kind]}</span>;
}
