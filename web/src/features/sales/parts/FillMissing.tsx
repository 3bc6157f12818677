import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { useMeta } from "../../../api/meta";
import type { Ref } from "../../../api/types";
import { useT } from "../../../i18n";
import { useRow } from "../../../resource/data/row";
import { RESOURCE } from "../api";
import { waysFor } from "../model/missing";
import type { Check } from "../model/moves";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));
const FollowDialog = lazy(() => import("./FollowDialog").then((module) => ({ default: module.FollowDialog })));

/** The ways from what is missing to where it is filled in: the form at the first missing field, a note, the record's files and lists. */
export function FillMissing({ id, checks, onClose }: { id: string; checks: Check[]; onClose: () => void }) {
  const { t } = useT();
  const meta = useMeta(RESOURCE).data;
  const row = useRow(RESOURCE, id).data;
  const navigate = useNavigate();
  const [open, setOpen] = useState<"edit" | "follow" | null>(null);
  if (!meta || !row) return null;
  const ways = waysFor(checks, meta.form);
  const can = (verb: string) => row._can?.includes(verb) ?? false;
  const customer = row.customer as Ref | null;
  const go = (path: string) => {
    onClose();
    void navigate(path);
  };
  const done = () => {
    setOpen(null);
    onClose();
  };
  return (
    <div className="row wrap touch">
      {ways.field && can("update") && <Button onClick={() => setOpen("edit")}>{t("去填写")}</Button>}
      {ways.follow && can("follow") && <Button onClick={() => setOpen("follow")}>{t("记一笔")}</Button>}
      {ways.contacts && customer && <Button onClick={() => go(`/customers/${customer.id}?tab=contacts`)}>{t("去登记联系人")}</Button>}
      {ways.tabs.map((tab) => <Button key={tab.key} onClick={() => go(`/opportunities/${id}?tab=${tab.key}`)}>{t(tab.label)}</Button>)}
      <Suspense fallback={null}>
        {open === "edit" && <FormDrawer meta={meta} row={row} focus={ways.field ?? undefined} onClose={() => setOpen(null)} onSaved={done} />}
        {open === "follow" && <FollowDialog meta={meta} row={row} onClose={done} />}
      </Suspense>
    </div>
  );
}
