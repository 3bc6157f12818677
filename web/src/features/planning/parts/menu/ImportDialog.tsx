import { useRef, useState } from "react";
import { Button, Modal, Progress, Radio } from "antd";
import { FileAddOutlined } from "@ant-design/icons";
import { upload } from "../../../../api/upload";
import { formatSize } from "../../../../kit/format";
import { errorText } from "../../../../kit/errorText";
import { useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { planPath, type FileRead } from "../../api";
import type { Network } from "../../model/types";
import type { Plan } from "../usePlan";
import { FileFacts, FileFindings } from "./FileFindings";

interface Props {
  plan: Plan;
  network: Network;
  onClose: () => void;
}

const ACCEPT = ".xml,.xer,.xlsx";

/** A plan out of a file of MS Project, P6 or Excel: first what is in it and what is wrong with it, then the taking over. */
export function ImportDialog({ plan, network, onClose }: Props) {
  const { t } = useT();
  const notify = useNotify();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [mode, setMode] = useState<"replace" | "append">(network.tasks.length ? "append" : "replace");
  const [project, setProject] = useState("");
  const [found, setFound] = useState<FileRead | null>(null);
  const [refused, setRefused] = useState("");
  const [part, setPart] = useState<number | null>(null);
  const send = async (chosen: File, preview: boolean, which = project, how = mode) => {
    setPart(0);
    setRefused("");
    try {
      const answer = await upload<FileRead>(planPath(plan.id, "file"), chosen, { preview: String(preview), mode: how, ...(which ? { project: which } : {}) }, setPart);
      if (preview) setFound(answer);
      else {
        plan.reload();
        notify.ok(t("已导入 {{n}} 项任务", { n: answer.counts.tasks }));
        onClose();
      }
    } catch (error) {
      setFound(null);
      setRefused(errorText(error));
    } finally {
      setPart(null);
    }
  };
  const choose = (chosen: File | undefined) => {
    if (!chosen) return;
    setFile(chosen);
    setProject("");
    setFound(null);
    void send(chosen, true, "");
  };
  return (
    <Modal open title={t("导入计划文件")} onCancel={onClose} onOk={() => file && void send(file, false)} okText={t("导入")} cancelText={t("取消")} okButtonProps={{ disabled: !found, loading: part !== null && !!found }} width={560}>
      <div className="col">
        <input ref={input} type="file" hidden accept={ACCEPT} aria-label={t("计划文件")} onChange={(event) => { choose(event.target.files?.[0]); event.target.value = ""; }} />
        <button type="button" className="plain plan-drop" onClick={() => input.current?.click()} onDragOver={(event) => event.preventDefault()} onDrop={(event) => { event.preventDefault(); choose(event.dataTransfer.files[0]); }}>
          <FileAddOutlined aria-hidden />
          <span>{file ? `${file.name} · ${formatSize(file.size)}` : t("选择文件，或拖到这里")}</span>
          <span className="muted small">{t("MS Project 另存的 XML、P6 的 XER 或 XML、Excel（WBS、名称、工期、前置任务）")}</span>
        </button>
        {part !== null && <Progress percent={Math.round(part * 100)} size="small" status="active" format={(percent) => (percent === 100 ? t("正在读取…") : `${percent}%`)} />}
        {refused && <p className="danger-text" role="alert">{refused}</p>}
        {found && (
          <>
            <FileFacts found={found} />
            {found.projects.length > 1 && (
              <Radio.Group value={project} onChange={(event) => { const next = String(event.target.value); setProject(next); if (file) void send(file, true, next); }} aria-label={t("文件里的项目")}>
                {found.projects.map((one) => <Radio key={one.id} value={one.id}>{one.name}</Radio>)}
              </Radio.Group>
            )}
            <FileFindings found={found} />
          </>
        )}
        {network.tasks.length > 0 && (
          <Radio.Group value={mode} onChange={(event) => setMode(event.target.value as "replace" | "append")} aria-label={t("导入方式")}>
            <Radio value="append">{t("接在现有任务后面")}</Radio>
            <Radio value="replace">{t("替换现有的 {{n}} 项任务，不能撤销；不放心可以先另存方案", { n: network.tasks.length })}</Radio>
          </Radio.Group>
        )}
        {refused && <Button onClick={() => input.current?.click()}>{t("换一个文件")}</Button>}
      </div>
    </Modal>
  );
}
