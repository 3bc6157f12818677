import { useState } from "react";
import { Button, Dropdown } from "antd";
import { CheckOutlined, CloseOutlined, MoreOutlined } from "@ant-design/icons";
import { useNotify } from "../../kit/notify";
import { useT } from "../../i18n";
import { useDecide } from "./data";
import type { ApprovalDetail, ApprovalOfRecord, DecideVerb } from "./types";
import { VerbDialog } from "./VerbDialog";
import { DONE, VERBS } from "./words";

const MORE: DecideVerb[] = ["return", "add_before", "add_after", "hand_over", "remind", "withdraw", "copy", "comment", "reassign", "cancel"];
const DANGER: DecideVerb[] = ["cancel"];

/** What may be done with it now: 同意 and 驳回 as buttons, the one who submitted it 催办 and 撤回; the rest under 更多. */
export function Verbs({ item, brief }: { item: ApprovalDetail | ApprovalOfRecord; brief?: boolean }) {
  const { t } = useT();
  const notify = useNotify();
  const decide = useDecide(item);
  const [asking, setAsking] = useState<DecideVerb | null>(null);
  // On the page of a record only the usual steps; where to return to is known on the approval's own page.
  const can = item._can.filter((verb) => !(brief && verb === "return"));
  const turn = can.includes("approve");
  const shown: DecideVerb[] = turn ? [] : can.filter((verb) => verb === "remind" || verb === "withdraw");
  const rest = MORE.filter((verb) => can.includes(verb) && !shown.includes(verb));
  const start = (verb: DecideVerb) => {
    if (verb !== "remind") return setAsking(verb);
    decide.mutate({ verb, body: {} }, { onSuccess: () => notify.ok(t(DONE.remind)), onError: notify.fail });
  };
  return (
    <>
      {rest.length > 0 && (
        <Dropdown trigger={["click"]} placement="topRight" menu={{ items: rest.map((verb) => ({ key: verb, label: t(VERBS[verb]), danger: DANGER.includes(verb) })), onClick: ({ key }) => start(key as DecideVerb) }}>
          <Button icon={<MoreOutlined aria-hidden />} aria-label={t("更多操作")}>{t("更多")}</Button>
        </Dropdown>
      )}
      {shown.map((verb) => <Button key={verb} loading={decide.isPending && verb === "remind"} onClick={() => start(verb)}>{t(VERBS[verb])}</Button>)}
      {turn && <Button danger icon={<CloseOutlined aria-hidden />} onClick={() => start("reject")}>{t("驳回")}</Button>}
      {turn && <Button type="primary" icon={<CheckOutlined aria-hidden />} onClick={() => start("approve")}>{t("同意")}</Button>}
      {asking && <VerbDialog item={item} verb={asking} onClose={() => setAsking(null)} />}
    </>
  );
}
