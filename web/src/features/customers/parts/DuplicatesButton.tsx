import { Button, Popover } from "antd";
import { WarningOutlined } from "@ant-design/icons";
import type { Row } from "../../../api/types";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";
import { useLookAlikes } from "../api";
import { LookAlikeList } from "./LookAlikes";

export function useDuplicates(row: Row) {
  const asked = { name: String(row.name), credit_code: String(row.credit_code ?? ""), exclude: row.id };
  return useLookAlikes(row.archived_at ? {} : asked).data ?? [];
}

/** 可能重复 n: customers that look like this one, each one step from the comparison. */
export function DuplicatesButton({ row }: RecordProps) {
  const { t } = useT();
  const found = useDuplicates(row);
  if (!found.length) return null;
  const mine = found.filter((item) => item.inside).length;
  const mergeFrom = (row._can ?? []).includes("merge") ? row.id : undefined;
  return (
    <Popover trigger="click" placement="bottomRight" content={<div className="duplicates"><LookAlikeList items={found} compareWith={mergeFrom} /></div>}>
      <Button icon={<WarningOutlined className="warning-text" aria-hidden />}>{mine ? t("可能重复 {{n}}", { n: mine }) : t("兄弟公司在跟进")}</Button>
    </Popover>
  );
}
