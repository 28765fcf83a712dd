"""Encodings: what is declared, what is not, and what was pasted together."""

import pytest

from clippings.ingest.decode import decode

TEXTS = {
    "cp1251": "Совет порта объявил о новых сборах. Жители спросили, кто будет платить за причал.",
    "koi8-r": "Совет порта объявил о новых сборах. Жители спросили, кто будет платить за причал.",
    "cp932": "港の評議会は新しい料金を発表した。住民は会議で意見を述べた。船は六時に出る。",
    "euc-jp": "港の評議会は新しい料金を発表した。住民は会議で意見を述べた。船は六時に出る。",
    "iso2022-jp": "港の評議会は新しい料金を発表した。住民は会議で意見を述べた。",
    "gb18030": "港口委员会宣布了新的收费标准。居民在会议上发表了意见。渡船每天六点开航。",
    "big5": "港口委員會宣佈了新的收費標準。居民在會議上發表了意見。渡船每天六點開航。",
    "cp949": "항만 위원회는 새로운 요금을 발표했다. 주민들은 회의에서 의견을 냈다. 배는 여섯 시에 떠난다.",
    "cp1253": "Το συμβούλιο του λιμανιού ανακοίνωσε νέα τέλη. Οι κάτοικοι ρώτησαν ποιος θα πληρώσει.",
    "cp1255": "מועצת הנמל הודיעה על אגרות חדשות. התושבים שאלו מי ישלם על הרציף.",
    "cp1254": "Liman kurulu yeni ücretleri açıkladı. Şehir sakinleri iskelenin parasını kimin ödeyeceğini sordu.",
    "cp1250": "Rada portu ogłosiła nowe opłaty. Mieszkańcy zapytali, kto zapłaci za nabrzeże i łódź.",
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("times", [1, 40])
def test_undeclared_encodings_are_known_from_the_text(encoding: str, times: int):
    text = " ".join([TEXTS[encoding]] * times)
    decoded = decode(text.encode(encoding))
    assert decoded is not None
    assert decoded.text == text
    assert decoded.is_guessed == (encoding != "iso2022-jp")


@pytest.mark.parametrize(
    "text",
    [
        "Këshilli i portit tha se çmimet do të rriten.",
        "The ferry “Ada” can’t sail – again.",
        "El niño vio el barco.",
        "Die Fähre fährt für fünf.",
    ],
)
def test_latin_text_of_windows_is_not_taken_for_another_alphabet(text: str):
    decoded = decode(text.encode("cp1252"))
    assert decoded is not None
    assert decoded.text == text


def test_lines_of_plain_ascii_do_not_change_the_guessed_encoding():
    story = "El niño llegó a España en otoño, según dijo su compañera. ¿Qué pasó después?"
    text = "\n".join([story, *["Tuga reba rasa sade lise nore puke nofo lito."] * 6])
    decoded = decode(text.encode("cp1252"))
    assert decoded is not None
    assert decoded.text == text


UTF8 = "The café on the quay – “Chez Ada” – opens at six; the crème is good."


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (UTF8.encode() + "He said “no” – twice.".encode("cp1252"), UTF8 + "He said “no” – twice."),
        (
            b"<meta charset=utf-8><p>caf\xc3\xa9</p><p>\x93Chez Ada\x94 \x96 a bar</p>",
            "<meta charset=utf-8><p>café</p><p>“Chez Ada” – a bar</p>",
        ),
        ("Größe café".encode() + b" na\xefve " + "crème Fähre".encode(), "Größe café naïve crème Fähre"),
    ],
)
def test_words_of_windows_in_utf8_are_mended(data: bytes, text: str):
    decoded = decode(data)
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.replaced_count) == (text, "utf-8", 0)


def test_a_page_of_windows_with_an_accident_of_utf8_stays_one():
    data = b"<p>Die F\xe4hre f\xe4hrt f\xfcr f\xfcnf \xc3\xa4 nach \xd6l, gr\xfc\xdf Gott, M\xfcnchen, K\xf6ln.</p>"
    decoded = decode(data)
    assert decoded is not None
    assert "Fähre fährt für fünf" in decoded.text


@pytest.mark.parametrize(
    "text", ["Le café du quai a rouvert « après l’été ».", "Совет порта, сказал он.", "Mustafâ’nın şiiri"]
)
def test_a_text_that_was_encoded_twice_is_decoded_twice(text: str):
    twice = "".join(
        bytes([byte]).decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1") for byte in text.encode()
    )
    decoded = decode(twice.encode())
    assert decoded is not None
    assert (decoded.text, decoded.is_twice) == (text, True)


@pytest.mark.parametrize(
    "text",
    ["Write Ã© for é, not Ã© or Ã¨: “élève”, “café”, “à”.", "LE CAFÉ\u00a0: L’ÉTÉ\u00a0! ÊTRE\u00a0?", "It says Ã©."],
)
def test_letters_that_are_meant_are_not_decoded_twice(text: str):
    decoded = decode(text.encode())
    assert decoded is not None
    assert decoded.text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp1253", "cp1255"])
def test_a_declared_latin_encoding_is_not_believed_of_another_script(encoding: str):
    text = " ".join([TEXTS[encoding]] * 4)
    page = (
        f'<html lang="en"><head><meta charset="iso-8859-1"><title>Quay</title></head><body><p>{text}</p></body></html>'
    )
    decoded = decode(page.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.is_guessed) == (page, True)


def test_a_declared_latin_encoding_is_believed_of_latin_letters():
    page = (
        '<meta charset="iso-8859-1"><p>Le bac de midi a été annulé à l’école : « c’est déjà la troisième fois ».</p>'
        * 9
    )
    decoded = decode(page.encode("cp1252"))
    assert decoded is not None
    assert (decoded.text, decoded.encoding, decoded.is_guessed) == (page, "cp1252", False)
