import { Modal } from "antd";
import { ExclamationCircleFilled } from "@ant-design/icons";
import { useT } from "../i18n";
import type { Question } from "./notify";

export default function ConfirmDialog({ question, onAnswer }: { question: Question; onAnswer: (yes: boolean) => void }) {
  const { t } = useT();
  return (
    <Modal open width={416} zIndex={1300} onCancel={() => onAnswer(false)} onOk={() => onAnswer(true)} okText={question.ok ?? t("确定")} cancelText={t("取消")}
      okButtonProps={{ danger: question.danger ?? false, autoFocus: true }} {...(question.alone ? { cancelButtonProps: { style: { display: "none" } }, closable: false, keyboard: false, mask: { closable: false } } : {})}
      title={<span className="row"><ExclamationCircleFilled style={{ color: question.danger ? "var(--danger)" : "var(--warning)" }} aria-hidden />{question.title}</span>}>
      {question.text && <div className="second" style={{ paddingInlineStart: 24 }}>{question.text}</div>}
    </Modal>
  );
}
