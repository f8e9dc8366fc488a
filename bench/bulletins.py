"""Bulletins of our own wording: each made from a template, each an article of its own, and copies of some.

They are what breaks thresholds on shared text: markets, weather, prices, rituals, results, notices. Names
and figures are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

_FAMILY_NAMES = "林陳張王李黃吳蔡許曾葉呂郭邱沈姚孫馬方彭"
_GIVEN = "志明淑芬家豪怡君建宏美玲俊傑雅婷承翰欣怡冠宇佩珊柏翰詩涵宗憲惠如"
_TOWNS = ("淡水", "頭城", "埔里", "佳里", "枋寮", "玉里", "斗南", "苑裡", "大溪", "麻豆", "旗山", "鹿港")
_CITIES = ("太原", "洛阳", "芜湖", "宜昌", "柳州", "遵义", "襄阳", "绵阳", "扬州", "泉州", "赣州", "吉林")
_STATES = (
    *("智利", "肯尼亚", "越南", "塞尔维亚", "秘鲁", "尼泊尔", "芬兰", "约旦", "斐济", "加纳", "老挝"),
    *("乌拉圭", "阿曼", "赞比亚", "冰岛", "古巴", "马里", "泰国", "蒙古", "波兰", "希腊", "巴林", "卡塔尔"),
)
_PLACES = (
    "Ashford",
    "Millbrook",
    "Stanton",
    "Fairview",
    "Oakdale",
    "Bridgeport",
    "Kingsley",
    "Harlow",
    "Weston",
)
_FIRST = (
    "Daniel",
    "Maria",
    "Kevin",
    "Laura",
    "Peter",
    "Susan",
    "Marcus",
    "Elena",
    "Thomas",
    "Grace",
    "Victor",
)
_LAST = (
    "Whitlock",
    "Okafor",
    "Brandt",
    "Castillo",
    "Nakamura",
    "Doyle",
    "Petrov",
    "Lindgren",
    "Marsh",
    "Ferrante",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
)


@dataclass(frozen=True, slots=True)
class Bulletin:
    """family: name of its template. issue: bulletins of one issue are copies of each other."""

    family: str
    issue: str
    title: str
    text: str


class _Slots:
    """Values for the slots of a template, drawn anew for each issue and the same within it."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._drawn: dict[str, str] = {}

    def __getitem__(self, slot: str) -> str:
        """`kind` or `kind` with a number: each is drawn once, and no two of a kind are the same."""
        if slot not in self._drawn:
            kind = slot.rstrip("0123456789")
            taken = {value for other, value in self._drawn.items() if other.rstrip("0123456789") == kind}
            draws = (str(getattr(self, "_" + kind)()) for _ in range(100))
            self._drawn[slot] = next((value for value in draws if value not in taken), "")
        return self._drawn[slot]

    def _pct(self) -> str:
        return f"{self._rng.uniform(0.05, 4):.2f}"

    def _idx(self) -> str:
        return f"{self._rng.uniform(15000, 26000):,.2f}"

    def _pts(self) -> str:
        return f"{self._rng.uniform(3, 420):.2f}"

    def _sum(self) -> int:
        return self._rng.randint(800, 5200)

    def _rate(self) -> str:
        return f"{self._rng.uniform(29, 34):.3f}"

    def _price(self) -> str:
        return f"{self._rng.uniform(26, 34):.1f}"

    def _deg(self) -> int:
        return self._rng.randint(12, 36)

    def _mm(self) -> int:
        return self._rng.randint(10, 300)

    def _small(self) -> int:
        return self._rng.randint(2, 9)

    def _month(self) -> int:
        return self._rng.randint(1, 12)

    def _day(self) -> int:
        return self._rng.randint(1, 28)

    def _hour(self) -> int:
        return self._rng.randint(1, 23)

    def _mag(self) -> str:
        return f"{self._rng.uniform(3.5, 6.5):.1f}"

    def _km(self) -> str:
        return f"{self._rng.uniform(5, 70):.1f}"

    def _age(self) -> int:
        return self._rng.randint(21, 79)

    def _ball(self) -> str:
        return f"{self._rng.randint(1, 49):02d}"

    def _trend(self) -> str:
        return self._rng.choice(("漲", "跌", "小漲", "小跌"))

    def _move(self) -> str:
        return self._rng.choice(("rose", "fell", "gained", "lost", "added", "shed"))

    def _sky(self) -> str:
        return self._rng.choice(("晴時多雲", "陰短暫雨", "多雲", "陣雨或雷雨"))

    def _town(self) -> str:
        return self._rng.choice(_TOWNS)

    def _city(self) -> str:
        return self._rng.choice(_CITIES)

    def _state(self) -> str:
        return self._rng.choice(_STATES)

    def _name(self) -> str:
        return self._rng.choice(_FAMILY_NAMES) + "".join(self._rng.sample(_GIVEN, 2))

    def _place(self) -> str:
        return self._rng.choice(_PLACES)

    def _person(self) -> str:
        return f"{self._rng.choice(_FIRST)} {self._rng.choice(_LAST)}"

    def _weekday(self) -> str:
        return self._rng.choice(_DAYS)

    def _monthname(self) -> str:
        return self._rng.choice(_MONTHS)


