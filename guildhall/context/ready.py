"""Imported by the process from which helpers are forked, and by nothing else: what they need is set up once."""

import django

django.setup()
