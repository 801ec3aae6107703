"""What text bytes hold: told by the Swedish that comes out."""

import io

import pytest

from lagesbild_data.words.text import Undecodable, encoding_of, encoding_of_file

SENTENCES = (
    "Möte om trygghet i parken, Höglandstorget",
    "Råslätt",
    "Österängen",
    "ÖPPET HUS PÅ ÖXNEHAGA",
    "Jönköping",
    "är",
    "år",
    "Ängen",
    "Kafé på Öster",
    "Linnéa, Müllers gränd på Åsen",
)


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "mac_roman"])
@pytest.mark.parametrize("text", SENTENCES)
def test_swedish_is_read_in_the_encoding_that_it_is_in(text, encoding):
    samples = text.encode(encoding)
    assert samples.decode(encoding_of(samples)) == text


@pytest.mark.parametrize(
    "text",
    [
        "2020–2021",
        "Huskvarna–Norrahammar",
        "”Trygg”",
        "’ungdomar’ it’s",
        "§ 5",
        "10 °C",
        "5 m²",
        "1½",
        "Peñarol, Málaga",
        "Nordstan • 12 %\u00a0…",
        "AntalÅr",
        "São Paulo",
        "10\u00a0000",
    ],
)
def test_signs_and_names_of_windows_without_a_swedish_letter(text):
    assert text.encode("cp1252").decode(encoding_of(text.encode("cp1252"))) == text


@pytest.mark.parametrize(
    "text", ["2020–2021", "Huskvarna–Norrahammar", "”Trygg”", "§ 5", "10\u00a0000"]
)
def test_signs_of_a_mac_without_a_swedish_letter(text):
    assert text.encode("mac_roman").decode(encoding_of(text.encode("mac_roman"))) == text


def test_words_that_are_swedish_in_two_encodings_are_refused():
    with pytest.raises(Undecodable, match=r'kan vara "Visingsö" \(DOS .* eller "Visings”" \(Wind'):
        encoding_of("Visingsö".encode("cp850"))


def test_bytes_that_are_swedish_in_none_are_refused():
    with pytest.raises(Undecodable, match='"R—slƒtt" är inte svensk text'):
        encoding_of("R—slƒtt".encode("cp1252"))


def test_one_damaged_word_among_many_does_not_change_the_encoding():
    text = " ".join(f"å{chr(97 + a)}{chr(97 + b)}ö" for a in range(10) for b in range(10))
    assert encoding_of(text.encode("cp1252") + b" m\x84te") == "cp1252"


def test_latin1_is_read_as_windows():
    assert encoding_of("Råslätt".encode("latin-1")) == "cp1252"


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp850", "mac_roman"])
def test_letters_that_come_late_in_a_large_file(encoding):
    text = "a;b\n" * 400_000 + "Råslätt;Möte\n"
    assert text.encode(encoding).decode(encoding_of_file(io.BytesIO(text.encode(encoding)))) == text


def test_the_line_of_what_is_no_text_is_told():
    data = b"a;b\n" * 400_000 + "R—slƒtt\n".encode("cp1252")
    with pytest.raises(Undecodable) as fault:
        encoding_of_file(io.BytesIO(data))
    assert fault.value.line == 400_001
