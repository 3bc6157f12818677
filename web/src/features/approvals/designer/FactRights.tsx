import { Select } from "antd";
import { tk, useT } from "../../../i18n";
import type { ApproveNode } from "../model/definition";
import type { Desk } from "./desk";

type Right = "hidden" | "read" | "edit";
const WORDS: Record<Right, string> = { read: tk("可看"), hidden: tk("不可看"), edit: tk("可修改") };

/** What those who decide here see of the record, and may fill in. */
export function FactRights({ node, desk, onChange }: { node: ApproveNode; desk: Desk; onChange: (fields: Record<string, Right>) => void }) {
  const { t } = useT();
  const facts = desk.approvable.facts;
  if (!facts.length) return null;
  const set = (name: string, right: Right) => {
    const { [name]: _old, ...rest } = node.fields ?? {};
    onChange(right === "read" ? rest : { ...rest, [name]: right });
  };
  return (
    <fieldset className="fd-rights">
      <legend className="field-label">{t("这个节点能看到什么")}</legend>
      <ul>
        {facts.map((fact) => (
          <li key={fact.name} className="row between">
            <span id={`fd-fact-${fact.name}`}>{fact.label}</span>
            <Select size="small" aria-labelledby={`fd-fact-${fact.name}`} style={{ width: 104 }} value={node.fields?.[fact.name] ?? "read"} disabled={desk.readonly} onChange={(right: Right) => set(fact.name, right)}
              options={(fact.editable ? (["read", "hidden", "edit"] as const) : (["read", "hidden"] as const)).map((right) => ({ value: right, label: t(WORDS[right]) }))} />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
