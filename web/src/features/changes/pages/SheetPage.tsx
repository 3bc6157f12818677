import { useCallback, useEffect, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useMe } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import type { Ref } from "../../../api/types";
import { dayOf } from "../../../kit/days";
import { ErrorBox } from "../../../kit/ErrorBox";
import { PageHead } from "../../../kit/PageHead";
import { DetailSkeleton } from "../../../kit/Skeletons";
import { useT } from "../../../i18n";
import { sheetQuery, useSites, VARIATIONS, type Sheet } from "../api";
import { newDraft, type SheetDraft } from "../model/draft";
import { find, keep } from "../model/store";
import { SheetEditor } from "../parts/sheet/SheetEditor";
import { SheetView } from "../parts/sheet/SheetView";
import "../changes.css";

const Wait = () => <div className="page"><div className="panel"><DetailSkeleton /></div></div>;

/** A new sheet gets its id at once, so that coming back finds it. With `?project=` it begins with that project. */
export function NewSheet() {
  const me = useMe();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const wanted = params.get("project") ?? "";
  const sites = useSites("", Boolean(wanted));
  const ready = !wanted || !sites.isPending;
  useEffect(() => {
    if (!me || !ready) return;
    const site = sites.data?.items.find((one) => one.id === wanted);
    const contract = site?.contracts[0];
    const draft = { ...newDraft(me.id, dayOf(new Date()), Date.now()), project: site ? { id: site.id, label: site.label } : null, contract: contract ? { id: contract.id, label: contract.label } : null };
    void keep(draft).then(() => navigate(`/site-variations/${draft.id}`, { replace: true }));
  }, [me, ready]); // oxlint-disable-line react-hooks/exhaustive-deps
  return <Wait />;
}

/** One sheet: what this device still has of it, else what the server has. */
export function SheetPage() {
  const { t } = useT();
  const { id = "" } = useParams();
  const me = useMe();
  const navigate = useNavigate();
  const meta = useMeta(VARIATIONS);
  const [draft, setDraft] = useState<SheetDraft | null | undefined>(undefined);
  const owner = me?.id ?? "";
  useEffect(() => {
    if (!owner) return;
    setDraft(undefined);
    void find(id, owner).catch(() => null).then(setDraft);
  }, [id, owner]);
  const isNew = draft != null && draft.version === null;
  const sheet = useQuery({ ...sheetQuery(id), enabled: draft !== undefined && !isNew });
  const sent = useCallback(() => setDraft(null), []);
  useEffect(() => { document.title = `${String(sheet.data?.variation.name ?? (t("现场签证")))} · ${t("筑客")}`; }, [sheet.data, t]);
  if (draft) {
    return (
      <div className="page sheet-page">
        <PageHead title={draft.version === null ? t("填写现场签证单") : t("修改现场签证单")} />
        <SheetEditor key={draft.id} begun={draft} there={sheet.data?.photos ?? []} onSent={sent} onDropped={() => (draft.version === null ? void navigate("/site-variations", { replace: true }) : setDraft(null))} />
      </div>
    );
  }
  if (sheet.isError) return <div className="page"><div className="panel"><ErrorBox error={sheet.error} title={t("签证单没有加载成功")} onRetry={() => void sheet.refetch()} /></div></div>;
  if (draft === undefined || !sheet.data || !meta.data) return <Wait />;
  return <div className="page sheet-page"><SheetView sheet={sheet.data} meta={meta.data} onEdit={() => setDraft(draftOf(sheet.data, owner))} /></div>;
}

/** What the server has, to be changed on this device. */
function draftOf(sheet: Sheet, owner: string): SheetDraft {
  const row = sheet.variation;
  const text = (value: unknown) => (value === null || value === undefined ? "" : String(value));
  const number = (value: unknown) => (value === null || value === undefined ? undefined : Number(value));
  return {
    ...newDraft(owner, text(row.happened_on), Date.now()), id: row.id, version: row.version, project: row.project as Ref | null, contract: row.contract as Ref | null,
    name: text(row.name), place: text(row.place), reason: text(row.reason), days: text(row.days), sentPhotos: sheet.photos.length,
    position: { latitude: number(row.latitude), longitude: number(row.longitude), accuracy: number(row.accuracy) },
    lines: sheet.lines.length ? sheet.lines.map((one) => ({ name: one.name, uom: one.uom, quantity: String(Number(one.quantity)), price: text(one.unit_price) })) : [{ name: "", uom: "", quantity: "1", price: "" }],
  };
}
