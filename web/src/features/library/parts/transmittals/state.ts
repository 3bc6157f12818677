import { tagOf } from "../../../../kit/StatusTag";
import { tk } from "../../../../i18n";

export const TransmittalState = tagOf({ draft: [tk("草稿"), "outline"], sent: [tk("已发送"), "blue"], acknowledged: [tk("已签收"), "green"], void: [tk("已作废"), "red"] });
