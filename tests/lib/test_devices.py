"""Browsers and devices in words."""

import pytest

from guildhall.lib.devices import browser_of, system_of


@pytest.mark.parametrize(
    ("signs", "browser", "system"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
         "Safari/537.36 Edg/126.0.0.0", "Edge", "Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.5 Mobile/15E148 Safari/604.1", "Safari", "iPhone"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
         "Safari/537.36", "Chrome", "Chromebook"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0", "Firefox", "Mac"),
        ("curl/8.5", "", ""), ("", "", ""),
    ],
)  # fmt: skip
def test_what_it_is_called(signs, browser, system):
    assert (browser_of(signs), system_of(signs)) == (browser, system)
