import { useState } from "react";
import { FilePdfOutlined } from "@ant-design/icons";
import { dayOf } from "../../../../kit/days";
import { formatDate, formatDateTime } from "../../../../kit/format";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { letterPdf, type CaseChain, type ComingStep, type Letter, type PastLine } from "../../api";
import { nodesOf, type Node } from "../../model/chain";
import { MailState, Reply } from "../cells";

/** The dunning of a case as one vertical chain: what happened, where it stands, and what comes by itself when nobody answers. */
export function Chain({ chain, onLetter }: { chain: CaseChain; onLetter: (id: string) => void }) {
  const { t } = useT();
  const [today] = useState(() => dayOf(new Date()));
  const letters = new Map(chain.letters.map((letter) => [letter.id, letter]));
  return (
    <ol className="dun-chain" aria-label={t("催收过程")}>
      {nodesOf(chain, today).map((node) => (
        <li key={node.key} className={`dun-node ${node.type}${node.type === "past" ? ` ${node.tone}` : ""}`} aria-current={node.type === "now" ? "step" : undefined}>
          <NodeBody node={node} letters={letters} onLetter={onLetter} />
        </li>
      ))}
    </ol>
  );
}

function NodeBody({ node, letters, onLetter }: { node: Node; letters: Map<string, Letter>; onLetter: (id: string) => void }) {
  const { t } = useT();
  if (node.type === "past") return <Past line={node.line} letter={node.line.kind === "letter" ? letters.get(node.line.letter ?? "") : undefined} onLetter={onLetter} />;
  if (node.type === "coming") return <Coming step={node.step} days={node.days} />;
  if (node.closed) return <b>{t("已结案，不再催收")}</b>;
  return <><b>{t("现在")}</b> <span className="second">{node.waits || t("等待下一步到期；客户答复、付款或承诺后自动暂停")}</span></>;
}

function Past({ line, letter, onLetter }: { line: PastLine; letter?: Letter; onLetter: (id: string) => void }) {
  const { t } = useT();
  const people = [line.who?.label ?? line.by, line.contact && t("对方 {{name}}", { name: line.contact })].filter(Boolean).join(" · ");
  return (
    <>
      <div className="row between wrap dun-line">
        <b>{line.label}</b>
        <span className="muted small num">{formatDateTime(line.at)}{people && ` · ${people}`}</span>
      </div>
      {line.text && <div className="second pre">{line.text}</div>}
      {letter && (
        <div className="row wrap dun-letter">
          <button type="button" className="plain cell-link" onClick={() => onLetter(letter.id)}>{letter.name}</button>
          <MailState value={letter.mail_state} />
          <Reply value={letter.reply} />
          <a href={letterPdf(letter.id)} target="_blank" rel="noreferrer"><FilePdfOutlined aria-hidden /> PDF</a>
        </div>
      )}
    </>
  );
}

function Coming({ step, days }: { step: ComingStep; days: number }) {
  const { t } = useT();
  const when = days <= 0 ? t("即将执行") : t("{{n}} 天后", { n: days });
  return (
    <>
      <div className="row between wrap dun-line">
        <span><b>{step.name}</b>{step.again && <span className="muted small"> {t("（重复）")}</span>}</span>
        <span className="small num">{formatDate(step.on)} · {when}</span>
      </div>
      <div className="row wrap dun-does">
        {step.letter && <StatusTag color="blue">{t("自动发函")}</StatusTag>}
        {step.high_risk && <StatusTag color="red">{t("列为高风险")}</StatusTag>}
        {step.meeting && <StatusTag color="orange">{t("召集评审会")}</StatusTag>}
        {step.copies.length > 0 && <span className="small second">{t("抄送 {{n}} 类角色", { n: step.copies.length })}</span>}
        {step.tell.length > 0 && <span className="small second">{t("通知 {{n}} 类角色", { n: step.tell.length })}</span>}
        {step.unanswered > 0 && <span className="small second">{t("仅当连续 {{n}} 封未答复", { n: step.unanswered })}</span>}
      </div>
    </>
  );
}
