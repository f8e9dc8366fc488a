"""Which short runs of ideographs are names of people: a surname, one or two characters more, and no place or word."""

from __future__ import annotations

import re

SURNAMES = frozenset(
    "王李張张劉刘陳陈楊杨黃黄趙赵吳吴周徐孫孙馬马朱胡郭何林高羅罗鄭郑梁謝谢宋唐許许韓韩鄧邓馮冯曹彭曾蕭萧肖田董潘袁蔡蔣蒋余"
    "于杜葉叶程魏蘇苏呂吕丁任盧卢姚沈鍾钟姜崔譚谭陸陆范汪廖石金韋韦賈贾夏付傅方鄒邹熊白孟秦邱丘侯江尹薛閆闫段雷龍龙黎史"
    "陶賀贺毛郝顧顾龔龚邵萬万覃武錢钱戴嚴严莫孔向常湯汤康易喬乔賴赖文施洪辛柯莊庄溫温翁詹涂塗游簡简凌卓古甘巫尤童管藍蓝"
    "連连歐欧倪裴畢毕翟安耿柳喻左符路宇栗奚牛關关岳齊齐伍龐庞樊蘭兰殷聞闻季焦鮑鲍單单祝華华章費费紀纪舒屈項项阮房解包甄"
    "盛霍駱骆苗鄔邬冷梅池祁鞠竇窦滕穆鄢宮宫成戚匡卞苟瞿車车仇桂佘嵇荊荆隋封桑艾烏乌應应談谈岑官麥麦刁諸诸商景邢羊敖明饒饒"
    "鹿師师危臧查牟胥時时樓楼婁娄戎寧宁虞習习沙蒙遲迟璩粘鈕闕阙魯鲁柏席曲鍾"
)
COMPOUND_SURNAMES = tuple(
    re.findall(
        r"\S+",
        "歐陽 欧阳 司馬 司马 諸葛 诸葛 上官 張簡 范姜 端木 皇甫 東方 东方 令狐 慕容 "
        "司徒 尉遲 尉迟 公孫 公孙 夏侯 長孫 宇文 ",
    )
)

#: Places and words of bylines that begin with a surname's character.
_NO_PEOPLE = frozenset(
    re.findall(
        r"\S+",
        "高雄 连江 連江 金門 金门 馬祖 马祖 溫州 温州 金華 金华 江西 江蘇 江苏 安徽 "
        "柏林 莫斯科 馬尼拉 马尼拉 華盛頓 华盛顿 華府 华府 石家莊 石家庄 成都 關島 "
        "关岛 喬治亞 乔治亚 盧森堡 卢森堡 羅馬 罗马 鄭州 郑州 徐州 許昌 许昌 韓國 "
        "韩国 安卡拉 黎巴嫩 蘇州 苏州 蘇格蘭 武漢 武汉 龍潭 石垣 包頭 包头 常州 "
        "温哥华 溫哥華 甘肃 甘肅 沈陽 沈阳 湯加 汤加 夏威夷 白宮 白宫 康乃爾 汪洋 "
        "古巴 葉門 叶门 史丹佛 高盛 雷神 戴爾 戴尔 安全 文化 文學 文学 文字 高層 "
        "高层 高級 高级 管理 方面 方式 時間 时间 時尚 时尚 時報 时报 時政 时政 時事 "
        "時論 时论 應用 应用 馬上 马上 商業 商业 商務 明天 明報 明报 任務 任务 連線 "
        "连线 單位 单位 成績 關注 关注 關係 向前 常務 項目 项目 施工 石油 金融 金管 "
        "林業 房產 房产 華爾街 華視 華為 华为 文匯 陸委 陆委 程序 高校 高等 高中 "
        "陶瓷 易經 鍾愛 喬丹 江湖 黃金 黄金 白銀 白银 石化 安排 成立 成長 成长 張貼 "
        "张贴 龍頭 龙头 田徑 田径 時裝 游戏 童書 管線 康健 房屋 車市 车市 金馬 金钟 "
        "查核 解讀 解读 解析 ",
    )
)
#: A word that ends so is an outlet, not a person.
_OUTLET_ENDS = frozenset("社報报網网攝摄")
_NAME = re.compile(r"[\u3400-\u9fff·•・]+")


def is_person_name(text: str) -> bool:
    """Can this be a Chinese person's name? Two to four ideographs, or a foreign name whose parts a dot joins."""
    if (
        not _NAME.fullmatch(text)
        or not 2 <= len(text) <= 12
        or text in _NO_PEOPLE
        or text[-1] in _OUTLET_ENDS
    ):
        return False
    if any(dot in text for dot in "·•・"):
        return True
    if text.startswith(COMPOUND_SURNAMES):
        return 3 <= len(text) <= 4
    if text[0] not in SURNAMES:
        return False
    return len(text) <= 3 or (len(text) == 4 and text[1] in SURNAMES and text[:2] not in _NO_PEOPLE)
