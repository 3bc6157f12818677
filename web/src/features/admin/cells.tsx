import { useQuery } from "@tanstack/react-query";
import type { Ref } from "../../api/types";
import { DateText } from "../../kit/DateText";
import { StatusTag } from "../../kit/StatusTag";
import { useT } from "../../i18n";
import { treeQuery } from "./api";
import { companyOf } from "./model/tree";

/** 启用 or 停用, in words and colour. */
export function OnOff({ value }: { value: boolean }) {
  const { t } = useT();
  return value ? <StatusTag color="green">{t("启用")}</StatusTag> : <StatusTag>{t("停用")}</StatusTag>;
}

export function Preset({ value }: { value: boolean }) {
  const { t } = useT();
  return value ? <StatusTag color="outline">{t("系统预置")}</StatusTag> : <StatusTag color="blue">{t("自定义")}</StatusTag>;
}

export function SignIn({ value }: { value: string | null }) {
  const { t } = useT();
  return value ? <DateText value={value} kind="datetime" /> : <span className="muted">{t("还没有登录过")}</span>;
}

/** Every company has a 市场部: the company's name stands before it. */
export function UnitOf({ value }: { value: Ref | null }) {
  const tree = useQuery({ ...treeQuery, enabled: value !== null, staleTime: 5 * 60_000 });
  if (!value) return <span className="muted">—</span>;
  const company = companyOf(tree.data ?? [], value.id);
  return <span className="ellipsis" title={company ? `${company} / ${value.label}` : value.label}>{company && <span className="muted">{company} / </span>}{value.label}</span>;
}
