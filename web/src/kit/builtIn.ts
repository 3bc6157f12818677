import { t, tk } from "../i18n";

/**
 * Names that a new installation brings. They are data, stored in Chinese, and a firm may rename them: a name that is still
 * the built-in one is shown in the reader's language, any other as it was written.
 */
const NAMES: Record<string, ReadonlySet<string>> = {
  stages: new Set([tk("潜在客户"), tk("意向客户"), tk("正式报价"), tk("签约"), tk("项目启动")]),
  roles: new Set([
    tk("系统管理员"), tk("子公司管理员"), tk("集团领导"), tk("子公司经理"), tk("销售主管"), tk("销售"), tk("市场"), tk("项目经理"), tk("技术"), tk("采购"),
    tk("质量"), tk("安全"), tk("现场工人"), tk("财务"), tk("财务总监"), tk("风控"), tk("客服"), tk("审计"),
  ]),
  role_texts: new Set([
    tk("管理组织、人员、角色和全部数据"), tk("管理本公司的组织、人员和任职"), tk("查看全集团的数据"), tk("负责本公司的客户和业务"),
    tk("负责本部门及下级的客户、线索和跟进"), tk("维护自己的客户，查看本部门的客户"), tk("线索、首次拜访和客户资料"), tk("深入跟进项目的客户，记录沟通和诉求"),
    tk("查看客户需求，答复技术问题"), tk("供应商和分包商"), tk("质量类意见和投诉"), tk("安全类意见和投诉"),
    tk("手机上记录现场情况"), tk("开票资料、合作金额和信用"), tk("全集团的金额和信用"), tk("客户信用和风险"),
    tk("接待来电来访，跟进诉求"), tk("查看全部数据和变更记录，不能修改"),
  ]),
  holidays: new Set([tk("元旦"), tk("春节"), tk("清明节"), tk("劳动节"), tk("端午节"), tk("中秋节"), tk("国庆节")]),
  cost_items: new Set([
    tk("人工费"), tk("自有人员"), tk("劳务班组"), tk("材料费"), tk("主要材料"), tk("周转材料"), tk("机械费"), tk("专业分包"), tk("措施费"),
    tk("安全文明施工"), tk("临时设施"), tk("现场管理费"), tk("差旅交通"), tk("业务招待"), tk("办公食宿"), tk("税金"), tk("其他费用"),
  ]),
};

/** The name of a record of `resource`, in the reader's language where it is one of the built-in names. */
export function builtIn(resource: string | null | undefined, name: string): string {
  return resource && NAMES[resource]?.has(name) ? t(name) : name;
}
