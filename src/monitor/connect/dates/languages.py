"""How dates are worded, a row for each language: to add a language is to add its row.

Words are written as the language writes them, and compared without case and accents. A month may be cut short anywhere
from its third letter on ("Sept.", "juil."), or from the bar on where a shorter cut is never written or means another
month elsewhere; "~" stands for a month without a form of this kind. A month with a leading dot is that month only after
a day with a dot: "20. listopada" is October in Croatian, "20 listopada" is November in Polish.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words; each text is a list of words, "_" joins the words of a phrase.

    `months` and `weekdays`: rows of twelve, and of seven from Monday. `words` connect the parts of a date or follow a
    number, `lead` says what the date is of, `clock` stands beside an hour, alone enough to make it a clock ("kl. 10",
    "10 Uhr"). `am` and `pm`: the halves of the day, without their dots. `order` of bare numbers: "dmy" or "ymd"
    where every country of the language writes them so, else "": English and Spanish have countries that begin with
    the month, as the short dates of Unicode's CLDR show.
    """

    code: str
    months: tuple[str, ...] = ()
    weekdays: tuple[str, ...] = ()
    words: str = ""
    lead: str = ""
    clock: str = ""
    am: str = ""
    pm: str = ""
    order: str = "dmy"


LANGUAGES: Final = (
    Language(
        "en",
        ("january february march april may june july august september october november december",),
        (
            "monday tuesday wednesday thursday friday saturday sunday",
            "mon tue wed thu fri sat sun",
            "mo tues weds thur fr sa su",
            "mo tu we thurs fr sa su",
        ),
        words="at on of the and in st nd rd th year",
        lead="posted published publication updated update last modified edited created added written date first",
        clock="hrs hours",
        am="am",
        pm="pm",
        order="",
    ),
    Language(
        "fr",
        ("janvier février mars avril mai juin juillet août septembre octobre novembre décembre",),
        ("lundi mardi mercredi jeudi vendredi samedi dimanche", "lun mar mer jeu ven sam dim"),
        words="le à et de du en er ème",
        lead="publié publiée publication posté postée écrit rédigé paru mis mise jour modifié modifiée modification dernière date",
        clock="h heure heures",
    ),
    Language(
        "de",
        (
            "januar februar märz april mai juni juli august september oktober november dezember",
            "jänner feber maerz ~ ~ ~ ~ ~ ~ ~ ~ ~",
        ),
        (
            "montag dienstag mittwoch donnerstag freitag samstag sonntag",
            "mo di mi do fr sa so",
            "~ ~ ~ ~ ~ sonnabend ~",
        ),
        words="am um den der dem vom von und im",
        lead="veröffentlicht geschrieben verfasst erstellt aktualisiert geändert zuletzt stand datum gepostet eingestellt beitrag",
        clock="uhr h",
    ),
    Language(
        "es",
        (
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "~ ~ ~ ~ ~ ~ ~ ~ setiembre ~ ~ ~",
        ),
        ("lunes martes miércoles jueves viernes sábado domingo", "lun mar mié jue vie sáb dom"),
        words="de del el a_las a_la las la en y o",
        lead="publicado publicada publicación escrito actualizado actualizada modificado última actualización fecha creado",
        clock="h hs hrs hora horas",
        am="am",
        pm="pm",
        order="",
    ),
    Language(
        "it",
        ("gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",),
        ("lunedì martedì mercoledì giovedì venerdì sabato domenica", "lun mar mer gio ven sab dom"),
        words="il alle alla dell del di e o a",
        lead="pubblicato pubblicata pubblicazione scritto inserito aggiornato aggiornamento ultimo ultima modifica postato data",
        clock="ore h",
    ),
    Language(
        "pt",
        ("janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",),
        (
            "segunda terça quarta quinta sexta sábado domingo",
            "seg ter qua qui sex sáb dom",
        ),
        words="de do em às as à a e o dia no na feira",
        lead="publicado publicada publicação postado escrito atualizado atualização última modificado data criado",
        clock="h hs hora horas",
        am="am",
        pm="pm",
    ),
    Language(
        "ca",
        (
            "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
            "~ ~ ~ d'abril ~ ~ ~ d'ag|ost ~ d'octubre ~ ~",
            "~ ~ ~ ~ ~ ~ ~ ag| ~ ~ ~ ~",
        ),
        ("dilluns dimarts dimecres dijous divendres dissabte diumenge", "dl dt dc dj dv ds dg"),
        words="de del el a_les a_la les la i r",
        lead="publicat publicada publicació escrit actualitzat darrera actualització modificat data",
        clock="h hora hores",
        am="am",
        pm="pm",
    ),
    Language(
        "ro",
        ("ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",),
        ("luni marți miercuri joi vineri sâmbătă duminică", "lun mar mie joi vin sâm dum"),
        words="la ora pe în de și din",
        lead="publicat postat actualizat actualizare ultima scris adăugat data",
        am="am",
        pm="pm",
    ),
    Language(
        "nl",
        ("januari februari maart april mei juni juli augustus september oktober november december", "~ ~ mrt ~ ~ ~ ~ ~ ~ ~ ~ ~"),
        (
            "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
            "maa din woe don vri zat zon",
            "ma di wo do vr za zo",
        ),
        words="om op van de het en e ste",
        lead="geplaatst gepubliceerd gepost bijgewerkt laatst gewijzigd geschreven datum publicatiedatum",
        clock="uur u",
        am="am",
        pm="pm",
    ),
    Language(
        "sv",
        ("januari februari mars april maj juni juli augusti september oktober november december",),
        (
            "måndag tisdag onsdag torsdag fredag lördag söndag",
            "mån tis ons tors fre lör sön",
            "~ ~ ~ tor ~ ~ ~",
        ),
        words="den av e a och",
        lead="publicerad publicerat postat postad skrivet uppdaterad uppdaterat senast ändrad inlagd datum",
        clock="kl klockan",
    ),
    Language(
        "da",
        ("januar februar marts april maj juni juli august september oktober november december",),
        ("mandag tirsdag onsdag torsdag fredag lørdag søndag", "man tirs ons tors fre lør søn", "ma ti on to fr lø sø"),
        words="den og d af",
        lead="udgivet offentliggjort opdateret sidst senest ændret skrevet oprettet indsendt publiceret dato",
        clock="kl klokken",
        am="am",
        pm="pm",
    ),
    Language(
        "nb",
        ("januar februar mars april mai juni juli august september oktober november desember",),
        ("mandag tirsdag onsdag torsdag fredag lørdag søndag", "man tir ons tor fre lør søn", "ma ti on to fr lø sø"),
        words="den og av",
        lead="publisert postet skrevet oppdatert sist endret opprettet lagt inn dato",
        clock="kl klokken",
        am="am",
        pm="pm",
    ),
    Language(
        "fi",
        (
            "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta"
            " marras|kuuta joulukuuta",
        ),
        (
            "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
            "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
            "ma ti ke to pe la su",
        ),
        words="n",
        lead="julkaistu päivitetty kirjoitettu muokattu viimeksi lisätty kirjoittanut",
        clock="klo kello",
        am="ap",
        pm="ip",
    ),
    Language(
        "pl",
        (
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
            "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        ),
        (
            "poniedziałek wtorek środa czwartek piątek sobota niedziela",
            "pon wto śro czw pią sob nie",
            "pn wt śr czw pt so niedz",
            "pon ~ środę ~ ~ sobotę niedzielę",
            "~ ~ ~ ~ ~ sb nd",
            "~ ~ ~ ~ ~ ~ ndz",
        ),
        words="o r roku dnia w we i",
        lead="opublikowano opublikowany opublikowane dodano napisano zaktualizowano aktualizacja ostatnia data publikacji",
        clock="godz godzina godzinie",
    ),
    Language(
        "cs",
        (
            "ledna února března dubna května června července srpna září října listopadu prosince",
            "leden únor březen duben květen červen červenec srpen září říjen listopad prosinec",
            "~ ~ ~ ~ ~ čvn čvc .srp| ~ ~ .lis| ~",
        ),
        ("pondělí úterý středa čtvrtek pátek sobota neděle", "po út st čt pá so ne", "~ ~ středu ~ ~ sobotu neděli"),
        words="v ve dne a",
        lead="publikováno zveřejněno vydáno napsáno vloženo přidáno aktualizováno upraveno naposledy datum",
        clock="hod hodin h",
        am="dop",
        pm="odp",
    ),
    Language(
        "sk",
        (
            "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
            "január február marec apríl máj jún júl august september október november december",
        ),
        ("pondelok utorok streda štvrtok piatok sobota nedeľa", "po ut st št pi so ne"),
        words="o v vo dňa a",
        lead="publikované zverejnené uverejnené pridané aktualizované upravené naposledy dátum",
        clock="hod hodín h",
    ),
    Language(
        "hr",
        (
            "siječnja| veljače| ožujka| travnja| svibnja| lipnja| srpnja| kolovoza| rujna| .listopada| studenoga| prosinca|",
            "sij| velj| ožu| tra| svi| .lip| .srp| kol| ruj| .lis| stu| pro|",
            "~ ~ ~ ~ ~ ~ ~ ~ ~ ~ studenog| ~",
        ),
        ("ponedjeljak utorak srijeda četvrtak petak subota nedjelja", "pon uto sri čet pet sub ned"),
        words="u i",
        lead="objavljeno objavio ažurirano zadnje posljednje datum",
        clock="h sati",
    ),
    Language(
        "ru",
        (
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
        ),
        (
            "понедельник вторник среда четверг пятница суббота воскресенье",
            "пн вт ср чт пт сб вс",
            "~ ~ среду ~ пятницу субботу ~",
            "пнд втр срд чтв птн суб вск",
        ),
        words="в во г год года го от и",
        lead="опубликовано опубликован опубликована размещено добавлено создано написано обновлено обновление изменено"
        " последнее дата публикации",
        clock="ч час часов",
        am="дп",
        pm="пп",
    ),
    Language(
        "uk",
        (
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
            "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
        ),
        (
            "понеділок вівторок середа четвер п'ятниця субота неділя",
            "пн вт ср чт пт сб нд",
            "~ ~ середу ~ п'ятницю суботу неділю",
        ),
        words="о об в у р рік року від і",
        lead="опубліковано розміщено додано створено написано оновлено змінено останнє дата публікації",
        clock="год година годині",
        am="дп",
        pm="пп",
    ),
    Language(
        "el",
        (
            "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
            "Ιανουάριος Φεβρουάριος Μάρτιος Απρίλιος Μάιος Ιούνιος Ιούλιος Αύγουστος Σεπτέμβριος Οκτώβριος Νοέμβριος Δεκέμβριος",
        ),
        ("Δευτέρα Τρίτη Τετάρτη Πέμπτη Παρασκευή Σάββατο Κυριακή", "Δευ Τρί Τετ Πέμ Παρ Σάβ Κυρ"),
        words="στις στη την τις του και η",
        lead="Δημοσιεύτηκε Δημοσιεύθηκε Δημοσίευση Αναρτήθηκε Ενημερώθηκε Τελευταία ενημέρωση Γράφτηκε Ημερομηνία",
        clock="ώρα",
        am="πμ",
        pm="μμ",
    ),
    Language(
        "tr",
        ("Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",),
        ("Pazartesi Salı Çarşamba Perşembe Cuma Cumartesi Pazar", "Pzt Sal Çar Per Cum Cmt Paz"),
        words="günü tarihinde da de ta te",
        lead="yayınlandı yayımlandı yayınlanma yayın tarihi güncellendi güncelleme son gönderilme eklendi tarih",
        clock="saat",
        am="öö",
        pm="ös",
    ),
    Language(
        "hu",
        ("január február március április május június július augusztus szeptember október november december",),
        ("hétfő kedd szerda csütörtök péntek szombat vasárnap", "h k sze cs p szo v"),
        words="án én a az és",
        lead="közzétéve megjelent feltöltve írta létrehozva frissítve frissült utoljára módosítva utolsó frissítés dátum",
        clock="óra óra_kor",
        am="délelőtt",
        pm="délután",
        order="ymd",
    ),
    Language(
        "id",
        ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember", "~ ~ ~ ~ ~ ~ ~ agt ~ nop ~ ~"),
        (
            "Senin Selasa Rabu Kamis Jumat Sabtu Minggu",
            "Sen Sel Rab Kam Jum Sab Min",
            "~ ~ ~ ~ Jum'at ~ Ahad",
        ),
        words="pada tanggal dan",
        lead="diterbitkan dipublikasikan diposting diposkan ditulis diperbarui terakhir dibuat terbit tayang",
        clock="pukul jam",
        am="am",
        pm="pm",
    ),
    Language(
        "ar",
        (
            "يناير| فبراير| مارس| أبريل| مايو| يونيو| يوليو| أغسطس| سبتمبر| أكتوبر| نوفمبر| ديسمبر|",
            "جانفي| فيفري| ~ أفريل| ماي| جوان| جويلية| أوت| ~ ~ ~ ~",
            "~ ~ ~ إبريل| ~ ~ يوليوز| غشت| شتنبر| ~ نونبر| دجنبر|",
            "كانون_الثاني| شباط| آذار| نيسان| أيار| حزيران| تموز| آب| أيلول| تشرين_الأول| تشرين_الثاني| كانون_الأول|",
        ),
        ("الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد", "الإثنين ~ ~ ~ ~ ~ ~"),
        words="في يوم و من م على",
        lead="نشر نشرت منشور تم_النشر تم_نشره كتب تحديث آخر_تحديث تاريخ تاريخ_النشر بتاريخ أضيف أضيفت",
        clock="الساعة",
        am="ص صباحا صباحًا",
        pm="م مساء مساءً",
    ),
    Language(
        "ja",
        (),
        ("月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日", "月曜 火曜 水曜 木曜 金曜 土曜 日曜", "月 火 水 木 金 土 日"),
        lead="公開 公開日 公開日時 投稿 投稿日 投稿日時 更新 更新日 更新日時 最終更新 最終更新日 掲載日 作成日 日時 日付",
        am="午前",
        pm="午後",
        order="ymd",
    ),
    Language(
        "zh",
        (),
        (
            "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
            "周一 周二 周三 周四 周五 周六 周日",
            "週一 週二 週三 週四 週五 週六 週日",
            "一 二 三 四 五 六 日",
            "~ ~ ~ ~ ~ ~ 星期天",
        ),
        words="于 於 在",
        lead="发布 发布于 發佈 發佈於 發表 發表於 发表 发表于 发布时间 發佈時間 更新 更新于 更新於 更新时间 更新時間 最后更新 最後更新"
        " 日期 发布日期 发表时间 发帖时间 时间",
        am="上午 凌晨 早上",
        pm="下午",
        order="ymd",
    ),
    Language(
        "ko",
        (),
        ("월요일 화요일 수요일 목요일 금요일 토요일 일요일", "월 화 수 목 금 토 일"),
        words="에",
        lead="작성 작성일 작성일시 등록 등록일 게시 게시일 게시됨 발행 발행일 입력 수정 수정일 업데이트 최종 최종수정 날짜",
        am="오전",
        pm="오후",
        order="ymd",
    ),
)
