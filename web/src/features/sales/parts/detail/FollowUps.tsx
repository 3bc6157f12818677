import { BellOutlined } from "@ant-design/icons";
import { useMeta } from "../../../../api/meta";
import type { Meta } from "../../../../api/types";
import { ChannelIcon, optionOf } from "../../../../kit/channels";
import { dayOf, daysBetween, weekday } from "../../../../kit/days";
import { Empty } from "../../../../kit/Empty";
import { ErrorBox } from "../../../../kit/ErrorBox";
import { formatDateTime } from "../../../../kit/format";
import { LinesSkeleton } from "../../../../kit/Skeletons";
import { StatusTag } from "../../../../kit/StatusTag";
import { useT } from "../../../../i18n";
import { useTalks, type Talk } from "../../api";
import "../../sales.css";

/** The talks about an opportunity, newest first. */
export function FollowUps({ id }: { id: string }) {
  const { t } = useT();
  const talks = useTalks(id);
  const interactions = useMeta("interactions").data;
  if (talks.isPending) return <LinesSkeleton rows={3} />;
  if (talks.isError) return <ErrorBox error={talks.error} title={t("跟进记录没有加载成功")} onRetry={() => void talks.refetch()} />;
  if (!talks.data.items.length) return <Empty text={t("还没有跟进。记下第一笔，这里就有了开头。")} />;
  return <ol className="talks" aria-label={t("跟进记录")}>{talks.data.items.map((item) => <TalkLine key={item.id} item={item} meta={interactions} />)}</ol>;
}

function TalkLine({ item, meta }: { item: Talk; meta: Meta | undefined }) {
  const { t } = useT();
  const channel = optionOf(meta, "channel", item.channel)?.label ?? item.channel;
  const effect = optionOf(meta, "effect", item.effect);
  return (
    <li className="talk">
      <ChannelIcon channel={item.channel} />
      <div className="talk-body">
        <div className="row wrap talk-head">
          <b>{channel}{item.contact && ` · ${item.contact.label}`}</b>
          {effect && <StatusTag color={effect.color}>{effect.label}</StatusTag>}
          {item.late_days > 0 && <StatusTag color="outline">{t("补录 {{n}} 天", { n: item.late_days })}</StatusTag>}
          <When at={item.at} person={item.person} />
        </div>
        <p className="pre">{item.content}</p>
        {item.result && <p className="pre second">{t("结果：{{text}}", { text: item.result })}</p>}
        {item.next_contact_at && <p className="muted small num"><BellOutlined aria-hidden /> {t("约定下次联系 {{when}}", { when: formatDateTime(item.next_contact_at) })}</p>}
      </div>
    </li>
  );
}

function When({ at, person }: { at: string; person: string }) {
  const { t } = useT();
  const day = dayOf(at);
  const ago = daysBetween(day, dayOf(new Date()));
  const text = formatDateTime(at);
  const near = ago === 0 ? t("今天") : ago === 1 ? t("昨天") : ago < 7 ? `${text.slice(5, 10)} ${t(weekday(day))}` : text.slice(0, 10);
  return <time className="talk-when muted small num" dateTime={at} title={text}>{near}{ago < 7 && ` ${text.slice(11)}`}{person && ` · ${person}`}</time>;
}
