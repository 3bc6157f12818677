import { Suspense, lazy } from "react";
import type { Meta } from "../../../../api/types";
import { useRow } from "../../../../resource/data/row";
import { RESOURCE } from "../../api";

const ActionDialog = lazy(() => import("../../../../resource/drawer/ActionDialog").then((module) => ({ default: module.ActionDialog })));
const FollowDialog = lazy(() => import("../FollowDialog").then((module) => ({ default: module.FollowDialog })));

export interface CardVerb { verb: "follow" | "lose"; id: string }

/** What the menu of a card asks for, once the record behind the card has been read. */
export function CardActions({ meta, asked, onClose, onDone }: { meta: Meta; asked: CardVerb; onClose: () => void; onDone: () => void }) {
  const row = useRow(RESOURCE, asked.id).data;
  const action = meta.actions.find((one) => one.name === asked.verb);
  if (!row || !action) return null;
  const close = () => {
    onClose();
    onDone();
  };
  return (
    <Suspense fallback={null}>
      {asked.verb === "follow" ? <FollowDialog row={row} meta={meta} onClose={close} /> : <ActionDialog meta={meta} row={row} action={action} onClose={close} />}
    </Suspense>
  );
}
