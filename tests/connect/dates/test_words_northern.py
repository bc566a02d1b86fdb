"""Dates as sites print them in the Germanic languages of the continent and the north, and in Finnish and Hungarian."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.connect.dates.parse import read_date

NOW = datetime(2030, 1, 1, tzinfo=UTC)

FORMS = {
    "de": (
        ("3. März 2026", "2026-03-03 00:00"),
        ("Dienstag, 3. März 2026 um 21:05 Uhr", "2026-03-03 21:05"),
        ("Veröffentlicht am 05.04.2026 um 10.30 Uhr", "2026-04-05 10:30"),
        ("Zuletzt aktualisiert: 31. Dez. 2026, 10 Uhr 30", "2026-12-31 10:30"),
        ("22:40, 12. Feb. 2026 (CET)", "2026-02-12 21:40"),
        ("Di, 10.11.2026 - 12:22", "2026-11-10 12:22"),
        ("Mi., 7. Okt. 2026, 9 Uhr", "2026-10-07 09:00"),
        ("Stand: 1. Jänner 2026", "2026-01-01 00:00"),
        ("Geschrieben am 14. Juli 2026", "2026-07-14 00:00"),
        ("um 12:30 am 14. Juli 2026", "2026-07-14 12:30"),
        ("SAMSTAG, DEN 30. MAI 2026", "2026-05-30 00:00"),
    ),
    "nl": (
        ("3 maart 2026", "2026-03-03 00:00"),
        ("dinsdag 3 maart 2026 om 21:05", "2026-03-03 21:05"),
        ("Geplaatst op 20-11-2026", "2026-11-20 00:00"),
        ("Gepubliceerd op: 05-04-2026 10:30 uur", "2026-04-05 10:30"),
        ("di, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("7 okt 2026 09:41 (CEST)", "2026-10-07 07:41"),
        ("Laatst bijgewerkt: 31 dec. 2026, 10.30 uur", "2026-12-31 10:30"),
        ("za 14 mrt. 2026", "2026-03-14 00:00"),
        ("1 augustus 2026 om 8 uur", "2026-08-01 08:00"),
        ("WOENSDAG 23 SEPTEMBER 2026", "2026-09-23 00:00"),
    ),
    "sv": (
        ("3 mars 2026", "2026-03-03 00:00"),
        ("tisdag 3 mars 2026 kl. 21:05", "2026-03-03 21:05"),
        ("Publicerad den 5 april 2026 kl 10.30", "2026-04-05 10:30"),
        ("tis, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("7 oktober 2026 kl. 09.41 (CEST)", "2026-10-07 07:41"),
        ("Senast uppdaterad: 2026-12-31 klockan 23:59", "2026-12-31 23:59"),
        ("lör 12 sep 2026, 16:00", "2026-09-12 16:00"),
        ("Postat den 1 maj, 2026", "2026-05-01 00:00"),
        ("20 aug. 2026", "2026-08-20 00:00"),
        ("ONSDAG 15 JULI 2026", "2026-07-15 00:00"),
    ),
    "da": (
        ("3. marts 2026", "2026-03-03 00:00"),
        ("tirsdag den 3. marts 2026 kl. 21.05", "2026-03-03 21:05"),
        ("Udgivet den 5. april 2026", "2026-04-05 00:00"),
        ("tirs, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("7. okt 2026, 09:41 (CEST)", "2026-10-07 07:41"),
        ("Sidst opdateret: 31. dec. 2026 23.59.07", "2026-12-31 23:59"),
        ("lør. 12. sep. 2026 16.00", "2026-09-12 16:00"),
        ("20-11-2026 kl. 8", "2026-11-20 08:00"),
        ("14. maj 2026", "2026-05-14 00:00"),
        ("SØNDAG D. 30. AUGUST 2026", "2026-08-30 00:00"),
    ),
    "nb": (
        ("3. mars 2026", "2026-03-03 00:00"),
        ("tirsdag 3. mars 2026 kl. 21:05", "2026-03-03 21:05"),
        ("Publisert 5. april 2026 kl. 10.30", "2026-04-05 10:30"),
        ("tir, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("7. okt. 2026 kl. 09:41 (CEST)", "2026-10-07 07:41"),
        ("Sist oppdatert: 31. desember 2026, 23:59", "2026-12-31 23:59"),
        ("lør. 12. sep. 2026", "2026-09-12 00:00"),
        ("Postet den 20. mai 2026", "2026-05-20 00:00"),
        ("24. des. 2026", "2026-12-24 00:00"),
        ("FREDAG 31. JULI 2026 KLOKKEN 7", "2026-07-31 07:00"),
    ),
    "fi": (
        ("3. maaliskuuta 2026", "2026-03-03 00:00"),
        ("tiistaina 3. maaliskuuta 2026 klo 21.05", "2026-03-03 21:05"),
        ("Julkaistu 5.4.2026 klo 10.30", "2026-04-05 10:30"),
        ("Ti, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("7. lokakuuta 2026 kello 9.41 (EEST)", "2026-10-07 06:41"),
        ("Päivitetty viimeksi: 31. joulukuuta 2026 23.59.07", "2026-12-31 23:59"),
        ("la 14. marraskuuta 2026", "2026-11-14 00:00"),
        ("20. kesä 2026", "2026-06-20 00:00"),
        ("1.5.2026", "2026-05-01 00:00"),
        ("PERJANTAI 31. HEINÄKUUTA 2026 KLO 8", "2026-07-31 08:00"),
    ),
    "hu": (
        ("2026. március 3.", "2026-03-03 00:00"),
        ("2026. március 3., kedd 21:05", "2026-03-03 21:05"),
        ("Közzétéve: 2026. április 5. 10:30", "2026-04-05 10:30"),
        ("2026.11.10. 12:22", "2026-11-10 12:22"),
        ("2026. okt. 7., Sze 9:41", "2026-10-07 09:41"),
        ("Utolsó frissítés: 2026. dec. 31.", "2026-12-31 00:00"),
        ("2026. szeptember 12., 16:00 (CEST)", "2026-09-12 14:00"),
        ("2026. május 1. péntek", "2026-05-01 00:00"),
        ("2026/08/20 - 18:15", "2026-08-20 18:15"),
        ("2026. JÚLIUS 14., KEDD", "2026-07-14 00:00"),
    ),
}


@pytest.mark.parametrize(
    ("text", "stated"), [pytest.param(*form, id=f"{code} {form[0]}") for code, forms in FORMS.items() for form in forms]
)
def test_a_date_in_a_northern_language(text: str, stated: str | None) -> None:
    read, _ = read_date(text, "auto", NOW)
    assert (read and read.strftime("%Y-%m-%d %H:%M")) == stated
