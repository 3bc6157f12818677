"""Words of documents that the firm edits."""

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "document_kind": [
        ("drawing", "图纸", "Drawing", "blue"),
        ("proposal", "方案", "Proposal", "purple"),
        ("minutes", "会议纪要", "Minutes", "cyan"),
        ("contract", "合同文件", "Contract paper", "gold"),
        ("certificate", "证照", "Certificate", "green"),
        ("specification", "规范与技术要求", "Specification", "geekblue"),
        ("report", "报告", "Report", "orange"),
        ("acceptance", "验收资料", "Acceptance record", "lime"),
        ("photo", "照片", "Photo", "default"),
        ("other", "其他", "Other", "default"),
    ],
    "drawing_discipline": [
        ("architecture", "建筑", "Architecture", "blue"),
        ("structure", "结构", "Structure", "purple"),
        ("plumbing", "给排水", "Plumbing", "cyan"),
        ("hvac", "暖通", "HVAC", "orange"),
        ("electrical", "电气", "Electrical", "gold"),
        ("weak_current", "弱电", "Low voltage", "lime"),
        ("fire", "消防", "Fire protection", "red"),
        ("interior", "装饰", "Interior", "magenta"),
        ("landscape", "景观", "Landscape", "green"),
        ("civil", "市政", "Civil works", "default"),
    ],
    "drawing_status": [
        ("ifi", "IFI 供参考", "IFI for information", "default"),
        ("ifr", "IFR 送审", "IFR for review", "orange"),
        ("ifa", "IFA 待批准", "IFA for approval", "gold"),
        ("ift", "IFT 招标用", "IFT for tender", "purple"),
        ("ifc", "IFC 施工用", "IFC for construction", "green"),
        ("as_built", "竣工图", "As built", "blue"),
    ],
    "transmittal_purpose": [
        ("review", "送审", "For review", "orange"),
        ("approval", "报批", "For approval", "gold"),
        ("construction", "施工用", "For construction", "green"),
        ("information", "参考", "For information", "default"),
        ("record", "存档", "For the record", "blue"),
    ],
    "transmittal_means": [
        ("link", "下载链接", "Download link", "blue"),
        ("mail", "电子邮件", "E-mail", "cyan"),
        ("courier", "快递", "Courier", "orange"),
        ("hand", "当面递交", "By hand", "green"),
    ],
}
