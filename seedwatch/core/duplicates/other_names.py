"""Is what stands in the place of other wording another name? Told by its form, as no list holds all names.

Works on folded text (simplified characters, letters and digits only).
"""

from __future__ import annotations

from seedwatch.core.chinese.folding import fold_chars
from seedwatch.core.duplicates.align import Swap

#: The commonest family names. Those that begin many other words (于, 成, 时, 安, 常, 文 ...) are left out.
_FAMILY_NAMES = frozenset(
    fold_chars(
        "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
        "姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易贺赖龚樊兰殷施陶洪翟颜倪严牛温芦季俞章鲁葛伍申尤毕"
        "聂焦柳邢路岳齐梅庄辛管祝左涂谷祁耿牟卜詹褚游庞柯阮纪欧覃翁简辜连巫卓甘邬骆霍裴方"
    )
)
#: What names of places and of bodies named after places end in.
_PLACE_ENDS = frozenset("市县省区州镇乡村路街站队港岛湾")
_MOST_NAME = 4
_MOST_HOUSE = 8
#: What names of firms, shops, schools and clubs end in; of offices no two are in one another's place by chance.
_HOUSE_ENDS = tuple(
    fold_chars(
        "公司 集團 銀行 醫院 診所 大學 國小 國中 高中 小學 中學 餐廳 旅館 飯店 酒店 商行 商店 超市 藥局 工廠 電子 科技 "
        "證券 保險 建設 營造 食品 生技 球隊 球團 農會 漁會"
    ).split()
)


def is_other_name(swap: Swap) -> bool:
    """Two persons, two places of one kind, or two houses."""
    if _houses(swap):
        return True
    if not all(2 <= len(side) <= _MOST_NAME for side in (swap.ours, swap.theirs)):
        return False
    return _persons(swap) or _places(swap)


def _houses(swap: Swap) -> bool:
    """Two firms, shops, schools: of other characters throughout, each ending as such a name does."""
    ours, theirs = swap.ours, swap.theirs
    is_long = all(3 <= len(side) <= _MOST_HOUSE for side in (ours, theirs))
    ends = all(side.endswith(_HOUSE_ENDS) for side in (ours, theirs))
    return is_long and ends and not set(ours[:2]) & set(theirs[:2])


def _persons(swap: Swap) -> bool:
    if swap.before in _FAMILY_NAMES:  # two of one family name
        return len(swap.ours) == len(swap.theirs) == 2
    return all(len(side) <= 3 and side[0] in _FAMILY_NAMES for side in (swap.ours, swap.theirs))


def _places(swap: Swap) -> bool:
    return swap.after in _PLACE_ENDS or all(side[-1] in _PLACE_ENDS for side in (swap.ours, swap.theirs))
