import pytest

from comity.kernel import ComityError
from comity.node.interfaces.addresses import target

PUBLIC = "93.184.215.14"


def resolving(*addresses):
    return lambda _host, port: [(2, 1, 6, "", (each, port)) for each in addresses]


def test_the_connection_goes_to_the_address_that_was_judged():
    found = target("https://hook.example.org/a?b=1", (), resolving(PUBLIC))
    assert (found.url, found.host, found.header) == (
        f"https://{PUBLIC}:443/a?b=1", "hook.example.org", "hook.example.org"
    )  # fmt: skip
    found = target("https://hook.example.org:8443", (), resolving("2606:2800:21f:cb07:6820:80da:af6b:8b2c"))
    assert found.url == "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]:8443/"
    assert found.header == "hook.example.org:8443"


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1", "224.0.0.1",
     "255.255.255.255", "::1", "fc00::1", "fe80::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::",
     "64:ff9b::a00:1", "::", "ff02::1", "fe80::1%eth0"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused_however_written(address):
    with pytest.raises(ComityError) as refused:
        target("https://hook.example.org/", (), resolving(address))
    assert refused.value.code == "interfaces.address.private"
    with pytest.raises(ComityError):
        target("https://hook.example.org/", (), resolving(PUBLIC, address))


def test_networks_of_node_toml_are_let_through_and_no_others():
    assert target("https://a.example/", ("10.1.0.0/16",), resolving("10.1.2.3")).url.startswith("https://10.1.2.3:")
    with pytest.raises(ComityError):
        target("https://a.example/", ("10.1.0.0/16",), resolving("10.2.2.3"))


def test_without_https_only_this_machine_is_called():
    assert target("http://a.example:9/x", ("127.0.0.0/8",), resolving("127.0.0.1")).url == "http://127.0.0.1:9/x"
    for networks, address in (((), PUBLIC), (("10.0.0.0/8",), "10.0.0.1")):
        with pytest.raises(ComityError) as refused:
            target("http://a.example/", networks, resolving(address))
        assert refused.value.code == "interfaces.address.plain"


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example/", "file:///etc/passwd", "https://", "https://user:word@a.example/", "https://a.example/#x",
     "https://a.example:99999/", "https://a.example/\n", "https://a example/", "gopher://a", "https://[::1", "//a",
     "https://a.example/" + "x" * 500],
)  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(url):
    with pytest.raises(ComityError) as refused:
        target(url, (), resolving(PUBLIC))
    assert refused.value.code == "interfaces.address.form"


def test_numbers_that_a_system_reads_as_an_address_are_judged_as_it():
    for written in ("https://2130706433/", "https://127.1/", "https://0x7f000001/", "https://localhost/"):
        with pytest.raises(ComityError) as refused:
            target(written, ())
        assert refused.value.code in {"interfaces.address.private", "interfaces.address.name"}
