import { Suspense, lazy } from "react";
import { useMeta } from "../../../api/meta";
import type { Ref } from "../../../api/types";
import { useNotify } from "../../../kit/notify";
import { useT } from "../../../i18n";
import { useList } from "../../../resource/data/list";
import { useRow } from "../../../resource/data/row";

const FormDrawer = lazy(() => import("../../../resource/form/FormDrawer").then((module) => ({ default: module.FormDrawer })));
const LogTalk = lazy(() => import("./LogTalk").then((module) => ({ default: module.LogTalk })));

interface Props {
  customer: Ref;
  /** Name of the gap as the server gives it: a field of the customer, or `has_…` for what hangs on it. */
  field: string;
  onClose: () => void;
}

/** Opens what fills a gap: the customer's form at the field, a contact's, a new address, a talk. */
export function FillGap({ customer, field, onClose }: Props) {
  return (
    <Suspense fallback={null}>
      {field === "has_interaction" ? <LogTalk customer={customer} onClose={onClose} />
        : field === "has_address" ? <NewChild resource="addresses" customer={customer} onClose={onClose} />
          : field === "has_contact" ? <NewChild resource="contacts" customer={customer} onClose={onClose} />
            : field.startsWith("has_contact_") ? <ContactGap customer={customer} field={field.replace("has_contact_", "")} onClose={onClose} />
              : <EditRow resource="customers" id={customer.id} focus={field} onClose={onClose} />}
    </Suspense>
  );
}

function useSaved(onClose: () => void) {
  const { t } = useT();
  const notify = useNotify();
  return () => {
    notify.ok(t("已保存"));
    onClose();
  };
}

function NewChild({ resource, customer, focus, onClose }: { resource: string; customer: Ref; focus?: string; onClose: () => void }) {
  const meta = useMeta(resource);
  const saved = useSaved(onClose);
  return meta.data ? <FormDrawer meta={meta.data} row={null} initial={{ customer: customer.id }} focus={focus} onClose={onClose} onSaved={saved} /> : null;
}

function EditRow({ resource, id, focus, onClose }: { resource: string; id: string; focus: string; onClose: () => void }) {
  const meta = useMeta(resource);
  const read = useRow(resource, id);
  const saved = useSaved(onClose);
  return meta.data && read.data ? <FormDrawer meta={meta.data} row={read.data} focus={focus} onClose={onClose} onSaved={saved} /> : null;
}

/** A number or address of a contact: of the primary one, or of a new one while there is none. */
function ContactGap({ customer, field, onClose }: Props) {
  const list = useList("contacts", { q: "", filter: ["customer", "=", customer.id], sort: "-is_primary,name" });
  if (list.isPending) return null;
  const first = list.rows[0];
  return first ? <EditRow resource="contacts" id={first.id} focus={field} onClose={onClose} /> : <NewChild resource="contacts" customer={customer} focus="name" onClose={onClose} />;
}
