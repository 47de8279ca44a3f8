"""Web addresses as people type them, brought to the bare host."""

import re

_HOST = re.compile(r"^(?=.{4,200}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$")


def bare_host(value: str) -> str:
    """The host of a web address, lower case and without "www.". Raises `ValueError` with a sentence."""
    text = value.strip().lower()
    text = re.sub(r"^[a-z]+://", "", text).split("/")[0].split("?")[0].split("@")[-1].split(":")[0]
    text = text.removeprefix("www.").rstrip(".")
    if _HOST.match(text):
        return text
    joined = text.replace(" ", "")
    if " " in text and _HOST.match(joined):
        raise ValueError(f"A web address has no spaces. Did you mean {joined}?")
    raise ValueError("This is not a web address. Write it like northwind.com.")
