"""The words of dates as feeds write them: months, weekdays and zones, in the languages met in real feeds.

Words are compared without case and accents. A month may be cut short anywhere from its third letter on ("Sept.",
"juil."), as long as no other month of any language here could be meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

_MONTHS = """
en january february march april may june july august september october november december
fr janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
de januar februar marz april mai juni juli august september oktober november dezember
de janner feber maerz april mai juni juli august september oktober november dezember
es enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
it gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
pt janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
nl januari februari maart april mei juni juli augustus september oktober november december
sv januari februari mars april maj juni juli augusti september oktober november december
da januar februar marts april maj juni juli august september oktober november december
hu januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
pl stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
ru января февраля марта апреля мая июня июля августа сентября октября ноября декабря
el ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου δεκεμβριου
el ιανουαριος φεβρουαριος μαρτιος απριλιος μαιος ιουνιος ιουλιος αυγουστος σεπτεμβριος οκτωβριος νοεμβριος δεκεμβριος
"""

_WEEKDAYS = """
en monday tuesday wednesday thursday friday saturday sunday
en mon tue wed thu fri sat sun
en mo tues weds thur fr sa su
en mo tu we thurs fr sa su
fr lundi mardi mercredi jeudi vendredi samedi dimanche
fr lun mar mer jeu ven sam dim
de montag dienstag mittwoch donnerstag freitag samstag sonntag
de mo di mi do fr sonnabend so
es lunes martes miercoles jueves viernes sabado domingo
es lun mar mie jue vie sab dom
it lunedi martedi mercoledi giovedi venerdi sabato domenica
it lun mar mer gio ven sab dom
pt segunda terca quarta quinta sexta sabado domingo
pt seg ter qua qui sex sab dom
nl maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
nl ma di wo do vr za zo
sv mandag tisdag onsdag torsdag fredag lordag sondag
sv man tis ons tor fre lor son
pl poniedzialek wtorek sroda czwartek piatek sobota niedziela
pl pon wto sro czw pia sob nie
ru понедельник вторник среда четверг пятница суббота воскресенье
ru пн вт ср чт пт сб вс
el δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη
el δευ τρι τετ πεμ παρ σαβ κυρ
"""

_ZONES = """
0 z ut utc gmt wet
60 cet met bst west wat
120 cest mest eet sast cat
180 eest msk eat
480 sgt hkt awst
540 jst kst
570 acst
600 aest
630 acdt
660 aedt
720 nzst
780 nzdt
-150 ndt
-180 adt brt art
-210 nst
-240 edt ast at
-300 est cdt et
-360 cst mdt ct
-420 mst pdt mt
-480 pst akdt pt
-540 akst
-600 hst
"""

_SHORTEST_MONTH = 3


def plain(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    return "".join(message for message in decomposed if not unicodedata.combining(message))


@cache
def months() -> Mapping[str, int]:
    """Every month and every cut of it that only one month can mean, with its number."""
    meant: dict[str, set[int]] = {}
    for names in _rows(_MONTHS):
        for number, name in enumerate(names, start=1):
            for length in range(_SHORTEST_MONTH, len(name) + 1):
                meant.setdefault(plain(name)[:length], set()).add(number)
    return {word: numbers.pop() for word, numbers in meant.items() if len(numbers) == 1}


@cache
def weekdays() -> Mapping[str, int]:
    """Every weekday with its number, Monday 0."""
    return {plain(name): number for names in _rows(_WEEKDAYS) for number, name in enumerate(names)}


@cache
def zones() -> Mapping[str, int]:
    """Names of zones that mean one offset, in minutes east of UTC. IST and the like mean several: not here."""
    return {name: int(offset) for offset, *names in map(str.split, _ZONES.split("\n")[1:-1]) for name in names}


def _rows(table: str) -> list[list[str]]:
    return [line.split()[1:] for line in table.strip().split("\n")]
