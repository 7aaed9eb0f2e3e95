"""Free words about licences find their SPDX identifier, or are kept as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from license_expression import get_spdx_licensing  # type: ignore[import-untyped]

from apps.ingestion.catalogue.licences import Licence, recognise


@pytest.mark.parametrize(
    ("words", "identifier"),
    [
        ("CC-BY-4.0", "CC-BY-4.0"),
        ("cc by 4.0", "CC-BY-4.0"),
        ("CC-BY 4.0 License", "CC-BY-4.0"),
        ("CC BY 4", "CC-BY-4.0"),
        ("CC-BY version 3.0", "CC-BY-3.0"),
        ("Attribution 4.0 International", "CC-BY-4.0"),
        ("Creative Commons Attribution 4.0 International License.", "CC-BY-4.0"),
        ("Attribution 3.0 Unported (CC BY 3.0)", "CC-BY-3.0"),
        ("Creative Commons Attribution 4.0 International (CC BY 4.0) licence", "CC-BY-4.0"),
        ("Attribution-NonCommercial-ShareAlike 4.0 International", "CC-BY-NC-SA-4.0"),
        ("Creative Commons Attribution-NoDerivatives 4.0", "CC-BY-ND-4.0"),
        ("http://creativecommons.org/licenses/by-nc-sa/2.5/deed.en", "CC-BY-NC-SA-2.5"),
        ("https://creativecommons.org/licenses/by-nc/2.5", "CC-BY-NC-2.5"),
        ("https://creativecommons.org/licenses/by/3.0/igo/legalcode", "CC-BY-3.0-IGO"),
        ("https://creativecommons.org/licenses/by-sa/3.0/at/legalcode", "CC-BY-SA-3.0-AT"),
        ("url: http://creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("CC0", "CC0-1.0"),
        ("CC 0", "CC0-1.0"),
        ("CC0 1.0 Universal", "CC0-1.0"),
        ("CC0 1.0 Universal (CC0 1.0)", "CC0-1.0"),
        ("Creative Commons Zero v1.0 Universal", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/zero/1.0/deed.de", "CC0-1.0"),
        ("https://creativecommons.org/publicdomain/mark/1.0/", "CC-PDM-1.0"),
        ("Apache 2.0 License", "Apache-2.0"),
        ("APACHE LICENSE, VERSION 2.0", "Apache-2.0"),
        ("www.apache.org/licenses/LICENSE-2.0", "Apache-2.0"),
        ("GPL 3.0", "GPL-3.0-only"),
        ("GPLv3", "GPL-3.0-only"),
        ("GNU General Public License v3.0", "GPL-3.0-only"),
        ("GPL 3.0 or later", "GPL-3.0-or-later"),
        ("https://www.gnu.org/licenses/gpl-3.0.en.html", "GPL-3.0-only"),
        ("MIT license", "MIT"),
        ("https://opensource.org/licenses/MIT", "MIT"),
        ("https://spdx.org/licenses/Unlicense.html", "Unlicense"),
        ("The 3-Clause BSD License", "BSD-3-Clause"),
        ("http://opendatacommons.org/licenses/pddl/1.0/", "PDDL-1.0"),
        ("http://www.opendatacommons.org/licenses/by/1.0", "ODC-By-1.0"),
        ("ODbL", "ODbL-1.0"),
        ("http://www.w3.org/Consortium/Legal/2015/copyright-software-and-document", "W3C-20150513"),
        ("mit or apache-2.0", "MIT OR Apache-2.0"),
    ],
)
def test_usual_spellings_find_their_identifier(words: str, identifier: str) -> None:
    assert recognise(words) == Licence(license=identifier, note="")


@pytest.mark.parametrize(
    "words",
    [
        "CC",
        "CC-BY",
        "BSD",
        "Apache License",
        "hybrid",
        "public-domain",
        "CC-BY-ND-3.0-IGO",
        "https://creativecommons.org/licenses/by/3.0/cn",
        "https://www.omim.org/help/agreement",
        "http://example.org/why?https://creativecommons.org/licenses/by/4.0/",
        "All rights reserved (MIT)",
        "MIT (CC-BY-4.0 for data)",
        "LicenseRef-scancode-public-domain",
        "MIT AND LicenseRef-scancode-public-domain",
        "GPL-3.0-only WITH",
        "GPL-2.0-only WITH MIT",
        "terms and conditions",
        "()",
        "日本",
    ],
)
def test_what_names_no_licence_of_the_list_is_kept_in_its_own_words(words: str) -> None:
    assert recognise(words) == Licence(license="other", note=words)


@pytest.mark.parametrize(
    "words", ["", " \n", "/", "None", "OTHER", "license", "unspecified", "Copyrights", "\x00"]
)
def test_words_that_say_nothing_are_no_licence(words: str) -> None:
    assert recognise(words) is None


def test_a_note_is_one_printable_line_of_bounded_length() -> None:
    licence = recognise("ask\r\n\x00 us " + "x" * 1000)

    assert licence is not None
    assert licence.note.startswith("ask us xxx")
    assert len(licence.note) == 500


def test_an_expression_too_long_for_the_registry_is_kept_in_its_words() -> None:
    fits = " OR ".join(["MIT"] * 36 + ["0BSD"])
    too_long = " OR ".join(["MIT"] * 37 + ["0BSD"])

    assert recognise(fits) == Licence(license=fits, note="")
    assert recognise(too_long) == Licence(license="other", note=too_long)


def test_every_identifier_of_the_list_is_recognised_as_itself() -> None:
    symbols = get_spdx_licensing().known_symbols.items()
    listed = [k for k, s in symbols if not k.startswith("LicenseRef-") and not s.is_exception]

    wrong = {key for key in listed if recognise(key) != Licence(license=key, note="")}

    assert len(listed) > 500
    assert not wrong


@given(st.text() | st.text(alphabet="()+ ORANDWITHmitgplv3.0-", max_size=600))
def test_any_words_give_an_answer(words: str) -> None:
    licence = recognise(words)

    assert licence is None or licence.note == "" or licence.license == "other"
    assert licence is None or licence.note.isprintable()