#: family: (headline, text). `{kind}` or `{kindN}` is a slot, see `_Slots`.
TEMPLATES: dict[str, tuple[str, str]] = {
    "hant-market": (
        "台股{trend}{pts}點 收{idx}點",
        "集中市場{month}月{day}日加權指數以{idx2}點開出，盤中最高{idx3}點、最低{idx4}點，終場{trend}"
        "{pts}點，收在{idx}點，"
        "幅度{pct}%，成交值{sum}億元。三大法人合計買賣超{sum2}億元，其中外資{sum3}億元、投信{small}億元。\n"
        "電子類股指數{trend2}{pct2}%，金融類股指數{trend3}{pct3}%，傳產類股指數{trend4}{pct4}%。分析"
        "師認為，"
        "短線量能仍是觀察重點，投資人宜留意國際股市與匯率變化。",
    ),
    "hant-weather": (
        "{town}{sky} 高溫上看{deg}度",
        "氣象單位{month}月{day}日傍晚發布預報，明天{town}一帶{sky}，白天高溫約{deg}度，清晨低溫約"
        "{deg2}度，降雨機率{mm}%。"
        "{town2}及{town3}地區{sky2}，山區午後可能有局部大雨，累積雨量約{mm2}毫米。\n"
        "預報員提醒，早晚溫差大，外出請攜帶外套；海面風浪偏大，從事水上活動務必注意安全，沿海低窪地區"
        "應防範積水。",
    ),
    "hant-fuel": (
        "油價下週調整 95無鉛每公升{price}元",
        "國內汽柴油零售價格自下週一凌晨零時起調整，調整後的參考零售價格分別為92無鉛汽油每公升{price2}"
        "元、95無鉛汽油每公升{price}元、"
        "98無鉛汽油每公升{price3}元、超級柴油每公升{price4}元。業者表示，本週國際原油價格受到產油國會"
        "議與庫存數據影響而波動，"
        "依浮動油價機制計算後，並採行亞鄰最低價與雙緩漲機制，由公司吸收部分漲幅，以減輕民眾負擔。",
    ),
    "hant-quake": (
        "{town}規模{mag}地震 最大震度{small}級",
        "{month}月{day}日{hour}時發生芮氏規模{mag}地震，震央位於{town}東方{km}公里，地震深度{km2}公里。"
        "各地最大震度方面，{town2}{small}級、{town3}{small2}級。消防單位表示，目前沒有接獲災情通報，"
        "鐵路系統依程序慢行檢查，提醒民眾留意餘震，檢查瓦斯與電源，避免靠近老舊建築與落石路段。",
    ),
    "hant-lottery": (
        "樂透第{sum}期開獎 頭獎上看{small}億",
        "樂透彩第{sum}期今晚開出，獎號依序為{ball}、{ball2}、{ball3}、{ball4}、{ball5}、{ball6}，特別"
        "號{ball7}。"
        "本期頭獎開出{small}注，獎金由中獎人均分；貳獎{day}注、參獎{day2}注。發行單位提醒，中獎人應於"
        "開獎次日起一年內攜帶彩券正本與身分證件領獎，"
        "逾期視同放棄，獎金歸公益彩券盈餘運用。",
    ),
    "hant-welcome": (
        "接見{name} 盼續為地方盡力",
        "市長今天上午在市政府會客室接見{town}農會總幹事{name}一行，肯定{name}多年來推動產銷班轉型、照"
        "顧小農的付出，"
        "也期盼農會持續扮演市府與農民之間的橋樑。{name}表示，感謝市府協助改善集貨場設施，未來將配合食"
        "農教育政策，讓更多學童認識在地農產。"
        "會後雙方互贈紀念品並合影留念，農業局、教育局主管也在場陪同。",
    ),
    "hans-welcome": (
        "国家领导人同{state}领导人举行会谈",
        "国家领导人{day}日下午在京同来华进行国事访问的{state}领导人举行会谈。两国领导人一致同意，"
        "推动中{state}关系持续健康稳定发展。中方指出，{state}是中国在该地区的重要伙伴，建交以来双方始"
        "终相互尊重、平等相待。"
        "中方愿同{state}加强发展战略对接，拓展贸易、基础设施、清洁能源等领域合作。"
        "{state}方表示，坚定奉行一个中国政策，愿学习借鉴中国发展经验。会谈后，两国领导人共同见证签署"
        "多项合作文件。",
    ),
    "hans-notice": (
        "{city}市原副市长{name}接受审查调查",
        "据纪检监察部门消息：{city}市原副市长{name}涉嫌严重违纪违法，目前正接受纪律审查和监察调查。"
        "{name}丧失理想信念，背弃初心使命，违规收受礼品礼金，利用职务便利为他人在工程承揽、企业经营等"
        "方面谋取利益，并非法收受财物。"
        "依据有关规定，经研究决定，给予{name}开除公职处分，收缴其违纪违法所得，将其涉嫌犯罪问题移送检"
        "察机关依法审查起诉，所涉财物一并移送。",
    ),
    "hans-repo": (
        "央行开展{sum}亿元逆回购操作",
        "为维护银行体系流动性合理充裕，人民银行{month}月{day}日以固定利率、数量招标方式开展了{sum}亿"
        "元7天期逆回购操作，"
        "操作利率与此前持平。由于当日有{sum2}亿元逆回购到期，公开市场实现净投放。业内人士表示，"
        "月末财政支出加快，资金面总体平稳，市场利率围绕政策利率波动，后续操作仍将灵活精准，保持流动性"
        "与融资需求相匹配。",
    ),
    "hans-weather": (
        "{city}市气象台{day}日{hour}时发布暴雨预警",
        "{city}市气象台{month}月{day}日{hour}时发布暴雨橙色预警信号：预计未来3小时，{city}大部分地区"
        "降雨量将达{mm}毫米以上，"
        "局地伴有雷电和{small}级以上短时大风。请有关单位和人员做好防范准备：切断有危险的室外电源，暂"
        "停户外作业；"
        "处于危险地带的单位应当停课、停业，采取专门措施保护已到校学生、幼儿和其他上班人员的安全；做好"
        "城市、农田的排涝。",
    ),
    "hans-boxoffice": (
        "单日票房{sum}万 {city}居首",
        "据行业统计平台数据，{month}月{day}日全国单日票房{sum}万元，观影人次{sum2}万，平均票价{price}元。"
        "分城市看，{city}以{sum3}万元居首，{city2}、{city3}分列二、三位。从影片看，前三名的份额分别为"
        "{pct}%、{pct2}%和{pct3}%。"
        "业内人士分析，工作日大盘较为平稳，周末新片上映后有望回升，影院排片也将作相应调整。",
    ),
    "en-market": (
        "Shares close as index {move} {pts} points",
        "The benchmark index {move} {pts} points, or {pct} percent, to end {weekday} at {idx}, after "
        "trading between "
        "{idx2} and {idx3} during the session. Turnover came to {sum} million shares. Technology name"
        "s {move2} {pct2} "
        "percent while banks {move3} {pct3} percent and energy stocks {move4} {pct4} percent.\n"
        "Traders said volumes stayed thin before the release of inflation figures later this week, an"
        "d that the "
        "currency would keep setting the tone for exporters.",
    ),
    "en-quake": (
        "Magnitude {mag} quake near {place}",
        "A magnitude {mag} earthquake struck {km} kilometers from {place} on {weekday}, the geologica"
        "l survey said. "
        "The quake hit at a depth of {km2} kilometers shortly after {small} a.m. local time. There we"
        "re no immediate "
        "reports of injuries or damage. Emergency services in {place} said they were checking bridges"
        " and gas lines "
        "as a precaution and asked residents to expect aftershocks in the coming days.",
    ),
    "en-arrest": (
        "{place} driver, {age}, charged after traffic stop",
        "{person}, {age}, of {place}, was charged with driving while impaired after a traffic stop on"
        " {weekday} night, "
        "police said. An officer saw the vehicle cross the center line several times before pulling i"
        "t over near the "
        "county fairgrounds. {person} declined a breath test and was taken to the county jail, where "
        "bail has not been "
        "set. Court records did not list a lawyer who could speak on behalf of the driver. The charge"
        " is a misdemeanor.",
    ),
    "en-results": (
        "{place} beat {place2}",
        "{place} beat {place2} on {weekday} night in front of a home crowd that stayed until the last"
        " whistle. "
        "{person} opened the scoring early in the first half and {person2} added a second before the "
        "break. The "
        "visitors pulled one back from the penalty spot but could not find an equalizer despite late "
        "pressure. The "
        "coach praised the defense afterwards and said the squad would rest before the cup tie at the"
        " weekend.",
    ),
    "en-claims": (
        "Jobless claims at {sum},000 last week",
        "Applications for unemployment benefits came to {sum},000 in the week ended {monthname} {day}"
        ", the labor "
        "department reported. The four-week average, which evens out swings from week to week, was "
        "{sum2},000. "
        "Continuing claims, filed by people who received aid before, stood at {sum3},000. Economists "
        "watch the "
        "report for early signs of layoffs; claims have stayed within a narrow range while hiring has"
        " slowed.",
    ),
    "en-condolence": (
        "President mourns death of {person}",
        "The president on {weekday} mourned the death of {person}, calling the former minister a devo"
        "ted public "
        "servant who never forgot the people of {place}. In a message to the family, the president sa"
        "id the nation had "
        "lost a patient negotiator and a generous colleague. {person} entered politics after two deca"
        "des as a school "
        "teacher and served in three cabinets. A memorial service will be held at the town hall; deta"
        "ils will follow.",
    ),
}


