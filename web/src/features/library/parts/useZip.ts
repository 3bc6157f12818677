import { useNotify } from "../../../kit/notify";
import { trackJob } from "../../../resource/jobs/jobs";
import { startZip } from "../api";

/** Packs documents and folders in the background; the tray shows how far it is and then the file. */
export function useZip(): (what: { documents?: string[]; folders?: string[] }) => Promise<void> {
  const notify = useNotify();
  return async (what) => {
    try {
      trackJob((await startZip(what)).id);
    } catch (error) {
      notify.fail(error);
    }
  };
}
