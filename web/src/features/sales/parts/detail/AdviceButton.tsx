import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { useMeta } from "../../../../api/meta";
import { useT } from "../../../../i18n";
import { useRow } from "../../../../resource/data/row";
import { CreateButton } from "../../../../resource/form/CreateButton";
import { recordPath } from "../../../../resource/registry";
import { RESOURCE, useMoves, type Advice } from "../../api";
import { useMoveFlow } from "../useMoveFlow";

const FollowDialog = lazy(() => import("../FollowDialog").then((module) => ({ default: module.FollowDialog })));
const FormDrawer = lazy(() => import("../../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** Children of an opportunity are shown in its tabs. */
const TABS: Record<string, string> = { opportunity_nodes: "nodes", opportunity_risks: "risks" };

/** The one click that does what is advised; nothing for people who may not. */
export function AdviceButton({ advice, first }: { advice: Advice; first: boolean }) {
  const { action } = advice;
  if (action.resource === RESOURCE && action.kind !== "create") return <OnOpportunity advice={advice} first={first} />;
  if (action.kind === "create") return <Create resource={action.resource} customer={action.id} />;
  if (action.kind === "follow") return <Create resource="interactions" customer={action.id} />;
  return <Open advice={advice} />;
}

function Create({ resource, customer }: { resource: string; customer: string }) {
  const { t } = useT();
  const meta = useMeta(resource).data;
  return meta ? <CreateButton meta={meta} initial={{ customer }} label={resource === "interactions" ? t("记一次沟通") : undefined} quiet /> : null;
}

function Open({ advice }: { advice: Advice }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { resource, id } = advice.action;
  const tab = TABS[resource];
  const open = () => void navigate(tab ? (advice.opportunity ? `/opportunities/${advice.opportunity.id}?tab=${tab}&child=${resource}.${id}` : `?tab=${tab}&child=${resource}.${id}`) : recordPath(resource, id));
  return <Button onClick={open}>{t("查看")}</Button>;
}

function OnOpportunity({ advice, first }: { advice: Advice; first: boolean }) {
  const { t } = useT();
  const navigate = useNavigate();
  const { action } = advice;
  const [open, setOpen] = useState<"follow" | "edit" | null>(null);
  const meta = useMeta(RESOURCE).data;
  const row = useRow(RESOURCE, action.id).data;
  const moves = useMoves({ id: action.id, version: row?.version ?? 0 }, action.kind === "move" && row !== undefined);
  const flow = useMoveFlow();
  if (!row || !meta) return null;
  const can = (verb: string) => row._can?.includes(verb) ?? false;
  const close = () => setOpen(null);
  const look = first ? ({ type: "primary" } as const) : {};
  const target = moves.data?.items.find((move) => move.stage.id === action.stage);
  const start = () => target && void flow.start({ id: row.id, version: row.version, name: String(row.name) }, { stage: target.stage.id, phase: target.phase, label: target.stage.label });
  return (
    <>
      {action.kind === "follow" && can("follow") && <Button {...look} onClick={() => setOpen("follow")}>{t("记一笔")}</Button>}
      {action.kind === "edit" && can("update") && <Button {...look} onClick={() => setOpen("edit")}>{t("去填写")}</Button>}
      {action.kind === "move" && can("move") && target && <Button {...look} loading={flow.busy !== null} onClick={start}>{t("推进")}</Button>}
      {action.kind === "quote" && <Button {...look} onClick={() => void navigate(`/opportunities/${action.id}?tab=quotations`)}>{t("去报价")}</Button>}
      {flow.dialog}
      <Suspense fallback={null}>
        {open === "follow" && <FollowDialog row={row} meta={meta} onClose={close} />}
        {open === "edit" && <FormDrawer meta={meta} row={row} focus={action.fields?.[0]} onClose={close} onSaved={close} />}
      </Suspense>
    </>
  );
}
