"""Ed25519 pinned: domains, tokens with one spelling, unfit keys."""

import pytest

from comity.crypto import SigningKey, check_public_key, encoding, key_id, verify, verify_document
from comity.crypto.canonical import canonical
from comity.crypto.signatures import token_key_id
from comity.kernel import InvalidInput

KEY = SigningKey.from_private(bytes(range(32)))
OTHER = SigningKey.from_private(bytes(range(1, 33)))
P = 2**255 - 19
ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"


def test_rfc_8032_test_1():
    key = SigningKey.from_private(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_a_signature_holds_for_its_domain_bytes_and_key_only():
    signature = KEY.sign("admission", b"data")
    verify(KEY.public, "admission", b"data", signature)
    for public, domain, data in [
        (OTHER.public, "admission", b"data"),
        (KEY.public, "head", b"data"),
        (KEY.public, "admission", b"date"),
    ]:
        with pytest.raises(InvalidInput, match="does not belong"):
            verify(public, domain, data, signature)


def test_a_document_is_signed_and_read_back():
    token = KEY.sign_document({"b": ["ខ្មែរ"], "a": 1})
    assert verify_document(token, KEY.public, depth=4) == {"a": 1, "b": ["ខ្មែរ"]}
    assert token_key_id(token) == KEY.key_id == key_id(KEY.public)


def _token(header, payload, key=KEY):
    signed = f"{encoding.encode(header)}.{encoding.encode(payload)}"
    return f"{signed}.{encoding.encode(key._key.sign(signed.encode()))}"


GOOD_HEADER = canonical({"alg": "Ed25519", "kid": KEY.key_id})


@pytest.mark.parametrize(
    "header",
    [
        canonical({"alg": "EdDSA", "kid": KEY.key_id}),
        canonical({"alg": "none", "kid": KEY.key_id}),
        canonical({"alg": "HS256", "kid": KEY.key_id}),
        canonical({"alg": "Ed25519", "kid": OTHER.key_id}),
        canonical({"alg": "Ed25519", "kid": KEY.key_id, "crit": ["b64"], "b64": False}),
        b'{"kid": "x", "alg": "Ed25519"}',
        b"[]",
    ],
)
def test_any_other_header_is_refused_although_well_signed(header):
    with pytest.raises(InvalidInput):
        verify_document(_token(header, b"{}"), KEY.public, depth=4)


@pytest.mark.parametrize("payload", [b'{"a": 1}', b"[]", b'{"a":1,"a":1}', b'{"a":[[[[[1]]]]]}'])
def test_a_payload_that_is_no_canonical_object_is_refused_although_well_signed(payload):
    with pytest.raises(InvalidInput):
        verify_document(_token(GOOD_HEADER, payload), KEY.public, depth=4)


def test_a_token_has_one_spelling():
    token = KEY.sign_document({"a": 1})
    assert token == _token(GOOD_HEADER, b'{"a":1}')
    stray = token[:-1] + chr(ord(token[-1]) + 1)
    for other in (token + "=", token + "\n", f" {token}", stray, token + ".", token.replace(".", ".é", 1), ""):
        with pytest.raises(InvalidInput):
            verify_document(other, KEY.public, depth=4)


def test_a_signature_over_bytes_is_never_a_token():
    token = KEY.sign_document({"a": 1})
    signed, signature = token.rsplit(".", 1)
    with pytest.raises(InvalidInput):
        verify(KEY.public, "", signed.encode(), encoding.decode(signature))


SMALL = [0, 1, P - 1, int.from_bytes(bytes.fromhex(ORDER_8), "little")]


@pytest.mark.parametrize("y", [*SMALL, P - SMALL[-1]])
@pytest.mark.parametrize("sign", [0, 1 << 255])
def test_small_order_keys_are_refused(y, sign):
    with pytest.raises(InvalidInput, match="small order"):
        check_public_key((y | sign).to_bytes(32, "little"))


def test_the_listed_points_really_have_small_order():
    d = -121665 * pow(121666, P - 2, P) % P
    y = SMALL[-1]
    x2 = (y * y - 1) * pow(d * y * y + 1, P - 2, P) % P
    # doubling a point of order 8 gives one of order 4: its y, (y²+x²)/(1-dx²y²), is 0
    assert (y * y + x2) % P == 0


@pytest.mark.parametrize("y", [P, P + 1, 2**255 - 1])
def test_non_canonical_keys_are_refused(y):
    with pytest.raises(InvalidInput, match="canonical"):
        check_public_key(y.to_bytes(32, "little"))


def test_bytes_that_are_no_point_are_refused():
    refused = 0
    for y in range(2, 40):
        try:
            check_public_key(y.to_bytes(32, "little"))
        except InvalidInput:
            refused += 1
    assert 8 < refused < 30
    for size in (0, 31, 33):
        with pytest.raises(InvalidInput, match="bytes"):
            check_public_key(b"\x05" * size)


def test_an_identity_key_would_have_signed_everything():
    zero_signature = (1).to_bytes(32, "little") + bytes(32)
    with pytest.raises(InvalidInput, match="small order"):
        verify((1).to_bytes(32, "little"), "admission", b"anything", zero_signature)
