"""Where newsrooms are: ids as source files write them, with their names in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from seedwatch.core.model.text import Language

#: id -> names in zh-Hant, zh-Hans, en. Ids are ISO 3166 codes in lower case.
_NAMES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "tw": ("台灣", "台湾", "Taiwan"),
        "cn": ("中國大陸", "中国大陆", "Mainland China"),
        "hk": ("香港", "香港", "Hong Kong"),
        "sg": ("新加坡", "新加坡", "Singapore"),
        "us": ("美國", "美国", "United States"),
        "gb": ("英國", "英国", "United Kingdom"),
        "de": ("德國", "德国", "Germany"),
        "fr": ("法國", "法国", "France"),
        "jp": ("日本", "日本", "Japan"),
        "kr": ("韓國", "韩国", "South Korea"),
        "qa": ("卡達", "卡塔尔", "Qatar"),
        "eu": ("歐盟", "欧盟", "European Union"),
        "int": ("國際", "国际", "International"),
    }
)

REGIONS = frozenset(_NAMES)


def known_region(region: str) -> str:
    """The id itself. Raises ValueError for one that is not in the list."""
    if region and region not in REGIONS:
        raise ValueError(f"unknown region {region!r}; write one of {', '.join(sorted(REGIONS))}")
    return region


def region_name(region: str, language: Language) -> str:
    """The name that a reader of `language` knows; the id itself for one that is not in the list."""
    names = _NAMES.get(region)
    if names is None:
        return region
    return names[{Language.ZH_HANT: 0, Language.ZH_HANS: 1}.get(language, 2)]
