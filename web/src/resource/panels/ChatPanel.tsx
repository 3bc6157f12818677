import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Button } from "antd";
import { ArrowDownOutlined } from "@ant-design/icons";
import { useMe } from "../../api/me";
import type { Comment } from "../../api/types";
import { uuid7 } from "../../api/uuid";
import { Empty } from "../../kit/Empty";
import { ErrorBox } from "../../kit/ErrorBox";
import { errorText } from "../../kit/errorText";
import { LinesSkeleton } from "../../kit/Skeletons";
import { useNotify } from "../../kit/notify";
import { useIsPhone } from "../../kit/useIsPhone";
import { useT } from "../../i18n";
import type { RecordProps } from "../registry";
import { Answered } from "./CommentsPanel";
import { CommentBox } from "./CommentBox";
import { entriesOf, type Outgoing } from "./chatModel";
import { Message, OnItsWay } from "./ChatMessage";
import { sendComment, useComments, useReading, useUnread, type Written } from "./comments";
import "./chat.css";

const NEAR = 80;

/** The comments on a record as a conversation: the newest below, what one sends shows at once and goes out when the line allows. */
export function ChatPanel({ resource, row }: RecordProps) {
  const { t } = useT();
  const me = useMe();
  const notify = useNotify();
  const list = useComments(resource, row.id);
  const unread = useUnread(resource, row.id);
  const [answered, setAnswered] = useState<Comment | null>(null);
  const [outgoing, setOutgoing] = useState<Outgoing[]>([]);
  // Where the new began when the conversation was opened; it stays there while one reads.
  const [firstNew, setFirstNew] = useState<string | null | undefined>();
  if (firstNew === undefined && unread.data) setFirstNew(unread.data.first);
  const newest = list.comments?.at(-1)?.id;
  useReading(resource, row.id, unread.isPending ? undefined : newest);
  const { box, away, down, moved } = useScroll(newest, list.comments?.[0]?.id, outgoing.length);

  // On a phone the head of the record fills the screen: the conversation comes up by itself.
  const whole = useRef<HTMLDivElement>(null);
  const phone = useIsPhone();
  useEffect(() => {
    if (phone) whole.current?.scrollIntoView({ block: "end" });
  }, [phone]);

  const go = async (message: Outgoing) => {
    setOutgoing((old) => [...old.filter((one) => one.id !== message.id), { ...message, failed: false }]);
    try {
      await sendComment(list.path, message.id, message.written, message.answered?.id);
      await list.refresh();
      setOutgoing((old) => old.filter((one) => one.id !== message.id));
    } catch (error) {
      notify.fail(errorText(error));
      setOutgoing((old) => old.map((one) => (one.id === message.id ? { ...one, failed: true } : one)));
    }
  };
  const send = (written: Written) => {
    void go({ id: uuid7(), at: new Date().toISOString(), written, answered, failed: false });
    setAnswered(null);
    down();
    return true;
  };
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const entries = entriesOf(list.comments ?? [], outgoing, me?.id, firstNew ?? null);
  const jump = (id: string) => document.getElementById(`said-${id}`)?.scrollIntoView({ block: "center" });
  return (
    <div className="chat" ref={whole}>
      <div className="chat-list" ref={box} onScroll={() => moved(more)} role="log" aria-label={t("项目沟通")} tabIndex={0}>
        {list.isPending && <LinesSkeleton />}
        {list.isError && !list.data && <ErrorBox error={list.error} title={t("消息没有加载成功")} onRetry={() => void list.refetch()} />}
        {list.hasNextPage && <div className="chat-day"><Button type="link" size="small" loading={list.isFetchingNextPage} onClick={more}>{t("更早的消息")}</Button></div>}
        {list.isSuccess && !entries.length && <Empty text={t("还没有人说话。发一条消息，项目成员都能看到。")} />}
        {entries.map((entry) => {
          if (entry.kind === "day") return <div key={entry.key} className="chat-day"><span>{entry.day}</span></div>;
          if (entry.kind === "new") return <div key={entry.key} className="chat-new"><span>{t("以下是新消息")}</span></div>;
          if (entry.kind === "outgoing") return <OnItsWay key={entry.key} message={entry.message} onAgain={() => void go(entry.message)} onDrop={() => setOutgoing((old) => old.filter((one) => one.id !== entry.key))} />;
          return <Message key={entry.key} comment={entry.comment} mine={entry.mine} goesOn={entry.goesOn} path={`${list.path}/${entry.key}`} onAnswer={() => setAnswered(entry.comment)} onJump={jump} onChanged={() => void list.refresh()} />;
        })}
      </div>
      {away && <Button className="chat-down" size="small" icon={<ArrowDownOutlined />} onClick={down}>{t("回到最新")}</Button>}
      <div className="chat-foot">
        {answered && <Answered comment={answered} onDrop={() => setAnswered(null)} />}
        <CommentBox chat busy={false} onSend={send} />
      </div>
    </div>
  );
}

/** Stays at the newest message while one is there; older ones come in above without moving what one reads. */
function useScroll(newest: string | undefined, oldest: string | undefined, sending: number) {
  const box = useRef<HTMLDivElement>(null);
  const place = useRef({ below: true, height: 0, oldest: undefined as string | undefined });
  const [away, setAway] = useState(false);
  const down = () => {
    place.current.below = true;
    setAway(false);
    const element = box.current;
    if (element) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const known = place.current;
    if (known.oldest && oldest !== known.oldest && !known.below) element.scrollTop += element.scrollHeight - known.height;
    else if (known.below) element.scrollTop = element.scrollHeight;
    known.oldest = oldest;
    known.height = element.scrollHeight;
  }, [newest, oldest, sending]);
  useEffect(() => {
    // Pictures come in after the text and make the list longer.
    const element = box.current;
    if (!element) return;
    const follow = () => { if (place.current.below) element.scrollTop = element.scrollHeight; };
    element.addEventListener("load", follow, true);
    return () => element.removeEventListener("load", follow, true);
  }, []);
  const moved = (atTop: () => void) => {
    const element = box.current;
    if (!element) return;
    place.current.height = element.scrollHeight;
    place.current.below = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    setAway(!place.current.below);
    if (element.scrollTop < NEAR && !place.current.below) atTop();
  };
  return { box, away, down, moved };
}
