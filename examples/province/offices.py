"""The offices of an invented province, and the content of each: offices.py FOLDER [--scale 0.01] [--only N]

200 offices have 1,000,000 documents in all, between 500 and 20,000 each. Everything follows from the seed and the
numbers of office and document, so every machine makes the same bytes. No office, place or person here exists.
"""
import argparse
import datetime
import math
import pathlib
import random

SEED = 20261129
OFFICES, DOCUMENTS = 200, 1_000_000
LEAST, MOST = 500, 20_000
CITIES = ["甲州市", "乙州市", "丙州市", "丁州市", "戊州市", "己州市", "庚州市", "辛州市"]
COUNTIES = ["东川县", "南浦县", "西岭县", "北溪县", "中原区"]
BUREAUS = ["财政局", "教育局", "民政局", "司法局", "水务局", "卫生健康局", "应急管理局", "自然资源局", "市场监督管理局", "退役军人事务局"]
COLUMNS = [("zcwj", "政策文件"), ("ghjh", "规划计划"), ("czxx", "财政信息"), ("xzxk", "行政许可"), ("yjgl", "应急管理"), ("shbz", "社会保障")]
KINDS = ["通知", "意见", "公告", "实施方案", "管理办法", "工作要点"]
TOPICS = ["就业补助", "义务教育", "河道治理", "公共卫生", "养老服务", "城乡供水", "防汛抗旱", "市场准入", "档案管理", "政务公开", "优待抚恤", "安全生产",
          "预算编制", "土地复垦", "学籍管理", "法律援助", "食品检验", "道路养护", "信息共享", "住房保障"]
ACTS = ["做好", "加强", "规范", "推进", "落实", "优化", "完善", "组织开展"]
SENTENCES = ["各单位应当按照职责分工，明确责任人员和完成时限。", "申请材料齐全的，应当当场受理并出具凭证。", "所需经费列入年度预算，专款专用，接受审计监督。",
             "主管部门应当每半年向社会公布一次工作进展。", "对弄虚作假的，依法追究有关人员的责任。", "乡镇人民政府应当协助做好登记、核实和宣传工作。",
             "数据应当真实、准确、完整，不得重复报送。", "有关档案的保存期限不少于十年。", "对结果有异议的，可以自公布之日起十五日内提出复核申请。"]


def sizes():
    """The number of documents of each office; they add up to DOCUMENTS."""
    chance = random.Random(SEED)
    weights = [math.exp(chance.gauss(0, 0.8)) for _ in range(OFFICES)]
    low, high = 0.0, float(DOCUMENTS)
    for _ in range(100):  # find the factor that gives the right sum within the limits of an office
        factor = (low + high) / 2
        total = sum(min(MOST, max(LEAST, round(weight * factor))) for weight in weights)
        low, high = (factor, high) if total < DOCUMENTS else (low, factor)
    counts = [min(MOST, max(LEAST, round(weight * low))) for weight in weights]
    for n in range(DOCUMENTS - sum(counts)):  # the remainder of the rounding
        counts[n % OFFICES] += 1
    return counts


def office(number):
    """The name, the body, the level and the district of an office."""
    city, rest = CITIES[number % len(CITIES)], number // len(CITIES)
    county, bureau = COUNTIES[rest % len(COUNTIES)], BUREAUS[(number + rest) % len(BUREAUS)]
    if rest < len(COUNTIES):
        return {"title": f"{city}{bureau}", "body": f"{city}{bureau}", "level": "市级", "district": city}
    name = f"{city}{county}{bureau}第{number}分局"
    return {"title": name, "body": name, "level": "县级", "district": f"{city}/{county}"}


def name(number):
    """The name of an office's folder, with which its index numbers also begin."""
    return f"office-{number:03}"


def write(folder, number, count):
    """Writes the site's folder of one office: mulu.yaml and content/."""
    about = office(number)
    folder = pathlib.Path(folder)
    (folder / "content").mkdir(parents=True)
    columns = "".join(f"  - {{name: {label}, path: {path}}}\n" for path, label in COLUMNS)
    (folder / "mulu.yaml").write_text(
        f"title: {about['title']}信息公开目录\nagency: {{name: {about['body']}}}\ncolumns:\n{columns}", encoding="utf-8")
    for n in range(count):
        chance = random.Random(f"{SEED}/{number}/{n}")
        day = datetime.date(2012, 1, 1) + datetime.timedelta(days=chance.randrange(5400))
        path, _ = COLUMNS[chance.randrange(len(COLUMNS))]
        title = f"关于{chance.choice(ACTS)}{chance.choice(TOPICS)}和{chance.choice(TOPICS)}工作的{chance.choice(KINDS)}"
        text = "\n\n".join("".join(chance.choices(SENTENCES, k=chance.randrange(2, 6))) for _ in range(chance.randrange(2, 7)))
        until = f"date_expires: {day.replace(day=1, year=day.year + 5)}\n" if chance.random() < 0.2 else ""
        (folder / "content" / f"{n:05}.md").write_text(
            f"---\ntitle: {title}\nindex_number: {name(number)}/{day.year}-{n:05}\n"
            f"document_number: 甲发{number}〔{day.year}〕{n}号\ncategory: {path}\ndate_created: {day}\n{until}---\n\n{text}\n",
            encoding="utf-8")


def scaled(scale):
    """The number of documents of each office in a smaller province."""
    return [max(1, round(count * scale)) for count in sizes()]


def portal(folder, numbers):
    """Writes portal.yaml for the sites, which are in `sites/` beside it."""
    lines = ["title: 甲省政府信息公开目录", "agency: {name: 甲省人民政府}", "members:"]
    for number in numbers:
        about = office(number)
        lines.append(f"  - {{path: sites/{name(number)}, title: {about['title']}, body: {about['body']}, "
                     f"level: {about['level']}, district: {about['district']}, address: ../sites/{name(number)}/}}")
    (pathlib.Path(folder) / "portal.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("folder")
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--only", type=int, help="one office; without it the file portal.yaml")
    chosen = options.parse_args()
    if chosen.only is None:
        pathlib.Path(chosen.folder).mkdir(parents=True, exist_ok=True)
        portal(chosen.folder, range(OFFICES))
    else:
        write(chosen.folder, chosen.only, scaled(chosen.scale)[chosen.only])
