import { CoffeeOutlined, EnvironmentOutlined, GlobalOutlined, MailOutlined, MessageOutlined, PhoneOutlined, TeamOutlined, WechatOutlined } from "@ant-design/icons";
import type { Meta, Option } from "../api/types";
import "./choices.css";

const ICONS: Record<string, React.ReactNode> = {
  phone: <PhoneOutlined />, visit: <EnvironmentOutlined />, wechat: <WechatOutlined />, meeting: <TeamOutlined />,
  email: <MailOutlined />, reception: <CoffeeOutlined />, website: <GlobalOutlined />,
};

/** The picture of a channel; channels that the firm has added get a speech bubble. */
export function ChannelIcon({ channel }: { channel: string | undefined }) {
  return <span aria-hidden className="channel-icon">{ICONS[channel ?? ""] ?? <MessageOutlined />}</span>;
}

export function optionsOf(meta: Meta | undefined, field: string): Option[] {
  return meta?.fields.find((one) => one.name === field)?.options ?? [];
}

export function optionOf(meta: Meta | undefined, field: string, value: string | undefined): Option | undefined {
  return optionsOf(meta, field).find((option) => option.value === value);
}
