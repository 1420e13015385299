"""Password hashes, byte for byte as Wekan's."""

import argon2
import bcrypt
import pytest

from domain.passwords import digest, matches, needs_rehash

PASSWORD = "Secret123!"
DIGEST = "94e0f9bc7f5a5225bd141bad5adf9befcc112aef09b88f47a14e20b75a7bbec2"
# Wekan's worked example: this password, hashed with a fixed salt.
HASH = "$2b$10$abcdefghijklmnopqrstuuKOLKss.sMXoXWKVwvxO9P0BNMdoQqYG"
ARGON2 = argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash(DIGEST)


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        (PASSWORD, DIGEST),
        ("p😀w", "2b8a1e1a50433491f88c46da61f0cd38e38918a9a8786ba5bd3dac8c186d0ed0"),
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        # Below U+10000 it is UTF-8 after all, and nothing is normalised.
        ("\u00e9", "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"),
        ("e\u0301", "bf12767b0f2a56b2190075bae8169f656e3ce8d6357d4aff184bc6c7ea48f9f6"),
        ("\ud83d", "7586f70fb89addbc55ee252028451c6f36b6e76ca64d663e64c71bce7fd5bdff"),
    ],
    ids=["worked example", "emoji", "empty", "composed", "decomposed", "half an emoji"],
)
def test_the_digest_is_meteors(password: str, expected: str) -> None:
    assert digest(password) == expected


def test_the_hash_of_the_worked_example_is_bcrypt_over_the_digest() -> None:
    assert bcrypt.hashpw(DIGEST.encode(), HASH[:29].encode()).decode() == HASH


@pytest.mark.parametrize(
    ("password", "stored", "expected"),
    [
        (PASSWORD, HASH, True),
        (PASSWORD, HASH.replace("$2b$", "$2a$"), True),
        (PASSWORD, bcrypt.hashpw(DIGEST.encode(), bcrypt.gensalt(4)).decode(), True),
        ("secret123!", HASH, False),
        (DIGEST, HASH, False),
        (PASSWORD, HASH.replace("$2b$", "$2y$"), False),
        (PASSWORD, bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode(), False),
        (PASSWORD, HASH + "\n", False),
        (PASSWORD, HASH[:-1], False),
        (PASSWORD, "", False),
        (PASSWORD, None, False),
    ],
    ids=[
        "worked example",
        "$2a$",
        "another cost",
        "another password",
        "the digest as password",
        "$2y$, which Wekan refuses",
        "the password without digest",
        "a line break after it",
        "cut short",
        "empty",
        "no hash",
    ],
)
def test_which_bcrypt_hashes_match(password: str, stored: str | None, expected: bool) -> None:
    assert matches(password, stored) is expected


@pytest.mark.parametrize(
    ("password", "bcrypt_hash", "argon2_hash", "expected"),
    [
        (PASSWORD, None, ARGON2, True),
        ("other", None, ARGON2, False),
        ("other", HASH, ARGON2, False),
        (PASSWORD, HASH, "$argon2id$broken", False),
    ],
    ids=["right", "wrong", "wrong, beside a bcrypt hash", "broken counts before bcrypt"],
)
def test_an_argon2_hash_counts_alone(
    password: str, bcrypt_hash: str | None, argon2_hash: str, expected: bool
) -> None:
    assert matches(password, bcrypt_hash, argon2_hash) is expected


@pytest.mark.parametrize(
    ("stored", "expected"), [("$2b$10$x", False), ("$2a$10$x", False), ("$2b$04$x", True)]
)
def test_a_hash_of_another_cost_is_to_be_renewed(stored: str, expected: bool) -> None:
    assert needs_rehash(stored) is expected
