"""How dates are worded, a block for each language: to add a language is to add its block, and nothing else.

    code order   the language, and the order of bare numbers: dmy or ymd where every country of the language writes
                 them so; left out for English and Spanish, of which some country begins with the month
    months       twelve names, then twelve others; "~" stands for a month without another name
    days         seven weekdays from Monday, then seven others
    words        what connects the parts of a date, or follows a number
    lead         what says of what the date is
    clock, unit  what stands before an hour, and after it, and alone makes it one: "kl. 10", "10 Uhr"
    am, pm       the halves of the day, without their dots

Words are written as the language writes them, and compared without case and accents; "_" joins the words of a phrase. A
key may be repeated. A month may be cut short anywhere from its third letter on ("Sept.", "juil."), or from the bar on
where a shorter cut is never written or means another month elsewhere. A month with a leading dot is that month only
after a day with a dot: "20. listopada" is October in Croatian, "20 listopada" is November in Polish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_TABLE: Final = """
en
  months january february march april may june july august september october november december
  days monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun mo tues weds thur fr sa su
  days mo tu we thurs fr sa su
  words at on of the and in st nd rd th year
  lead posted published publication updated update last modified edited created added written date first
  unit hrs hours
  am am
  pm pm
fr dmy
  months janvier février mars avril mai juin juillet août septembre octobre novembre décembre
  days lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim
  words le à et de du en er ème
  lead publié publiée publication posté postée écrit rédigé paru mis mise jour modifié modifiée modification dernière
  lead date
  unit h heure heures
de dmy
  months januar februar märz april mai juni juli august september oktober november dezember
  months jänner feber maerz ~ ~ ~ ~ ~ ~ ~ ~ ~
  days montag dienstag mittwoch donnerstag freitag samstag sonntag mo di mi do fr sa so ~ ~ ~ ~ ~ sonnabend ~
  words am um den der dem vom von und im
  lead veröffentlicht geschrieben verfasst erstellt aktualisiert geändert zuletzt stand datum gepostet eingestellt
  lead beitrag
  unit uhr h
es
  months enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
  months ~ ~ ~ ~ ~ ~ ~ ~ setiembre ~ ~ ~
  days lunes martes miércoles jueves viernes sábado domingo lun mar mié jue vie sáb dom
  words de del el a_las a_la las la en y o
  lead publicado publicada publicación escrito actualizado actualizada modificado última actualización fecha creado
  unit h hs hrs hora horas
  am am
  pm pm
it dmy
  months gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
  days lunedì martedì mercoledì giovedì venerdì sabato domenica lun mar mer gio ven sab dom
  words il alle alla dell del di e o a
  lead pubblicato pubblicata pubblicazione scritto inserito aggiornato aggiornamento ultimo ultima modifica postato
  lead data
  clock ore
  unit h
pt dmy
  months janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
  days segunda terça quarta quinta sexta sábado domingo seg ter qua qui sex sáb dom
  words de do em às as à a e o dia no na feira
  lead publicado publicada publicação postado escrito atualizado atualização última modificado data criado
  unit h hs hora horas
  am am
  pm pm
ca dmy
  months gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
  months ~ ~ ~ d'abril ~ ~ ~ d'ag|ost ~ d'octubre ~ ~
  months ~ ~ ~ ~ ~ ~ ~ ag| ~ ~ ~ ~
  days dilluns dimarts dimecres dijous divendres dissabte diumenge dl dt dc dj dv ds dg
  words de del el a_les a_la les la i r
  lead publicat publicada publicació escrit actualitzat darrera actualització modificat data
  unit h hora hores
  am am
  pm pm
ro dmy
  months ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
  days luni marți miercuri joi vineri sâmbătă duminică lun mar mie joi vin sâm dum
  words la ora pe în de și din
  lead publicat postat actualizat actualizare ultima scris adăugat data
  am am
  pm pm
nl dmy
  months januari februari maart april mei juni juli augustus september oktober november december
  months ~ ~ mrt ~ ~ ~ ~ ~ ~ ~ ~ ~
  days maandag dinsdag woensdag donderdag vrijdag zaterdag zondag maa din woe don vri zat zon ma di wo do vr za zo
  words om op van de het en e ste
  lead geplaatst gepubliceerd gepost bijgewerkt laatst gewijzigd geschreven datum publicatiedatum
  unit uur u
  am am
  pm pm
sv dmy
  months januari februari mars april maj juni juli augusti september oktober november december
  days måndag tisdag onsdag torsdag fredag lördag söndag mån tis ons tors fre lör sön ~ ~ ~ tor ~ ~ ~
  words den av e a och
  lead publicerad publicerat postat postad skrivet uppdaterad uppdaterat senast ändrad inlagd datum
  clock kl klockan
