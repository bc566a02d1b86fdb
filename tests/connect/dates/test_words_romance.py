"""Dates as sites print them in English and the Romance languages: WordPress, Drupal, SPIP, MediaWiki, CLDR."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.connect.dates.parse import read_date

NOW = datetime(2030, 1, 1, tzinfo=UTC)

FORMS = {
    "en": (
        ("March 3, 2026", "2026-03-03 00:00"),
        ("Tuesday, March 3, 2026 at 9:05 PM", "2026-03-03 21:05"),
        ("Posted on May 31st, 2026 by the way", None),
        ("Posted on May 31st, 2026", "2026-05-31 00:00"),
        ("Last updated: 2 Sept. 2026, 11.40 am", "2026-09-02 11:40"),
        ("09:41, 7 August 2026 (UTC)", "2026-08-07 09:41"),
        ("Tue, 03/31/2026 - 19:19", "2026-03-31 19:19"),
        ("Published 8 a.m. on the 1st of December 2026", "2026-12-01 08:00"),
        ("Sat Oct 03, 2026 6:12 pm", "2026-10-03 18:12"),
        ("Jan 5, 2026, 12:07 a.m. EST", "2026-01-05 05:07"),
        ("DECEMBER 24, 2026 | 5:30 PM", "2026-12-24 17:30"),
    ),
    "fr": (
        ("3 mars 2026 à 21h05", "2026-03-03 21:05"),
        ("Publié le mardi 3 mars 2026", "2026-03-03 00:00"),
        ("mar. 3 mars 2026 - 9 h 05", "2026-03-03 09:05"),
        ("Mis à jour le 1er août 2026 à 14 h", "2026-08-01 14:00"),
        ("le 31 déc. 2026 à 18:45:10", "2026-12-31 18:45"),
        ("Publié le : 05/04/2026", "2026-04-05 00:00"),
        ("mer 07/10/2026 - 08:30", "2026-10-07 08:30"),
        ("12 février 2026 à 22:40 (CET)", "2026-02-12 21:40"),
        ("Dernière modification : 14 juil. 2026", "2026-07-14 00:00"),
        ("JEUDI 1ER JANVIER 2026 À 10H", "2026-01-01 10:00"),
        ("30 juin 2026, 7\u202fh\u202f15\u202fmin", "2026-06-30 07:15"),
    ),
    "es": (
        ("3 de marzo de 2026", "2026-03-03 00:00"),
        ("Publicado el 3 de marzo de 2026 a las 21:05", "2026-03-03 21:05"),
        ("martes, 3 de marzo de 2026, 9:05 p. m.", "2026-03-03 21:05"),
        ("Mar, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("marzo 13, 2026", "2026-03-13 00:00"),
        ("21 ago 2026 16:30 hs", "2026-08-21 16:30"),
        ("Última actualización: 31/12/2026 a las 23:59 horas", "2026-12-31 23:59"),
        ("08:14 2 sep 2026 (UTC)", "2026-09-02 08:14"),
        ("Dom, 5 Abr 2026 10:00 h", "2026-04-05 10:00"),
        ("Miércoles 14 de Octubre del 2026", "2026-10-14 00:00"),
        ("30 de setiembre de 2026 a la 1:20 a.m.", "2026-09-30 01:20"),
    ),
    "it": (
        ("3 marzo 2026", "2026-03-03 00:00"),
        ("Pubblicato il 3 marzo 2026 alle 21:05", "2026-03-03 21:05"),
        ("martedì 3 marzo 2026, ore 9.05", "2026-03-03 09:05"),
        ("mar, 10/11/2026 - 12:22", "2026-11-10 12:22"),
        ("1º maggio 2026", "2026-05-01 00:00"),
        ("gio 24 dic 2026 alle ore 18", "2026-12-24 18:00"),
        ("Ultimo aggiornamento: 31 Lug 2026 07:50", "2026-07-31 07:50"),
        ("17:22, 9 gen 2026 (CET)", "2026-01-09 16:22"),
        ("Scritto il 06/02/2026", "2026-02-06 00:00"),
        ("DOMENICA 30 AGOSTO 2026 | 10.15", "2026-08-30 10:15"),
    ),
    "pt": (
        ("3 de março de 2026", "2026-03-03 00:00"),
        ("terça-feira, 3 de março de 2026 às 21h05", "2026-03-03 21:05"),
        ("Publicado em 05/04/2026 às 10:30", "2026-04-05 10:30"),
        ("Ter, 03/11/2026 - 12:22", "2026-11-03 12:22"),
        ("1º de maio de 2026", "2026-05-01 00:00"),
        ("22h40min de 12 de fevereiro de 2026 (UTC)", "2026-02-12 22:40"),
        ("Atualizado: 31 Dez 2026, 23:59", "2026-12-31 23:59"),
        ("10:30 em 20 de novembro de 2026", "2026-11-20 10:30"),
        ("sábado, 12 set. 2026 16:00h", "2026-09-12 16:00"),
        ("Postado no dia 20-10-2026 às 8h", "2026-10-20 08:00"),
        ("Segunda-Feira, 15 De Junho De 2026", "2026-06-15 00:00"),
    ),
    "ca": (
        ("3 de març de 2026", "2026-03-03 00:00"),
        ("dimarts, 3 de març del 2026 a les 21:05", "2026-03-03 21:05"),
        ("Publicat el 5 d’abril de 2026", "2026-04-05 00:00"),
        ("30 d'agost de 2026, 10.30 h", "2026-08-30 10:30"),
        ("09:41, 7 oct 2026 (CEST)", "2026-10-07 07:41"),
        ("dv., 20/11/2026 - 12:22", "2026-11-20 12:22"),
        ("Darrera actualització: 1 de gener de 2026", "2026-01-01 00:00"),
        ("24 des. 2026, 18:00", "2026-12-24 18:00"),
        ("12 d’ag. del 2026, 9:05 p. m.", "2026-08-12 21:05"),
        ("DISSABTE 12 DE SETEMBRE DE 2026", "2026-09-12 00:00"),
    ),
    "ro": (
        ("3 martie 2026", "2026-03-03 00:00"),
        ("marți, 3 martie 2026, 21:05", "2026-03-03 21:05"),
        ("Publicat pe 5 aprilie 2026 la ora 10:30", "2026-04-05 10:30"),
        ("mar., 10 nov. 2026", "2026-11-10 00:00"),
        ("Postat în 31 decembrie 2026", "2026-12-31 00:00"),
        ("7 oct. 2026 09:41 (EEST)", "2026-10-07 06:41"),
        ("Ultima actualizare: 14 iul. 2026, 08:15", "2026-07-14 08:15"),
        ("12 sept. 2026", "2026-09-12 00:00"),
        ("9 ianuarie 2026 17:22 (EET)", "2026-01-09 15:22"),
        ("LUNI 15 IUNIE 2026", "2026-06-15 00:00"),
        ("20.11.2026, 12:22", "2026-11-20 12:22"),
    ),
}


@pytest.mark.parametrize(
    ("text", "stated"), [pytest.param(*form, id=f"{code} {form[0]}") for code, forms in FORMS.items() for form in forms]
)
def test_a_date_in_english_or_a_romance_language(text: str, stated: str | None) -> None:
    read, _ = read_date(text, "auto", NOW)
    assert (read and read.strftime("%Y-%m-%d %H:%M")) == stated
