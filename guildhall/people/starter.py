"""Terms of use to begin with, for people to adapt before they publish them (C22)."""

TERMS = """1. Whatever I write about an employer, I write as if the employer read it.

2. E-mail addresses and telephone numbers of contacts are for working with that employer, and for nothing else. I take \
them to no list of my own.

3. What is restricted stays where it is until it is shared.

4. I sign in as myself, and leave no open screen behind.

5. What I export, I delete when I have used it."""
