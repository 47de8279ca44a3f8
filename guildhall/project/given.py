"""Values from the environment: each is read here, and a wrong one is answered with a sentence that names it."""

import base64
import logging
import os
import re
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def number(name: str, default: int, least: int, most: int) -> int:
    """A whole number within limits."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name}={text} is no whole number from {least} to {most}.")
    return int(text)


def address(name: str, default: str) -> str:
    """The beginning of a public address, such as https://guildhall.example."""
    text = os.environ.get(name, "").strip() or default
    try:
        parts = urlsplit(text)
        _port, host = parts.port, parts.hostname
    except ValueError:
        host, parts = None, urlsplit("")
    if not host or parts.scheme not in ("http", "https"):
        raise ImproperlyConfigured(f"{name}={text} is no address: it begins with http:// or https:// and a host name.")
    return text.rstrip("/")


def level(name: str) -> str:
    """How much is logged: one of the words of Python's logging."""
    text = os.environ.get(name, "").strip().upper() or "INFO"
    if text not in (known := logging.getLevelNamesMapping()):
        raise ImproperlyConfigured(f"{name}={text} is none of {', '.join(sorted(known, key=lambda n: known[n]))}.")
    return text


def database(name: str) -> None:
    """Complain about an address of a database that none can have: the words of the library do not help."""
    parts, sentence = None, "it is like postgres://user:password@host:5432/name."
    try:
        parts = urlsplit(os.environ[name])
        _port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read ({error}): {sentence}") from error
    if parts.scheme not in ("postgres", "postgresql", "pgsql"):
        raise ImproperlyConfigured(f"{name} names no PostgreSQL: {sentence}")
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name} does not say which database of the server is meant: {sentence}")


def mail_server(env: environ.Env, name: str) -> dict[str, Any] | None:
    """The mail server, None where none is given."""
    if not os.environ.get(name, "").strip():
        return None
    try:
        return dict(env.email_url(name))
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} cannot be read: it is like smtp+tls://user:password@host:587.") from error


def imap(name: str) -> dict[str, Any] | None:
    """The mailbox in which returned e-mail arrives, None where none is given."""
    text = os.environ.get(name, "").strip()
    if not text:
        return None
    sentence = f"{name} is like imaps://user:password@host/INBOX."
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {sentence}") from error
    if parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username:
        raise ImproperlyConfigured(f"{name} names no mailbox: {sentence}")
    ssl = parts.scheme == "imaps"
    return {
        "ssl": ssl, "host": parts.hostname, "port": port or (993 if ssl else 143), "user": unquote(parts.username),
        "password": unquote(parts.password or ""), "folder": unquote(parts.path.strip("/")) or "INBOX",
    }  # fmt: skip


def webhook_secret(name: str) -> str:
    """The secret with which a mail service signs what it reports (Standard Webhooks); empty where none is given."""
    text = os.environ.get(name, "").strip()
    try:
        key = base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except ValueError:
        key = b""
    if text and len(key) < 24:
        raise ImproperlyConfigured(f"{name} is no secret: it is whsec_ and at least 24 random bytes in base64.")
    return text


def mailbox(name: str) -> str:
    """An e-mail address in lower case, without a tag of its own; empty where none is given."""
    text = os.environ.get(name, "").strip().lower()
    if text and not re.fullmatch(r"[a-z0-9._-]{1,30}@[a-z0-9-]+(\.[a-z0-9-]+)+", text):
        raise ImproperlyConfigured(f"{name}={text} is no e-mail address of the kind log@guildhall.example.")
    return text


def files(name: str) -> dict[str, Any]:
    """Where uploaded files lie: in the home, or in an S3-compatible store."""
    text = os.environ.get(name, "").strip()
    if not text:
        return {"BACKEND": "guildhall.files.storage.Folder"}
    sentence = f"{name} is like s3://key:secret@host:port/bucket/folder?region=name, or s3://bucket for Amazon's own"
    try:
        parts = urlsplit(text)
        port, more = parts.port, parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {sentence}.") from error
    bucket, _slash, folder = parts.path.strip("/").partition("/")
    if parts.scheme not in ("s3", "s3+http") or not parts.hostname or not (bucket or not parts.username):
        raise ImproperlyConfigured(f"{name} names no store: {sentence}.")
    options: dict[str, Any] = {"file_overwrite": False, "default_acl": None, "querystring_auth": True}
    if parts.username:  # a store of one's own, by its address
        protocol = "http" if parts.scheme == "s3+http" else "https"
        place = f"{bracketed(parts.hostname)}:{port}" if port else bracketed(parts.hostname)
        options |= {
            "access_key": unquote(parts.username), "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"{protocol}://{place}", "addressing_style": "path",
        }  # fmt: skip
    else:
        bucket, folder = parts.hostname, parts.path.strip("/")
    options |= {"bucket_name": bucket, "location": folder, "region_name": more.get("region", ["us-east-1"])[0]}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def bracketed(host: str) -> str:
    """A host as it stands in an address: one of IPv6 has colons of its own."""
    return f"[{host}]" if ":" in host else host
