"""Secrets out of everything that is shown or kept about a fetch: the one function for all outputs.

Out go user names and passwords in addresses, values of parameters that are named like secrets, and
credentials of HTTP headers. An address keeps its shape, so that one still sees which it is.
"""

from __future__ import annotations

import re

#: What stands in a secret's place.
MASK = "***"

#: Names of parameters, without "-", "_" and ".", whose values are secrets whatever they look like.
_SECRET_NAMES = (
    "token|secret|password|passwd|passphrase|pwd|passwort|apikey|auth|authkey|authorization|accesskey|accesstoken"
    "|authtoken|bearer|bearertoken|clientsecret|credential|credentials|csrftoken|hmac|idtoken|jwt|oauthtoken"
    "|privatekey|refreshtoken|secretkey|sessiontoken|sharedsecret|sig|signature|signingkey|subscriptionkey"
    "|usertoken|feedtoken|feedkey|rsstoken|rsskey|xamzcredential|xamzsecuritytoken|xamzsignature|xapikey"
    "|xgoogcredential|xgoogsignature|googleaccessid|awsaccesskeyid"
)
#: Names of secrets by which outlets also number their articles and sections: a plain number is no secret.
_VAGUE_NAMES = "key|session|sessionid|sid|jsessionid|phpsessid|aspsessionid|pass|otp|hash"
_NAMES = frozenset(_SECRET_NAMES.split("|"))
_VAGUE = frozenset(_VAGUE_NAMES.split("|"))
#: Endings that make any name a secret's: "my_access_token", "x-goog-signature".
_ENDINGS = (
    "token",
    "secret",
    "password",
    "passwd",
    "apikey",
    "accesskey",
    "privatekey",
    "secretkey",
    "signature",
)
#: Longest number that may be an article's.
_LONGEST_NUMBER = 12

_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:(?://|\\\\)"
# All up to the last "@" before the path: browsers read it so, and passwords are pasted unescaped.
_USERINFO = re.compile(rf"(?P<scheme>{_SCHEME})(?P<user>[^\s/?#\\'\"<>@:]*)(?P<rest>[^\s/?#\\'\"<>]*)@")
_ESCAPED_USERINFO = re.compile(
    r"(?P<scheme>https?%3A%2F%2F)(?:(?!%2F|%3F|%23)[^\s/?#&'\"<>])+?%40", re.IGNORECASE
)
#: "user:password@host" without a scheme, as libraries quote the host that they cannot read.
_BARE = re.compile(r"(?<![\w/@.:%+-])(?!mailto:)[^\s/?#:@'\"<>(]+:[^\s/?#@'\"<>]+@(?=[\w\[])")
_NAME = re.compile(
    r"(?:^|[?&;#\s,({'\"]|%3F|%26)(?P<name>[^\s?&;#,(){}'\"<>=/:@]{1,60}?)(?P<is>=|%3D)", re.IGNORECASE
)
_VALUE = re.compile(r"'[^']*'|\"[^\"]*\"|[^&#\s'\"<>]*(?<![,.;:)\]}])")
#: The same inside an address that is itself the value of a parameter.
_ESCAPED_VALUE = re.compile(r"(?:(?!%26|%23)[^&#\s'\"<>])*", re.IGNORECASE)
_HEADER = re.compile(
    r"(?P<name>\b(?:proxy-)?authorization\b['\"]?\s*[:=]\s*\[?(?:b(?=['\"]))?['\"]?)(?:(?:basic|bearer|digest|token)\s+)?[^\s'\",]+",
    re.IGNORECASE,
)
#: One of these stands in every text that has anything to take out.
_SIGNS = ("@", "=", "%40", "%3d", "%3D", "uthorization", "UTHORIZATION")


def redact(text: str) -> str:
    """`text` (an address, a message, a log line) without secrets; the same text when it holds none.

    "https://me:pw@a.example/f?token=x" gives "https://***@a.example/f?token=***". Of a database's address the
    user stays: "postgresql://me:***@host/name". Idempotent.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    text = _USERINFO.sub(_without_userinfo, text)
    text = _ESCAPED_USERINFO.sub(rf"\g<scheme>{MASK}%40", text)
    text = _BARE.sub(f"{MASK}@", text)
    text = _HEADER.sub(rf"\g<name>{MASK}", text)
    return _without_values(text)


def redact_values(value: object) -> object:
    """`redact` on every string inside lists, tuples and dicts, such as the arguments of a run."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: redact_values(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [redact_values(each) for each in value]
    return value


def _without_userinfo(match: re.Match[str]) -> str:
    scheme, user, rest = match["scheme"], match["user"], match["rest"]
    if scheme.lower().startswith("http"):
        return f"{scheme}{MASK}@"  # services take a token as the user's name
    return f"{scheme}{user}:{MASK}@" if rest else match[0]


def _without_values(text: str) -> str:
    """Name by name, as the value of one that is no secret may hold an address with secrets of its own."""
    kept, at = [], 0
    for match in _NAME.finditer(text):
        if match.end() <= at:
            continue  # inside a value that is gone
        pattern = _VALUE if match["is"] == "=" else _ESCAPED_VALUE
        found = pattern.match(text, match.end())
        if found is not None and found[0] and _is_secret(match["name"], found[0]):
            kept += [text[at : match.end()], MASK]
            at = found.end()
    return "".join([*kept, text[at:]])


def _is_secret(name: str, value: str) -> bool:
    plain = re.sub(r"[-_.\[\]~]|%5B|%5D", "", name).lower()
    if plain in _VAGUE:
        return not (value.isdecimal() and len(value) <= _LONGEST_NUMBER)
    return plain in _NAMES or plain.endswith(_ENDINGS)
