import { useNavigate } from "react-router";
import { useMeta } from "../../../../api/meta";
import type { Row } from "../../../../api/types";
import { useNotify } from "../../../../kit/notify";
import { FormDrawer } from "../../../../resource/form/FormDrawer";
import { saveContent } from "../../api";

/** A new transmittal with these documents in it, each as it is now. */
export function SendOut({ project, documents, onClose }: { project: string; documents: string[]; onClose: () => void }) {
  const meta = useMeta("transmittals");
  const notify = useNotify();
  const navigate = useNavigate();
  if (!meta.data) return null;
  const fill = async (row: Row) => {
    try {
      await saveContent(row.id, { version: row.version, items: documents.map((document) => ({ document })), recipients: [] });
    } catch (error) {
      notify.fail(error);
    }
    onClose();
    void navigate(`/transmittals/${row.id}`);
  };
  return <FormDrawer meta={meta.data} row={null} initial={{ project, direction: "out" }} onClose={onClose} onSaved={(row) => void fill(row)} />;
}
