"""What a browser calls itself, in words that people know."""

# In this order: most browsers also name those whose pages they want to be served.
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"),
            ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "Chromebook"),
           ("Windows", "Windows"), ("Mac OS X", "Mac"), ("Linux", "Linux"))  # fmt: skip


def browser_of(user_agent: str) -> str:
    """The browser's name; empty for one that nobody knows."""
    return next((name for sign, name in BROWSERS if sign in user_agent), "")


def system_of(user_agent: str) -> str:
    """The name of the device or its system; empty where it does not say."""
    return next((name for sign, name in SYSTEMS if sign in user_agent), "")