da dmy
  months januar februar marts april maj juni juli august september oktober november december
  days mandag tirsdag onsdag torsdag fredag lørdag søndag man tirs ons tors fre lør søn ma ti on to fr lø sø
  words den og d af
  lead udgivet offentliggjort opdateret sidst senest ændret skrevet oprettet indsendt publiceret dato
  clock kl klokken
  am am
  pm pm
nb dmy
  months januar februar mars april mai juni juli august september oktober november desember
  days mandag tirsdag onsdag torsdag fredag lørdag søndag man tir ons tor fre lør søn ma ti on to fr lø sø
  words den og av
  lead publisert postet skrevet oppdatert sist endret opprettet lagt inn dato
  clock kl klokken
  am am
  pm pm
fi dmy
  months tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta
  months marras|kuuta joulukuuta
  days maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
  days maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina ma ti ke to pe la su
  words n
  lead julkaistu päivitetty kirjoitettu muokattu viimeksi lisätty kirjoittanut
  clock klo kello
  am ap
  pm ip
pl dmy
  months stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
  months styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
  days poniedziałek wtorek środa czwartek piątek sobota niedziela pon wto śro czw pią sob nie pn wt śr czw pt so niedz
  days pon ~ środę ~ ~ sobotę niedzielę ~ ~ ~ ~ ~ sb nd ~ ~ ~ ~ ~ ~ ndz
  words o r roku dnia w we i
  lead opublikowano opublikowany opublikowane dodano napisano zaktualizowano aktualizacja ostatnia data publikacji
  clock godz godzina godzinie
cs dmy
  months ledna února března dubna května června července srpna září října listopadu prosince
  months leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
  months ~ ~ ~ ~ ~ čvn čvc .srp| ~ ~ .lis| ~
  days pondělí úterý středa čtvrtek pátek sobota neděle po út st čt pá so ne ~ ~ středu ~ ~ sobotu neděli
  words v ve dne a
  lead publikováno zveřejněno vydáno napsáno vloženo přidáno aktualizováno upraveno naposledy datum
  unit hod hodin h
  am dop
  pm odp
sk dmy
  months januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
  months január február marec apríl máj jún júl august september október november december
  days pondelok utorok streda štvrtok piatok sobota nedeľa po ut st št pi so ne
  words o v vo dňa a
  lead publikované zverejnené uverejnené pridané aktualizované upravené naposledy dátum
  unit hod hodín h
hr dmy
  months siječnja| veljače| ožujka| travnja| svibnja| lipnja| srpnja| kolovoza| rujna| .listopada| studenoga| prosinca|
  months sij| velj| ožu| tra| svi| .lip| .srp| kol| ruj| .lis| stu| pro|
  months ~ ~ ~ ~ ~ ~ ~ ~ ~ ~ studenog| ~
  days ponedjeljak utorak srijeda četvrtak petak subota nedjelja pon uto sri čet pet sub ned
  words u i
  lead objavljeno objavio ažurirano zadnje posljednje datum
  unit h sati
ru dmy
  months января февраля марта апреля мая июня июля августа сентября октября ноября декабря
  months январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
  days понедельник вторник среда четверг пятница суббота воскресенье пн вт ср чт пт сб вс ~ ~ среду ~ пятницу субботу ~
  days пнд втр срд чтв птн суб вск
  words в во г год года го от и
  lead опубликовано опубликован опубликована размещено добавлено создано написано обновлено обновление изменено
  lead последнее дата публикации
  unit ч час часов
  am дп
  pm пп
uk dmy
  months січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
  months січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
  days понеділок вівторок середа четвер п'ятниця субота неділя пн вт ср чт пт сб нд ~ ~ середу ~ п'ятницю суботу неділю
  words о об в у р рік року від і
  lead опубліковано розміщено додано створено написано оновлено змінено останнє дата публікації
  unit год година годині
  am дп
  pm пп
el dmy
  months Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου
  months Δεκεμβρίου
  months Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος
  months Δεκέμβριος
  days Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή Δευ Τρί Τετ Πέμ Παρ Σάβ Κυρ
  words στις στη την τις του και η
  lead Δημοσιεύτηκε Δημοσιεύθηκε Δημοσίευση Αναρτήθηκε Ενημερώθηκε Τελευταία ενημέρωση Γράφτηκε Ημερομηνία
  clock ώρα
  am πμ
  pm μμ
tr dmy
  months Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık
  days Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar Pzt Sal Çar Per Cum Cmt Paz
  words günü tarihinde da de ta te
  lead yayınlandı yayımlandı yayınlanma yayın tarihi güncellendi güncelleme son gönderilme eklendi tarih
  clock saat
  am öö
  pm ös
