import { BellOutlined, FlagOutlined } from "@ant-design/icons";
import type { Meta } from "../../../api/types";
import { formatDateTime } from "../../../kit/format";
import { StatusTag } from "../../../kit/StatusTag";
import { tk, useT } from "../../../i18n";
import type { TimelineItem } from "../api";
import { LateDays } from "./cells";
import { ChannelIcon, optionOf } from "../../../kit/channels";

const EVENTS: Record<string, string> = {
  "customer.registered": tk("登记了这个客户"),
  "customer.assigned": tk("分配了负责人"),
  "customer.merged": tk("合并了另一个客户"),
  "customer.merge_undone": tk("撤销了一次合并"),
  "customers.archived": tk("归档了这个客户"),
  "customers.restored": tk("恢复了这个客户"),
};

interface Props {
  item: TimelineItem;
  interactions: Meta | undefined;
  feedbacks: Meta | undefined;
  /** Under a month's heading the entry shows its day as well. */
  inMonth: boolean;
  onOpen: () => void;
}

export function TimelineEntry(props: Props) {
  const { item } = props;
  if (item.kind === "event") return <EventLine {...props} />;
  return item.kind === "feedback" ? <FeedbackLine {...props} /> : <TalkLine {...props} />;
}

function When({ item, inMonth }: Pick<Props, "item" | "inMonth">) {
  const text = formatDateTime(item.at);
  return <time className="story-when muted small num" dateTime={item.at} title={text}>{inMonth ? text.slice(5) : text.slice(11)}{item.person && ` · ${item.person}`}</time>;
}

function TalkLine({ item, interactions, inMonth, onOpen }: Props) {
  const { t } = useT();
  const effect = optionOf(interactions, "effect", item.effect);
  const channel = optionOf(interactions, "channel", item.channel)?.label ?? item.channel;
  return (
    <li className="story-item">
      <ChannelIcon channel={item.channel} />
      <div className="story-body">
        <div className="row wrap story-title">
          <button type="button" className="plain story-link" onClick={onOpen}>{channel}{item.title && ` · ${item.title}`}</button>
          {effect && <StatusTag color={effect.color}>{effect.label}</StatusTag>}
          <LateDays value={item.late_days} />
          <When item={item} inMonth={inMonth} />
        </div>
        <p className="pre story-text">{item.body}</p>
        {item.result && <p className="pre second story-text">{t("结果：{{text}}", { text: item.result })}</p>}
        {item.next_contact_at && <p className="muted small num"><BellOutlined aria-hidden /> {t("约定下次联系 {{when}}", { when: formatDateTime(item.next_contact_at) })}</p>}
      </div>
    </li>
  );
}

function FeedbackLine({ item, feedbacks, inMonth, onOpen }: Props) {
  const { t } = useT();
  const state = optionOf(feedbacks, "state", item.state);
  const answered = item.state === "answered" || item.state === "closed";
  return (
    <li className="story-item feedback">
      <span aria-hidden className={item.feedback_kind === "complaint" ? "channel-icon complaint" : "channel-icon need"}><FlagOutlined /></span>
      <div className="story-body">
        <div className="row wrap story-title">
          <button type="button" className="plain story-link" onClick={onOpen}>{t("客户诉求 · {{kind}}", { kind: item.title })}</button>
          {state && <StatusTag color={answered ? "green" : "orange"}>{state.label}</StatusTag>}
          <When item={item} inMonth={inMonth} />
        </div>
        <p className="pre story-text">{item.body}</p>
        {item.result && <p className="pre second story-text">{t("答复：{{text}}", { text: item.result })}</p>}
      </div>
    </li>
  );
}

function EventLine({ item, inMonth }: Props) {
  const { t } = useT();
  const text = t(EVENTS[item.event ?? ""] ?? "");
  return (
    <li className="story-item event">
      <span aria-hidden className="story-dot" />
      <div className="story-body row wrap second small">
        <span>{text}{item.body && ` · ${item.body}`}</span>
        <When item={item} inMonth={inMonth} />
      </div>
    </li>
  );
}
