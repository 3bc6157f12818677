import { Suspense, lazy, useState } from "react";
import { Button } from "antd";
import { useNavigate } from "react-router";
import { useCan } from "../../../api/me";
import { useMeta } from "../../../api/meta";
import { useT } from "../../../i18n";
import type { RecordProps } from "../../../resource/registry";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));

/** 申请付款 on a payable that is not settled. */
export function RequestButton({ row }: RecordProps) {
  const may = useCan()("payment_requests", "create");
  return may && row.direction === "expense" && ["open", "partial"].includes(String(row.state)) ? <Ask row={row} /> : null;
}

function Ask({ row }: Pick<RecordProps, "row">) {
  const { t } = useT();
  const navigate = useNavigate();
  const meta = useMeta("payment_requests");
  const [open, setOpen] = useState(false);
  if (!meta.data) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t("申请付款")}</Button>
      <Suspense fallback={null}>
        {open && <FormDrawer meta={meta.data} row={null} initial={{ receivable: row.id }} onClose={() => setOpen(false)} onSaved={(made) => { setOpen(false); void navigate(`/payment-requests?open=${made.id}`); }} />}
      </Suspense>
    </>
  );
}
