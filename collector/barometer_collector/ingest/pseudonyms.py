"""A respondent is a person without a name: a keyed pseudonym of the account name, which itself is never stored."""

import hashlib
import hmac
import json
import unicodedata

_LENGTH = 32  # hexadecimal digits: 128 bits, more than enough to never meet twice


def normalised_account(account: str) -> str:
    """The name under which the same person is known on every system; "" when nothing is left of it.

    Width, case and outer spaces do not count. ``DOMAIN\\user`` and ``user@domain`` are ``user``: one person signs in
    as one on Windows and as the other on macOS. Two people with the same user name in two domains become one
    respondent; that counts one vote too few and shows nothing of anybody.
    """
    plain = unicodedata.normalize("NFKC", account).casefold().strip()
    name = plain.rpartition("\\")[2]
    return name.partition("@")[0].strip() or name.strip("@ ")


def pseudonym(secret: bytes, account: str) -> str:
    """HMAC-SHA256 with the installation's ``secret`` over the normalised account, 32 hexadecimal digits.

    Raises ValueError for an account of which nothing is left.
    """
    name = normalised_account(account)
    if not name:
        raise ValueError("account is empty: it must name the person who answered")
    return hmac.new(secret, b"respondent:" + name.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[
        :_LENGTH
    ]


def without_account(raw: str, secret: bytes) -> str:
    """The JSON text of an answer with the pseudonym in the place of the account name.

    What cannot be a name (no text, or nothing left of it) is taken out. Text that is no JSON object is given back as
    it is: it holds no field that is an account. Of an object that cannot be read nothing is kept: it may hold one.
    """
    try:
        item = json.loads(raw)
    except (ValueError, RecursionError):  # also a number of thousands of digits, or an escape that does not exist
        return "{}" if raw.lstrip().startswith("{") else raw
    if not isinstance(item, dict) or "account" not in item:
        return raw
    account = item.pop("account")
    if isinstance(account, str) and normalised_account(account):
        item["account"] = pseudonym(secret, account)
    return json.dumps(item)
