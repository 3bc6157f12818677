"""Words by which a business card, a signature or a register snippet is read: labels, surnames, titles, departments, company forms."""

import re

from .wordlists import words

HAN = "\u4e00-\u9fff"

_SINGLE_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
    "秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅"
    "童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应"
    "臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝官封谈匡鞠惠荆乐冀郁胥南班储原栗燕楚鄢劳谌奚皮粟冼蔺楼盘满闻位厉伊仝区郜海阚花权强帅屠豆朴盖练廉禹井祖漆巴丰支卿国狄平计索宣晋相初门云容敬来扈晁芮都普阙浦戈伏鹿薄邸雍辜羊阿乌母裘亓修邰赫杭况那宿鲜印逯隆茹诺战慕危玉银亢嵇公哈湛宾戎勾茅利於呼居揭干但尉冶斯元束檀衣信展阴昝智幸奉植衡富尧闭由"
)
_COMPOUND_SURNAMES = (
    "欧阳 上官 司马 诸葛 司徒 东方 独孤 南宫 夏侯 皇甫 尉迟 公孙 慕容 令狐 长孙 宇文 轩辕 闻人 东郭 西门 端木 百里 呼延 申屠 太史 澹台 濮阳 淳于 单于 赫连 钟离 拓跋 万俟 完颜 第五 公冶 宗政"
)
COMPOUND = "|".join(words(_COMPOUND_SURNAMES))
SURNAME = f"(?:{COMPOUND}|[{_SINGLE_SURNAMES}])"
PERSON = f"(?:(?:{COMPOUND})[{HAN}]{{1,2}}|[{_SINGLE_SURNAMES}][{HAN}]{{1,2}})"
SPACED_PERSON = rf"[{_SINGLE_SURNAMES}] {{1,6}}[{HAN}](?: {{1,6}}[{HAN}])?"
# Words that begin with a surname's character and are no names.
NO_NAMES = frozenset(
    words(
        "谢谢 多谢 安排 安装 安全 方案 方便 方面 方式 成本 成立 成功 成都 成员 高新 高度 高级 高效 金额 金融 马上 余额 应该 应付 应收 应急 时间 时候 明天 明年 明确 常用 白天 毛利 毛坯 水泥 石材 "
        "石料 钱款 施工 施工方 施工员 施工图 施工队 项目 项目部 项目上 单位 单价 单独 单元 严格 严重 何时 全部 全国 全面 花园 花费 平方 平台 平时 平安 解决 解释 计划 计算 计量 曾经 关于 关系 关注 关键 简单 简介 左右 原因 原来 "
        "原件 原料 向来 路线 路桥 路面 管理 管道 管线 管材 支付 支持 支部 公司 公开 公路 公章 公寓 公园 信息 信用 信箱 信封 国家 国际 国内 国企 连接 连续 相关 相应 相同 来电 来访 来函 来源 初步 初稿 门窗 门市 门口 云南 容易 "
        "都是 普通 丰富 支出 商务 商业 商场 商品 商贸 师傅 和平 和您 区域 区别 海南 海外 海报 楼上 楼下 楼层 南京 南方 南通 南昌 南宁 宁波 宁夏 华东 华南 华北 华中 华西 温州 温馨 温度 江苏 江西 江南 江北 湖南 苏州 苏北 "
        "徐州 郑州 兰州 贺州 柳州 梅州 林业 林场 石油 石化 万元 万一 万科 文件 文化 文档 文员 武汉 武昌 武器 易于 经理 包括 包含 包装 包头 房产 房地产 房屋 房间 景观 景区 车间 车辆 车位 车站 车库 游客 纪要 纪检 党委 党群 "
        "党政 党员 党支部 费用 费率 农业 农村 农民 官方 官网 强电 强调 强度 权利 权限 权益 平米 元素 元旦 元件 干部 干净 干活 但是 展示 展会 展厅 展览 利用 利润 利息 居住 居民 智能 智慧 富阳 由于 衡水 杭州 明细 明白 "
        "许可 许可证 许多 汤泉 于是 余杭 易购 任务 任何 任职 段落 程序 程度 顾客 顾问 常务 常务副 何处 盛大 祝您 祝好 祝贺 祝福 祝顺 顺颂 谈判 谈谈 陈述 陈列 张贴 查看 查收 查询 查阅 查勘 全套 全称 全程 全天 边界 "
        "边坡 席位 冷却 冷库 冷水 位置 位于 荣誉 官员 封面 封闭 封样 储备 储存 原则 原始 班组 班长 班次 乐意 乐园 惠州 惠顾 鲜明 印章 印刷 修改 修建 修复 修缮 那么 那边 那个 国有 国资 国土 伊犁 居委会 支行 "
        "呼叫 索取 计价 宣传 宣布 相信 敬请 敬上 敬礼 此致 容量 公示 公告 公共 公积金 信件 信任 智造 由此 利率 植物 植被 幸会 幸福 展开 衡量 束缚 尽快 沙石 沙坪坝 米数 麻烦 明日 谷歌 金属 金华 金桥 黄金 黄山 黄河 马路 "
        "龙岗 龙华 严禁 左边 申请 申报 章程 时限 时刻 齐全 段位 康复 安徽 安庆 安阳 安康 司机 司法 明显 阳光 阳台 阳泉 成交 成果 成品 司徒 水电 童装 路口 路灯 路基 项次 费心 荣获 房型 广告 石家庄 向您 向贵 "
        "应聘 钟表 钟点 白色 黄色 蓝色 蓝图 高层 高速 高铁 高低 金秋 金地 包工 包干 包清工 管网 管件 管桩 柏油 解除 易损 范围 范本 陆续 万达 万吨 时代 毕竟 毕业 边上 连同 尚未 尚且 路段 路径 冷凝 全权 全体 计日 "
        "和谐 师范 商会 商标 商誉 商铺 楼盘 楼宇 楼板 盘点 农机 平整 平面 平面图 平均 支撑 支模 支架 支座 公用 公里 公斤 公顷 国标 国道 来看 来自 来样 门牌 门卫 云平台 云端 敬启 敬请查收 普查 普及 利好 居间"
    )
)
_TITLE_PREFIX = "|".join(
    words(
        "常务 执行 高级 中级 初级 首席 助理 注册 一级 二级 国家 资深 见习 代理 项目 部门 区域 大区 片区 市场 销售 采购 商务 财务 技术 工程 质量 安全 生产 行政 人事 人力资源 运营 品牌 产品 设计 方案 造价 预算 招标 投标 招采 "
        "成本 合约 合同 法务 研发 物资 设备 材料 客户 客服 售后 业务 营销 渠道 战略 投资 总经理 董事会 董事长 总裁 党委 党支部 党总支 分管 监理 专业 机电 土建 电气 结构 暖通 给排水 景观 装饰 幕墙 市政 园林 现场 施工 开发 "
        "前期 企划 策划 公关 审计 信息 数据 网络 仓储 物流 计划 经营 支部 办公室 综合 外联 拓展 实施 副 总 大 华东区? 华南区? 华北区? 华中区? 西南区? 西北区? 东北区? 分公司 部 处 科 室 组"
    )
)
_TITLE_CORE = "|".join(
    words(
        "董事长 总裁 总经理 副总 总工程师 总规划师 总建筑师 总会计师 总经济师 总监理工程师 总监 总代 总工 总助 经理 主任 处长 科长 局长 厅长 部长 院长 所长 厂长 店长 校长 站长 司长 行长 会长 理事长 秘书长 主席 书记 主管 负责人 联系人 "
        "工程师 建筑师 设计师 规划师 建造师 造价师 经济师 会计师 监理师 咨询师 审计师 律师 会计 出纳 采购员 业务员 销售员 施工员 预算员 造价员 资料员 安全员 质检员 质量员 材料员 监理员 技术员 测量员 试验员 实验员 管理员 科员 办事员 调研员 巡视员 "
        "秘书 助理 董秘 董事 监事 合伙人 创始人 队长 组长 班长 工长 专员 代表 文员 顾问 教授 研究员 讲师 主任医师 县长 市长 区长 镇长 乡长"
    )
)
_ENGLISH_TITLE = (
    r"(?:(?:Deputy|Vice|Senior|Chief|General|Project|Sales|Marketing|Purchasing|Procurement|Technical|Engineering|Regional|Executive|Managing|"
    r"Assistant|Business|Account|Financial?|Operations?|Construction|Cost|Contract) ){0,3}"
    r"(?:Manager|Director|Engineer|President|Chairman|Architect|Accountant|Secretary|Assistant|Supervisor|Officer|CEO|CTO|CFO|COO|Buyer)\b"
)
TITLE = rf"(?:(?:{_TITLE_PREFIX}){{0,4}}(?:{_TITLE_CORE})(?:助理|秘书)?|C[ETFOM]O|{_ENGLISH_TITLE})"
TITLES = rf"{TITLE}(?:\s?[/、兼&,]\s?{TITLE}){{0,3}}"
# How one speaks of somebody whose given name is not told: 王总, 李工, 张经理.
ADDRESSED = f"(?:总|工|董|局|处|{TITLE}|先生|女士|小姐|老师)"
_DEPARTMENT_WORDS = "|".join(
    words(
        "工程 市场 销售 采购 商务 财务 技术 质量 安全 生产 行政 人事 人力资源 人力 运营 品牌 产品 设计 造价 预算 招标 投标 招投标 成本 控制 合约 合同 法务 法律 事务 研发 研究 物资 设备 材料 客户 客服 业务 营销 渠道 战略 投资 "
        "发展 开发 项目 管理 综合 基建 后勤 保障 规划 建设 总经理 总裁 董事会 党委 党群 工会 纪检 监察 审计 信息 数据 档案 机电 土建 幕墙 装饰 景观 园林 市政 建筑 结构 暖通 电气 经营 计划 企划 策划 企业 公共 关系 资产 资金 资源 物业 招采 "
        "供应链 供应 物流 仓储 质检 质安 安环 环保 环境 节能 科技 科学 网络 服务 支持 售后 拓展 海外 国内 国际 区域 华东 华南 华北 华中 西南 西北 东北 前期 现场 施工 政府 公路 桥梁 水利 房建 住宅 商业 大客户 融资 证券 培训 住房 城乡 交通 "
        "政策 法规 监管 建管 质监 安监 执法 与 和 及 第 一 二 三 四 五 六 七 八 九 十"
    )
)
DEPARTMENT = rf"(?:(?:{_DEPARTMENT_WORDS}){{1,5}}(?:事业部|办公室|中心|部门|部|处|科|室|办)|办公室|财务室|总工办|总师办|基建办)"
_LEGAL_FORM = (
    r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|股份公司|总公司|公司|集团)(?:\(?[" + HAN + r"\d]{2,8}?(?:分公司|项目部|办事处|营业部)\)?)?"
)
COMPANY = rf"[{HAN}A-Za-z0-9&·()]{{2,40}}?{_LEGAL_FORM}(?![{HAN}]{{0,12}}公司)"
ENGLISH_COMPANY = r"[A-Z][\w&'-]*(?:[ .,&]{1,2}[\w&'()-]+){0,8}?,? ?(?:Co\.?, ?Ltd\b\.?|Company Limited|Limited\b|Ltd\b\.?|Inc\b\.?|Corp\b\.?|LLC\b|GmbH\b)"
INSTITUTION = (
    rf"[{HAN}()]{{2,30}}(?:局|厅|委员会|人民政府|管委会|管理处|指挥部|研究院|设计院|勘察院|规划院|医院|卫生院|大学|学院|学校|中学|小学|幼儿园|事务所|银行|支行|分行"
    r"|工厂|厂|合作社|商行|经营部|协会|商会|居委会|村委会|街道办事处|中心|项目部|指挥中心)"
)
# What people say before they name a firm.
BEFORE_COMPANY = re.compile(
    r"^.*?(?:我们?(?:这边)?是|这里是|这边是|来自|我们?在|就职于|任职于|供职于|公司是|单位是|叫做|客户是|业主是|甲方是|代表|关于|感谢|您?好|你好|是|联系|给|跟)(?=[^是]{4})"
)


