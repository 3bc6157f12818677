"""Dictionary entries that a new installation starts with: (code, Chinese, English, colour). The firm edits them afterwards."""

from zhuke.kernel.access import Actor

from .services.pool import enrol_engaged

DICTIONARIES: dict[str, list[tuple[str, str, str, str]]] = {
    "skill": [
        ("project_management", "项目管理", "Project management", "blue"),
        ("structure", "结构", "Structural work", "default"),
        ("architecture", "建筑", "Architecture", "default"),
        ("municipal", "市政", "Municipal works", "default"),
        ("mep", "机电安装", "Mechanical and electrical", "default"),
        ("fit_out", "装饰装修", "Fit-out", "default"),
        ("survey", "测量", "Surveying", "default"),
        ("cost", "造价", "Cost engineering", "gold"),
        ("bim", "BIM", "BIM", "cyan"),
        ("quality", "质量检查", "Quality control", "green"),
        ("safety", "安全管理", "Safety management", "orange"),
        ("materials", "材料", "Materials", "default"),
        ("documents", "资料", "Document control", "default"),
        ("rebar", "钢筋", "Reinforcement", "default"),
        ("formwork", "模板木工", "Formwork", "default"),
        ("concrete", "混凝土", "Concrete", "default"),
        ("masonry", "砌筑", "Masonry", "default"),
        ("welding", "焊接", "Welding", "red"),
        ("scaffolding", "架子", "Scaffolding", "red"),
        ("electrical", "电工", "Electrical work", "red"),
        ("plumbing", "管道", "Plumbing", "default"),
        ("lifting", "起重吊装", "Lifting", "red"),
        ("earthwork", "土方", "Earthwork", "default"),
        ("paving", "摊铺", "Paving", "default"),
    ],
    "certificate_kind": [
        ("constructor_1", "一级建造师", "Constructor, class 1", "blue"),
        ("constructor_2", "二级建造师", "Constructor, class 2", "blue"),
        ("cost_engineer", "造价工程师", "Cost engineer", "gold"),
        ("supervision", "监理工程师", "Supervision engineer", "default"),
        ("safety_a", "安全生产考核证 A 证", "Safety assessment certificate A", "orange"),
        ("safety_b", "安全生产考核证 B 证", "Safety assessment certificate B", "orange"),
        ("safety_c", "安全生产考核证 C 证", "Safety assessment certificate C", "orange"),
        ("special_work", "特种作业操作证", "Special operations certificate", "red"),
        ("special_equipment", "特种设备作业人员证", "Special equipment operator certificate", "red"),
        ("site_post", "施工现场岗位证", "Site post certificate", "default"),
        ("machine_inspection", "机械检验合格证", "Machine inspection certificate", "green"),
        ("machine_record", "起重机械备案证", "Lifting machine registration", "green"),
        ("health", "健康证明", "Health certificate", "default"),
        ("other", "其他", "Other", "default"),
    ],
    "absence_kind": [
        ("leave", "休假", "Leave", "blue"),
        ("sick", "病假", "Sick leave", "orange"),
        ("training", "培训", "Training", "cyan"),
        ("travel", "出差", "Business trip", "purple"),
        ("repair", "维修保养", "Repair and maintenance", "gold"),
        ("other", "其他", "Other", "default"),
    ],
}


def install(actor: Actor) -> int:
    """People who work on projects already come into the pool; returns how many."""
    return enrol_engaged(actor)
