"""Countries in English: beginnings of the adjective, the people and the capital that stand for each."""

from __future__ import annotations

_ROWS = """
afghanistan afghan kabul|albania alban tirana|algeria alger|argentina argentin buenos|armenia armen yerevan
australia austral canberra|austria austri vienna|azerbaijan azerbaijan baku|bangladesh banglades dhaka
belarus belarus minsk|belgium belg brussels|bolivia bolivi|bosnia bosni sarajevo
brazil brazil brasília brasilia
britain brit london whitehall|bulgaria bulgar sofia|canada canad ottawa|chile chile santiago
china chin beijing
colombia colomb bogotá bogota|croatia croat zagreb|cuba cuba havana|cyprus cypr nicosia|czechia czech prague
denmark dan copenhagen|ecuador ecuador quito|egypt egypt cairo|estonia eston tallinn|ethiopia ethiop addis
fiji fiji suva|finland finn helsinki|france french paris élysée|georgia georg tbilisi|germany german berlin
ghana ghana accra|greece greek athens|hungary hungar budapest|iceland iceland|india india delhi
indonesia indones jakarta
iran iran tehran|iraq iraq baghdad|ireland ir dublin|israel israel jerusalem|italy ital rome|japan japan tokyo
jordan jordan amman|kazakhstan kazakh astana|kenya keny nairobi|kosovo kosov pristina
kyrgyzstan kyrgyz bishkek
latvia latv riga|lebanon leban beirut|libya liby tripoli|lithuania lithuan vilnius|luxembourg luxembourg
malta malt valletta
mexico mexic|moldova moldov chisinau|montenegro montenegr|morocco morocc rabat|nauru naur
nepal nepal kathmandu
netherlands dutch hague|nigeria nigeri abuja|norway norweg oslo|pakistan pakistan islamabad|peru peru lima
philippines filipin philippine manila|poland pol warsaw|portugal portug lisbon|qatar qatar doha
romania roman bucharest
russia russ moscow kremlin|scotland scot edinburgh holyrood|serbia serb belgrade
slovakia slovak bratislava|slovenia sloven ljubljana
somalia somali mogadishu|spain span madrid|sudan sudan khartoum|sweden swed stockholm
switzerland swiss bern|syria syri damascus
taiwan taiwan taipei|thailand thai bangkok|tonga tonga|tunisia tunis|turkey turk ankara|uganda ugand kampala
uk brit london|ukraine ukrain kyiv kiev|us american washington|usa american washington
uzbekistan uzbek tashkent|venezuela venezuel caracas
vietnam vietnam hanoi|wales welsh cardiff|yemen yemen sanaa|zambia zambi lusaka|zimbabwe zimbabw harare
"""
COUNTRIES = {
    row.split()[0]: tuple(row.split()[1:]) for row in _ROWS.strip().replace("\n", "|").split("|") if row
}