def _label(names: str) -> str:
    """Labels of blank-separated names; the characters of a Chinese label may be spread (电　话)."""
    spread = (r" {0,6}".join(re.escape(c) for c in name) if not name.isascii() else re.escape(name) for name in words(names))
    return "|".join(sorted(spread, key=len, reverse=True))


# Fields and the labels that announce them. Those after `fax` announce what is read over.
LABELS = {
    "name": "企业名称 公司名称 单位名称 客户名称 机构名称 开票名称 公司全称 单位全称 发票抬头 抬头 名称 企业 公司 单位 工作单位 Company",
    "credit_code": "统一社会信用代码 社会信用代码 信用代码 纳税人识别号 税号 统一信用代码 统一代码 企业代码",
    "legal_representative": "法定代表人 法人代表 法人 企业法人 法定代表人姓名",
    "registered_capital": "注册资本 注册资金 注册资本金",
    "established_on": "成立日期 成立时间 注册日期 注册时间",
    "business_scope": "经营范围 业务范围 主营业务 主营",
    "contact_name": "联系人 联络人 姓名 联系人姓名 收件人 经办人 对接人 业务联系人 项目联系人 Contact Name Attn",
    "contact_position": "职务 职位 岗位 职称 Title Position",
    "contact_department": "部门 所属部门 所在部门 科室 Department Dept",
    "contact_phone": "手机 手机号 手机号码 移动电话 联系手机 Mobile Cell Mob M MP H/P",
    "contact_landline": "电话 座机 固话 固定电话 办公电话 公司电话 单位电话 联系电话 电话号码 联系方式 总机 热线 客服热线 Telephone Phone Tel T P",
    "contact_email": "邮箱 电子邮箱 电子邮件 邮件 联系邮箱 E-mail Email Mail E",
    "registered_address": "地址 注册地址 公司地址 企业地址 单位地址 办公地址 联系地址 通讯地址 通信地址 详细地址 住所 注册地 营业场所 Address Addr Add A",
    "website": "网址 网站 官网 公司网址 公司网站 主页 Website Web URL Http W",
    "contact_wechat": "微信 微信号 微信号码 WeChat Weixin WX VX V信",
    "fax": "传真 传真号码 公司传真 Fax F",
    "other": "邮编 邮政编码 QQ 开户行 开户银行 银行账号 银行帐号 账号 帐号 组织机构代码 注册号 工商注册号 经营状态 登记状态 登记机关 企业类型 公司类型 营业期限 核准日期 参保人数 实缴资本 "
    "所属行业 行业 曾用名 英文名 英文名称 备注 主题 发件人 收件人邮箱 时间 日期 P.C. Zip Postcode",
}
_GROUPS = "|".join(f"(?P<{field}>{_label(names)})" for field, names in LABELS.items())
# Behind a label stand a colon, or, at the beginning of a line, a blank; a label in two languages counts as one (电话/Tel:).
LABEL = re.compile(
    rf"(?<![A-Za-z0-9{HAN}])(?:{_GROUPS})(?:号码|号)?(?:\s?[/(\[]?\s?[A-Za-z][A-Za-z.\-]{{0,11}}[)\]]?)?[ \t]*(?:\([^()\n]{{1,8}}\)[ \t]*)?(?::+|=)[ \t]*"
    .replace("(?P<", "(?P<"),
    re.IGNORECASE,
)
LINE_LABEL = re.compile(rf"^[ \t]*[\W_]{{0,2}}(?:{_GROUPS})(?:[ \t]+|$)", re.IGNORECASE)
FIELD_LABELS = {
    "name": "客户名称", "credit_code": "统一社会信用代码", "contact_name": "联系人姓名", "contact_position": "联系人职务",
    "contact_department": "联系人部门", "contact_phone": "联系人手机", "contact_landline": "联系人座机", "contact_email": "联系人邮箱",
    "contact_wechat": "联系人微信", "registered_address": "注册地址", "region": "地区", "city": "城市", "website": "网站",
    "legal_representative": "法定代表人", "registered_capital": "注册资本", "established_on": "成立日期", "business_scope": "经营范围",
}  # fmt: skip
