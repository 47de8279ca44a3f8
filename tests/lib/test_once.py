"""What a request reads once is kept for this request alone, and read anew after a write."""

import threading

import pytest

from guildhall.lib.once import forget, once, within_request


class Source:
    """A value that counts how often it was read."""

    def __init__(self):
        self.value, self.read = 1, 0

    def __call__(self):
        self.read += 1
        return self.value


@pytest.fixture
def source():
    return Source()


def test_within_a_request_it_is_read_once(source):
    with within_request():
        assert [once("key", source) for _n in range(3)] == [1, 1, 1]
        assert once("other", source) == 1
    assert source.read == 2


def test_the_next_request_reads_anew(source):
    for value in (1, 2):
        source.value = value
        with within_request():
            assert once("key", source) == value


def test_outside_of_a_request_nothing_is_kept(source):
    assert [once("key", source) for _n in range(3)] == [1, 1, 1]
    assert source.read == 3
    forget()  # and there is nothing to forget


def test_after_a_write_it_is_read_anew(source):
    with within_request():
        once("key", source)
        source.value = 2
        forget()
        assert once("key", source) == 2


def test_a_failing_request_leaves_nothing_behind(source):
    def fails():
        with within_request():
            return once("key", source) / 0

    with pytest.raises(ZeroDivisionError):
        fails()
    source.value = 2
    assert once("key", source) == 2


def test_two_requests_at_once_do_not_share(source):
    found = []

    def other():
        with within_request():
            source.value = 2
            found.append(once("key", source))

    with within_request():
        once("key", source)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        found.append(once("key", source))
    assert found == [2, 1]


def test_what_one_app_alone_changes_outlasts_the_acts_of_others(source):
    with within_request():
        once("rules", source, changed_by="protocols")
        source.value = 2
        forget("engagements")
        assert once("rules", source, changed_by="protocols") == 1
        forget("protocols")
        assert once("rules", source, changed_by="protocols") == 2
        source.value = 3
        forget()
        assert once("rules", source, changed_by="protocols") == 3
