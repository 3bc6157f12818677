import { useState } from "react";
import { Modal, Select } from "antd";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { api } from "../../../api/client";
import type { Page, Ref, Row } from "../../../api/types";
import { useDebounced } from "../../../kit/useDebounced";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useLink } from "../api";

/** Tasks of the project's live plan, found while one types. */
export function TaskSelect({ project, value, onChange }: { project: string; value: string | null; onChange: (value: string | null) => void }) {
  const { t } = useT();
  const [text, setText] = useState("");
  const q = useDebounced(text, 200);
  const filter = JSON.stringify(["project", "=", project]);
  const found = useQuery({
    queryKey: ["bim-tasks", project, q],
    queryFn: ({ signal }) => api.get<Page>("/r/tasks", { q, filter, sort: "wbs", fields: "wbs,name,kind", limit: 100 }, signal),
    placeholderData: keepPreviousData,
  });
  const options = (found.data?.items ?? []).filter((task) => task.kind !== "summary").map((task) => ({ value: task.id, label: `${String(task.wbs ?? "")} ${String(task.name)}`.trim() }));
  return (
    <Select style={{ width: "100%" }} allowClear value={value ?? undefined} onChange={(next: string | undefined) => onChange(next ?? null)} showSearch={{ filterOption: false, onSearch: setText }} loading={found.isFetching} options={options}
      placeholder={t("输入任务名称查找，留空则取消关联")} aria-label={t("计划任务")} notFoundContent={found.isFetching ? t("正在查找……") : t("没有符合条件的任务")} />
  );
}

/** Says by hand which task builds the picked elements. */
export function LinkDialog({ row, guids, onClose }: { row: Row; guids: string[]; onClose: () => void }) {
  const { t } = useT();
  const notify = useNotify();
  const link = useLink(row.id);
  const [task, setTask] = useState<string | null>(null);
  const project = (row.project as Ref | null)?.id ?? "";
  const save = () => link.mutate({ guids, task }, { onSuccess: () => { notify.ok(task ? t("已关联") : t("已取消关联")); onClose(); }, onError: notify.fail });
  return (
    <Modal open title={t("关联到计划任务")} onCancel={onClose} onOk={save} okText={task ? t("关联") : t("取消关联")} cancelText={t("取消")} confirmLoading={link.isPending} okButtonProps={{ disabled: guids.length > 5000 }}>
      <div className="col">
        <div className="second">{guids.length > 5000 ? t("一次最多关联 5,000 个构件，请改用关联规则。") : t("选中的 {{n}} 个构件将由这项任务建成，按任务的进度着色。", { n: guids.length })}</div>
        <TaskSelect project={project} value={task} onChange={setTask} />
      </div>
    </Modal>
  );
}
