import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { EditOutlined } from "@ant-design/icons";
import type { Row } from "../../../api/types";
import { useT } from "../../../i18n";
import { useSummary } from "../api";

const LogTalk = lazy(() => import("./LogTalk").then((module) => ({ default: module.LogTalk })));

/** 记一次沟通: nothing for people who may not, and none for a customer that is put away. */
export function LogTalkButton({ row, block }: { row: Row; block?: boolean }) {
  const { t } = useT();
  const may = useSummary(row.id).data?.may_add?.includes("interactions");
  const [open, setOpen] = useState(false);
  if (!may || row.archived_at) return null;
  return (
    <>
      <Button type="primary" icon={<EditOutlined aria-hidden />} block={block} onClick={() => setOpen(true)}>{t("记一次沟通")}</Button>
      <Suspense fallback={null}>{open && <LogTalk customer={{ id: row.id, label: String(row.name) }} onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