hu ymd
  months január február március április május június július augusztus szeptember október november december
  days hétfő kedd szerda csütörtök péntek szombat vasárnap h k sze cs p szo v
  words án én a az és
  lead közzétéve megjelent feltöltve írta létrehozva frissítve frissült utoljára módosítva utolsó frissítés dátum
  unit óra órakor
  am délelőtt
  pm délután
id dmy
  months Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember
  months ~ ~ ~ ~ ~ ~ ~ agt ~ nop ~ ~
  days Senin Selasa Rabu Kamis Jumat Sabtu Minggu Sen Sel Rab Kam Jum Sab Min ~ ~ ~ ~ Jum'at ~ Ahad
  words pada tanggal dan
  lead diterbitkan dipublikasikan diposting diposkan ditulis diperbarui terakhir dibuat terbit tayang
  clock pukul jam
  am am
  pm pm
ar dmy
  months يناير| فبراير| مارس| أبريل| مايو| يونيو| يوليو| أغسطس| سبتمبر| أكتوبر| نوفمبر| ديسمبر|
  months جانفي| فيفري| ~ أفريل| ماي| جوان| جويلية| أوت| ~ ~ ~ ~
  months ~ ~ ~ إبريل| ~ ~ يوليوز| غشت| شتنبر| ~ نونبر| دجنبر|
  months كانون_الثاني| شباط| آذار| نيسان| أيار| حزيران| تموز| آب| أيلول| تشرين_الأول| تشرين_الثاني| كانون_الأول|
  days الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد الإثنين ~ ~ ~ ~ ~ ~
  words في يوم و من م على
  lead نشر نشرت منشور تم_النشر تم_نشره كتب تحديث آخر_تحديث تاريخ تاريخ_النشر بتاريخ أضيف أضيفت
  clock الساعة
  am ص صباحا صباحًا
  pm م مساء مساءً
ja ymd
  days 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日 月曜 火曜 水曜 木曜 金曜 土曜 日曜 月 火 水 木 金 土 日
  lead 公開 公開日 公開日時 投稿 投稿日 投稿日時 更新 更新日 更新日時 最終更新 最終更新日 掲載日 作成日 日時 日付
  am 午前
  pm 午後
zh ymd
  days 星期一 星期二 星期三 星期四 星期五 星期六 星期日 周一 周二 周三 周四 周五 周六 周日
  days 週一 週二 週三 週四 週五 週六 週日 一 二 三 四 五 六 日 ~ ~ ~ ~ ~ ~ 星期天
  words 于 於 在
  lead 发布 发布于 發佈 發佈於 發表 發表於 发表 发表于 发布时间 發佈時間 更新 更新于 更新於 更新时间 更新時間 最后更新
  lead 最後更新 日期 发布日期 发表时间 发帖时间 时间
  am 上午 凌晨 早上
  pm 下午
ko ymd
  days 월요일 화요일 수요일 목요일 금요일 토요일 일요일 월 화 수 목 금 토 일
  words 에
  lead 작성 작성일 작성일시 등록 등록일 게시 게시일 게시됨 발행 발행일 입력 수정 수정일 업데이트 최종 최종수정 날짜
  am 오전
  pm 오후
"""


@dataclass(frozen=True, slots=True)
class Language:
    """A block of the table. `months` are rows of twelve, `weekdays` rows of seven; `order` is "" where none is sure."""

    code: str
    order: str
    months: tuple[tuple[str, ...], ...]
    weekdays: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    lead: tuple[str, ...]
    clock: tuple[str, ...]
    unit: tuple[str, ...]
    am: tuple[str, ...]
    pm: tuple[str, ...]


def _language(code: str, order: str, block: list[list[str]]) -> Language:
    def words(key: str) -> tuple[str, ...]:
        return tuple(word for name, *words in block if name == key for word in words)

    def rows(key: str, size: int) -> tuple[tuple[str, ...], ...]:
        every = words(key)
        return tuple(every[start : start + size] for start in range(0, len(every), size))

    return Language(
        code, order, rows("months", 12), rows("days", 7), *map(words, ("words", "lead", "clock", "unit", "am", "pm"))
    )


def _languages() -> tuple[Language, ...]:
    blocks: list[tuple[str, str, list[list[str]]]] = []
    for line in _TABLE.strip().split("\n"):
        if line.startswith(" "):
            blocks[-1][2].append(line.split())
        else:
            code, _, order = line.partition(" ")
            blocks.append((code, order, []))
    return tuple(_language(*block) for block in blocks)


LANGUAGES: Final = _languages()
