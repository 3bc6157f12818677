import { Fragment } from "react";
import { Button } from "antd";
import { PlusOutlined } from "@ant-design/icons";
import { useT } from "../../../i18n";
import { newBranch, type Place } from "../model/edit";
import * as edit from "../model/edit";
import type { BranchNode, FlowNode } from "../model/definition";
import { AddNode } from "./AddNode";
import { BranchCard } from "./BranchCard";
import type { Desk } from "./desk";
import { NodeCard } from "./NodeCard";

/** The flow from top to bottom, as it will run: from 提交 to 结束. */
export function Canvas({ desk }: { desk: Desk }) {
  const { t } = useT();
  return (
    <div className="fd-canvas" role="group" aria-label={t("流程图")}>
      <div className="fd-flow">
        <div className="fd-end"><b>{t("提交审批")}</b><span className="muted small">{t("由提交人发起")}</span></div>
        <Stack nodes={desk.definition.nodes} branch={null} desk={desk} />
        <div className="fd-end"><b>{t("结束")}</b><span className="muted small">{t("全部同意，审批通过")}</span></div>
      </div>
    </div>
  );
}

function Stack({ nodes, branch, desk }: { nodes: FlowNode[]; branch: string | null; desk: Desk }) {
  const place = (index: number): Place => ({ branch, index });
  return (
    <div className="fd-stack">
      <AddNode desk={desk} place={place(0)} />
      {nodes.map((node, i) => (
        <Fragment key={node.id}>
          {node.kind === "branch" ? <Fork node={node} desk={desk} /> : <NodeCard node={node} first={i === 0} last={i === nodes.length - 1} desk={desk} />}
          <AddNode desk={desk} place={place(i + 1)} />
        </Fragment>
      ))}
    </div>
  );
}

/** Conditions side by side; the first that holds is taken. */
function Fork({ node, desk }: { node: BranchNode; desk: Desk }) {
  const { t } = useT();
  const add = () => {
    const made = newBranch(t("条件 {{n}}", { n: node.branches.length }));
    desk.change(edit.addBranch(desk.definition, node.id, made));
    desk.open(made.id);
  };
  return (
    <section className="fd-fork" aria-label={node.name}>
      {!desk.readonly && <Button size="small" shape="round" icon={<PlusOutlined aria-hidden />} onClick={add} className="fd-fork-add">{t("添加条件")}</Button>}
      <div className="fd-branches">
        {node.branches.map((branch, i) => (
          <div key={branch.id} className="fd-branch">
            <BranchCard branch={branch} position={i} count={node.branches.length} desk={desk} />
            <Stack nodes={branch.nodes} branch={branch.id} desk={desk} />
          </div>
        ))}
      </div>
    </section>
  );
}
