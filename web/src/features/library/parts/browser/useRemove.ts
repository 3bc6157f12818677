import { useConfirm, useNotify } from "../../../../kit/notify";
import { useT } from "../../../../i18n";
import { useMany } from "../../api";

/** Puts documents into the bin after a question, and names those that could not go. */
export function useRemove(onDone: () => void): (documents: string[]) => Promise<void> {
  const { t } = useT();
  const notify = useNotify();
  const confirm = useConfirm();
  const many = useMany();
  return async (ids) => {
    if (!(await confirm({ title: t("把 {{n}} 份资料移到回收站？", { n: ids.length }), text: t("以后可以从回收站恢复。"), ok: t("移到回收站"), danger: true }))) return;
    try {
      const answer = await many.mutateAsync({ ids, action: "archive" });
      if (answer.failed.length) notify.fail(answer.failed.map((one) => `${one.label}: ${one.message}`).join("\n"));
      else notify.ok(t("已把 {{n}} 份资料移到回收站", { n: answer.done }));
      onDone();
    } catch (error) {
      notify.fail(error);
    }
  };
}