def bulletins(family: str, issues: int, seed: int = 1, copied: int = 0) -> Iterator[Bulletin]:
    """Up to `issues` bulletins of one family; the first `copied` of them are followed by a copy each.

    Headlines differ. A copy has an agency line and a footer, and may have another headline and lack its end.
    """
    rng = random.Random(f"{family}/{seed}")
    titles: set[str] = set()
    for number in range(issues):
        made = next((each for each in _drawn(family, number, rng) if each.title not in titles), None)
        if made is None:
            return
        titles.add(made.title)
        yield made
        if number < copied:
            yield _copied(made, rng)


def _drawn(family: str, number: int, rng: random.Random) -> Iterator[Bulletin]:
    headline, text = TEMPLATES[family]
    for _ in range(1000):
        slots = _Slots(rng)
        yield Bulletin(family, f"{family}/{number}", _filled(headline, slots), _filled(text, slots))


def _filled(template: str, slots: _Slots) -> str:
    pieces = template.replace("}", "{").split("{")
    return "".join(slots[piece] if n % 2 else piece for n, piece in enumerate(pieces))


def _copied(made: Bulletin, rng: random.Random) -> Bulletin:
    is_english = made.family.startswith("en-")
    agency = "(Wire services) " if is_english else "（本社綜合報導）"
    footer = "\nCopyright, all rights reserved." if is_english else "\n版權所有，未經許可不得轉載"
    stop = ". " if is_english else "。"
    sentences = made.text.split(stop)
    kept = sentences[:-2] if rng.random() < 0.3 and len(sentences) > 3 else sentences
    title = rng.choice((made.title, "Briefly: " + made.title if is_english else "快訊／" + made.title))
    return Bulletin(made.family, made.issue, title, agency + stop.join(kept) + footer)
