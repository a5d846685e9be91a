"""Countries in German: beginnings of the adjective, the people and the capital that stand for each."""

from __future__ import annotations

_ROWS = """
afghanistan afghan kabul|ägypten ägypt kairo|albanien alban tirana|algerien alger algier
argentinien argentin buenos
armenien armen eriwan|aserbaidschan aserbaidschan baku|australien austral canberra|belarus belarus minsk
belgien belg brüssel|bosnien bosn sarajevo|brasilien brasil brasília|bulgarien bulgar sofia
chile chilen santiago
china chines peking|dänemark dän kopenhagen|deutschland deutsch berlin|ecuador ecuador quito
estland estn tallinn
finnland finn helsinki|fidschi fidsch suva|frankreich französ franzos paris|georgien georg tiflis
griechenland griech athen|großbritannien brit london|grossbritannien brit london|indien ind delhi
irak irak bagdad
iran iran teheran|irland ir dublin|island isländ reykjavík|israel israel jerusalem|italien italien rom
japan japan tokio|kanada kanad ottawa|kasachstan kasach astana|kenia kenian nairobi|kirgistan kirgis bischkek
kolumbien kolumb bogotá|kosovo kosov pristina|kroatien kroat zagreb|kuba kuban havanna|lettland lett riga
libanon libanes beirut|libyen liby tripolis|litauen litau vilnius|luxemburg luxemburg|malta maltes valletta
marokko marokk rabat|mexiko mexik|moldau moldau chisinau|montenegro montenegr podgorica
neuseeland neuseel wellington
niederlande niederländ haag|nigeria nigerian abuja|nordkorea nordkorean pjöngjang
nordmazedonien mazedon skopje
norwegen norweg oslo|österreich österreich wien|pakistan pakistan islamabad|peru peruan lima
philippinen philippin manila
polen pol warschau|portugal portugies lissabon|rumänien rumän bukarest|russland russ moskau kreml
saudi-arabien saudi riad|schweden schwed stockholm|schweiz schweizer bern|serbien serb belgrad
slowakei slowak bratislava
slowenien slowen ljubljana|spanien span madrid|südafrika südafrik pretoria|südkorea südkorean seoul
syrien syr damaskus
taiwan taiwan taipeh|tadschikistan tadschik|tschechien tschech prag|tunesien tunes tunis|türkei türk ankara
ukraine ukrain kiew kyjiw|ungarn ungar budapest|usa us- amerikan washington|usbekistan usbek taschkent
venezuela venezol caracas|vietnam vietnames hanoi|zypern zypr nikosia
"""
COUNTRIES = {
    row.split()[0]: tuple(row.split()[1:]) for row in _ROWS.strip().replace("\n", "|").split("|") if row
}
