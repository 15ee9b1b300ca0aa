#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the name lists of the football rules out of open data.

    tools/lists/make.py DATA_DIR OUT_DIR

Takes players.csv, clubs.csv, managers.csv and osiics.csv from DATA_DIR and the hand-written additions that lie beside
this script; writes players.csv, clubs.csv, managers.csv, given-names.csv, grounds.csv, osiics.csv, standings.csv and
verbs.csv to OUT_DIR.
Standard library only; the same input gives the same bytes.

What is left out matters as much as what is taken over: a list entry that is also an English word, a place or a first
name would be found everywhere.
"""
import calendar
import collections
import csv
import os
import re
import sys
import unicodedata

HERE = os.path.dirname(os.path.abspath(__file__))

# Letters that lose their stroke or ligature in the English press but do not decompose in Unicode.
PLAIN = str.maketrans({
    'ø': 'o', 'Ø': 'O', 'ł': 'l', 'Ł': 'L', 'đ': 'd', 'Đ': 'D', 'ð': 'd', 'Ð': 'D', 'þ': 'th', 'Þ': 'Th',
    'æ': 'ae', 'Æ': 'Ae', 'œ': 'oe', 'Œ': 'Oe', 'ß': 'ss', 'ı': 'i', 'ħ': 'h', 'Ħ': 'H', 'ŋ': 'n', 'ə': 'a', 'Ə': 'A',
})

# Players known by one name that is neither a first name nor a word of English.
ONE_NAME = '''Alisson Antony Bebeto Bremer Cafu Casemiro Deco Dida Ederson Elano Endrick Evanilson Fabinho Fernandinho
Firmino Fred Gavi Gervinho Grafite Hulk Isco Jairzinho Joelinton Joelson Jorginho Josimar Joselu Juanfran Juninho Kaka
Kleberson Koke Lyanco Malcom Marquinhos Mido Nani Neymar Nilmar Nolito Pedri Pedrinho Pele Pepe Pizzi Ramires Raphinha
Richarlison Rivaldo Robinho Rodri Rodrygo Romario Ronaldinho Savinho Socrates Suso Trezeguet Vitinho Vitolo
Wendel Willian Zico'''.split()

# Other ways in which a name is printed.
PRINTED = {
    'Ali Al-Bulaihi': 'Ali Al-Bulayhi',
    'Alisson Becker': 'Alisson',
    'Bruno Guimarães': 'Bruno Guimaraes',
    'Daniel James': 'Dan James',
    'Emiliano Martínez': 'Emi Martinez',
    'Gabriel Magalhães': 'Gabriel Magalhaes',
    'Heung-min Son': 'Son Heung-min|Heung-Min Son',
    'Joe Gomez': 'Joseph Gomez',
    'Kyle Walker-Peters': 'Kyle Walker Peters',
    'Min-jae Kim': 'Kim Min-jae',
    'Oliver Skipp': 'Olly Skipp',
    'Son Heung-min': 'Heung-min Son',
    'Vinícius Júnior': 'Vinicius Jr|Vini Jr|Vinicius',
}

# One-word names of clubs that are better not looked for: words, persons, countries, cities where much else happens.
NO_CLUB = set('''
AB ABC ADT AIK AVS Abha Adana Adelaide Admira Africa Airbus Akademik Alania Alaniya Albion Alexandria Alianza
Alicante Altay America Amsterdam América Ancona Andorra Anorthosis Antalya Antigua Antwerp Apollon Ararat Arda
Aris Ashdod Astana Asteras Aston Astra Athletic Atlanta Atlante Atlas Atlético Atromitos Aurora Austria Avenir
Bahia Bahrain Baku Bala Ballers Banga Bangor Bari Barreiro Barry Bart Bergen Berlin Beroe Berwick Besa Beveren
Bistrica Blooming Boca Bodrum Bolivar Bonner Borac Boston Botev Brage Brandenburg Brasília Bravo Bray Breda
Bregenz Bremer Brisbane Brown Brussels Burgos CAI CAR Caledonia Cancún Cannes Caracas Cardenal Carmelita Carmen
Cartagena Castilla Cavalier Cavalry Celaya Chaves Chester Chiapas Chicago Chorley Cincinnati Clyde College Colon
Colorado Columbus Como Compostela Concordia Cork Cosmos Cristal Crusaders Cumbayá Dacia Daegu Dallas Danubio
Defensor Delfines Delfín Desna Destroyers Diamond Diamonds Dietach Dijon Dinamo Distillery Dover Doxa Dresden
Dunav Dynamo Earthquakes Emelec Encamp Enforcers Ermis Espinho Estrela Estudiantes Ethnikos Europa Excelsior
Faetano Ferro Flora Floriana Folgore Forge Fortaleza Fram GOAL Gallipoli Galway Gama Geel Gent Germinal Gorica
Grampus Grays Graz Guadalajara Guadalupe Guarani Halle Hamilton Hansa Hapoel Hard Havana Heracles Hercules
Hermes Hibernians Homburg Honka Horn Houston Hurricanes ICT Iberia Ibiza Independiente Indios Innsbruck
Institute Instituto Internacional Iskra Jags Jaguares Jaro Jazz Jordan Junior Juvenes Juventud Kalev Kashima
Kasuka Keila Kobe Kofu Kolding Koper LALA Lahti Larissa Leca Lech Leon Lerida Leça León Liberia Libertad
Libertas Limerick Linx Linz Lion Lions Litex Lokomotiv Lokomotiva Lori Lotte Luch Lugano Lusitanos Lusitans
Luxembourg Luzern Lynx Maccabi Madeira Magpies Malisheva Manisa Marathon Marek Marin Marinos Mariupol Mauer
Melita Merida Meta Mexico Miami Mika Milano Mineros Minnesota Minsk Mitre Monaghan Monarcas Mons Montana
Monterrey Montevideo Montreal Montrose Morton Moskva Moss Municipal Mura Murata Murcia Mérida Nacional Nafta
Nagoya Napredak Nara Naval Naxxar Neftçi Nelson Neman Nistru Noah Norma Nova OB ODD Oaxaca Odd Oita Olimpia
Olympic Olympique Omonia Ordabasy Ordino Orense Orlando Osaka Oss Oulu Pacific Paris Pau Pegasus Petrolul
Philadelphia Polonia Portland Principat Progreso Progresul Progrès Proleter Puebla Pumas Pyramids Rabat Racing
Rad Rain Rapid Ravenna Real Reipas Remo Renova Riga River Robinhood Roda Rode Roman Rose Rostov Rotor Rubin SIF
SLO SPAL Sabah Sabail Sachsen Samara San Sandnes Sapporo Saturn Saxan Seattle Senec Seoul Shamrock Sion Sirius
Slavia Slovan Sol Sparta Spartak Sport Sportclub Sporting Stade Stal Star Stella Stirling Sturm Sutton Swift
Sydney Tai Tampa Tatran Tekstilshchik Tennis Teuta Thames Tigers Tigre Tijuana Toledo Toronto Torpedo Tours
Trier Trinity Turan Tyrol Ulm Union Unirea United Universidad Universitario Vaduz Vale Vancouver Varese Velez
Verl Vic Victoria Victory Viking Viktoria Vila Vitória Volga Wacker Wanderers Warriors Wellington Wien Wil
Wimbledon Worms Xanthi Young Zaria Zenith Zug Zürich'''.split())
# Capital-letter names of clubs that are clear.
INITIALS = set('AEK APOEL BATE BVB CSKA FCSB HJK HSV LAFC LOSC NAC NEC PAOK PSG PSV QPR TNS UCD'.split())

COUNTRY = {'Macedonia': 'North Macedonia', 'Latvija': 'Latvia', 'Congo DR': 'DR Congo', "Côte d'Ivoire": 'Ivory Coast',
           'Cabo Verde': 'Cape Verde'}

# The clubs of clubs.csv may share an alias; these countries' clubs are then meant in English news.
RANK = ['England', 'Scotland', 'Wales', 'Northern Ireland', 'Ireland', 'Spain', 'Italy', 'Germany', 'France',
        'Netherlands', 'Portugal', 'Belgium', 'Turkey', 'Greece', 'Brazil', 'Argentina', 'United States', 'Australia',
        'Japan', 'Saudi Arabia', 'Russia', 'Ukraine', 'Austria', 'Switzerland', 'Norway', 'Sweden', 'Denmark']

AFFIX = ('FC AFC CF SC SK FK AC AS SS SSC SV TSV VfL VfB RC RCD CD UD SD US OGC OSC ACF IF BK IK FF NK HNK KF KV '
         'KAA KRC RSC SL CA EC CR SE SBV BSC MSV UC SpVgg Calcio').split()

MANAGER_CLUB = {
    'Brighton': 'Brighton & Hove Albion', 'Luton': 'Luton Town', 'Man City': 'Manchester City',
    'Man Utd': 'Manchester United', 'Newcastle': 'Newcastle United', 'West Ham': 'West Ham United',
    'Wolves': 'Wolverhampton Wanderers',
}
MANAGER_NAME = {'Josep Guardiola': 'Pep Guardiola', 'Felipe Scolari': 'Luiz Felipe Scolari'}
# Older spells name men whom today's news does not mean, and take the name from a player who shares it.
MANAGERS_SINCE = '1985'

# The most general OSIICS 14 code for each area and pathology of the guide; a pair without a general code has none.
OSIICS = {
    'head': {'muscle injury': 'HMY', 'contusion': 'HV1', 'fracture': 'HFX', 'joint sprain': 'HLS', 'laceration': 'HK1',
             'concussion': 'HN1', 'unspecified': 'HZX', 'other': 'HZX'},
    'neck': {'muscle injury': 'NM1', 'muscle contusion': 'NH1', 'contusion': 'NH1', 'fracture': 'NFX',
             'bone stress injury': 'NSX', 'cartilage injury': 'NC1', 'joint sprain': 'NL1', 'laceration': 'NKX',
             'unspecified': 'NZX', 'other': 'NZX'},
    'shoulder': {'muscle injury': 'SM1', 'muscle contusion': 'SH1', 'contusion': 'SH1', 'tendinopathy': 'STZ',
                 'fracture': 'SFX', 'bone stress injury': 'SSX', 'cartilage injury': 'SC1', 'joint sprain': 'SL1',
                 'laceration': 'SK1', 'unspecified': 'SZP', 'other': 'SZP'},
    'upper arm': {'muscle injury': 'UMX', 'muscle contusion': 'UHX', 'contusion': 'UHX', 'tendinopathy': 'UT8',
                  'fracture': 'UFX', 'bone stress injury': 'USX', 'laceration': 'UK1', 'unspecified': 'UZX',
                  'other': 'UZX'},
    'elbow': {'muscle injury': 'EMX', 'contusion': 'EV1', 'fracture': 'EFX', 'bone stress injury': 'ES1',
              'cartilage injury': 'EC1', 'joint sprain': 'ELZ', 'laceration': 'EKX', 'unspecified': 'EZZ',
              'other': 'EZZ'},
    'forearm': {'muscle injury': 'RM1', 'muscle contusion': 'RH1', 'contusion': 'RH1', 'tendinopathy': 'RTX',
                'fracture': 'RF1', 'bone stress injury': 'RSX', 'unspecified': 'RZX', 'other': 'RZX'},
    'wrist': {'muscle injury': 'WMX', 'muscle contusion': 'WH1', 'contusion': 'WV1', 'tendinopathy': 'WTX',
              'fracture': 'WF2', 'bone stress injury': 'WSX', 'cartilage injury': 'WCX', 'joint sprain': 'WLJ',
              'laceration': 'WKW', 'unspecified': 'WZ1', 'other': 'WZ1'},
    'hand': {'muscle contusion': 'PH1', 'contusion': 'PH1', 'fracture': 'PFM', 'joint sprain': 'PL2',
             'laceration': 'PKH', 'unspecified': 'PZH', 'other': 'PZH'},
    'chest': {'muscle injury': 'CM2', 'muscle contusion': 'CH2', 'contusion': 'CH2', 'fracture': 'CFX',
              'bone stress injury': 'CS1', 'cartilage injury': 'CC1', 'joint sprain': 'CLX',
              'laceration': 'CKX', 'unspecified': 'CPX', 'other': 'CPX'},
    'thoracic spine': {'muscle injury': 'DMM', 'muscle contusion': 'DH1', 'contusion': 'DH1', 'fracture': 'DFX',
                       'bone stress injury': 'DSX', 'cartilage injury': 'DC1', 'joint sprain': 'DLJ',
                       'laceration': 'DKX', 'unspecified': 'DZX', 'other': 'DZX'},
    'lumbosacral': {'muscle injury': 'LM1', 'muscle contusion': 'LH1', 'contusion': 'LH1', 'fracture': 'LFX',
                    'bone stress injury': 'LS1', 'cartilage injury': 'LC1', 'joint sprain': 'LL1',
                    'laceration': 'LKX', 'unspecified': 'LZX', 'other': 'LZX'},
    'abdomen': {'muscle injury': 'OMM', 'muscle contusion': 'OH1', 'contusion': 'OH1', 'tendinopathy': 'OTX',
                'laceration': 'OKX', 'unspecified': 'OZX', 'other': 'OOX'},
    'hip/groin': {'muscle injury': 'GM8', 'muscle contusion': 'GHZ', 'contusion': 'GH1', 'tendinopathy': 'GTX',
                  'fracture': 'GFX', 'bone stress injury': 'GSX', 'cartilage injury': 'GC1', 'joint sprain': 'GLH',
                  'laceration': 'GKX', 'unspecified': 'GZX', 'other': 'GZX'},
    'thigh': {'muscle injury': 'TMZ', 'muscle contusion': 'TH1', 'contusion': 'THZ', 'tendinopathy': 'TT8',
              'tendon rupture': 'TR1',
              'fracture': 'TFX', 'bone stress injury': 'TS1', 'laceration': 'TKX', 'unspecified': 'TZ1',
              'other': 'TZ1'},
    'knee': {'muscle injury': 'KMX', 'muscle contusion': 'KH1', 'contusion': 'KV1', 'tendinopathy': 'KT3',
             'fracture': 'KFX', 'bone stress injury': 'KSX', 'cartilage injury': 'KC8', 'joint sprain': 'KLZ',
             'laceration': 'KK1', 'unspecified': 'KZ1', 'other': 'KZ1'},
    'lower leg': {'muscle injury': 'QMX', 'muscle contusion': 'QH1', 'contusion': 'QH1', 'tendinopathy': 'QTA',
                  'tendon rupture': 'QRA', 'fracture': 'QFX', 'bone stress injury': 'QST', 'joint sprain': 'QL1',
                  'laceration': 'QK1', 'unspecified': 'QZ1', 'other': 'QZ1'},
    'ankle': {'contusion': 'AV1', 'tendinopathy': 'ATX', 'fracture': 'AF1', 'bone stress injury': 'ASX',
              'cartilage injury': 'AC1', 'joint sprain': 'ALJ', 'laceration': 'AKX', 'unspecified': 'AZZ',
              'other': 'AZZ'},
    'foot': {'muscle injury': 'FM1', 'contusion': 'FV1', 'tendinopathy': 'FTX', 'fracture': 'FF2',
             'bone stress injury': 'FS1', 'cartilage injury': 'FCX', 'joint sprain': 'FLJ', 'unspecified': 'FZX',
             'other': 'FZX'},
    # "back" alone is the lower back in the press.
    'back': {'muscle injury': 'LM1', 'muscle contusion': 'LH1', 'contusion': 'LH1', 'fracture': 'LFX',
             'bone stress injury': 'LS1', 'cartilage injury': 'LC1', 'joint sprain': 'LLJ', 'unspecified': 'LZX',
             'other': 'LZX'},
    'leg': {'muscle injury': 'XML', 'muscle contusion': 'XHL', 'contusion': 'XHL', 'fracture': 'QFX',
            'laceration': 'XKL'},
    'arm': {'muscle injury': 'XMU', 'muscle contusion': 'XHU', 'contusion': 'XHU', 'laceration': 'XKU'},
    'illness': {'illness': 'MZZX', 'other': 'MZZX', 'unspecified': 'MZZX'},
    'unspecified': {'muscle injury': 'ZMX', 'tendinopathy': 'ZT8', 'joint sprain': 'ZLU', 'laceration': 'ZKX',
                    'unspecified': 'ZZ1'},
}


def read(folder, name):
    with open(os.path.join(folder, name), encoding='utf-8-sig', newline='') as f:
        return list(csv.DictReader(f))


def write(folder, name, head, rows):
    """Sorted, without repeated keys (first column), as RFC 4180 with LF."""
    rows = sorted(set(tuple(r) for r in rows))
    with open(os.path.join(folder, name), 'w', encoding='utf-8', newline='') as f:
        out = csv.writer(f, lineterminator='\n')
        out.writerow(head)
        out.writerows(rows)
    print('%-18s %6d rows' % (name, len(rows)))


def tidy(text):
    return unicodedata.normalize('NFC', ' '.join(text.replace('\u2019', "'").split()))


def fold(text):
    """As the engine compares: no accents, no marks inside words, no case."""
    bare = ''.join(c for c in unicodedata.normalize('NFD', text.translate(PLAIN)) if not unicodedata.combining(c))
    return ' '.join(re.sub(r"[-'.&/]", ' ', bare).lower().split())


def ascii_alias(name):
    """The name as a paper without special letters prints it, where plain accent stripping does not give that."""
    return name.translate(PLAIN) if name.translate(PLAIN) != name else ''


def join(name, aliases):
    """Aliases in order, each once, without those that fold to the name."""
    seen, out = {fold(name)}, []
    for a in aliases:
        a = tidy(a)
        if a and (fold(a) not in seen):
            seen.add(fold(a))
            out.append(a)
    return '|'.join(out)


def common(rows, column):
    values = {r[column] for r in rows}
    return values.pop() if len(values) == 1 else ''


def full_name(name):
    return ' ' in name and all(c.isalpha() or c in " -'." for c in name)


def make_players(data, out):
    people = collections.defaultdict(list)
    for row in data:
        row['name'] = tidy(row['name'])
        if full_name(row['name']):
            people[fold(row['name'])].append(row)
    singles = {fold(n) for n in ONE_NAME}
    for row in data:
        if fold(row['name']) in singles:
            people[fold(row['name'])].append(row)
    rows = []
    for same in people.values():
        name = same[0]['name']
        country = common(same, 'country')
        aliases = [ascii_alias(name)] + PRINTED.get(name, '').split('|')
        rows.append((name, '|'.join(a for a in dict.fromkeys(aliases) if a), common(same, 'position'),
                     COUNTRY.get(country, country), common(same, 'born')))
    for name in sorted(set(ONE_NAME)):
        if fold(name) not in people:
            rows.append((name, '', '', '', ''))
    write(out, 'players.csv', ['name', 'aliases', 'position', 'country', 'born'], rows)
    return [r[0] for r in rows if ' ' in r[0]]


PRONOUNS = {'woman': 'she|her', 'man': 'he|him|his', 'either': ''}


def make_given_names(names, out):
    """First words that three players share, and the ones written by hand. `common`: also a word or a place. `pronouns`:
    what stands for whoever bears it, where only women or only men do; the players are men."""
    counts = collections.Counter(n.split()[0] for n in names)
    rows = {}
    for row in read(HERE, 'given-names-more.csv'):
        rows[fold(row['name'])] = (row['name'], row['common'])
    words = {fold(w['word']) for w in read(HERE, 'given-names-common.csv')}
    borne = {}
    for row in read(HERE, 'given-names-pronouns.csv'):
        borne[fold(row['name'])] = PRONOUNS[row['borne by']]
        rows.setdefault(fold(row['name']), (row['name'], ''))
    for name, n in sorted(counts.items()):
        if n >= 3 and len(name) > 2 and '.' not in name and name != 'El' and fold(name) not in rows:
            rows[fold(name)] = (name, 'yes' if fold(name) in words else '')
    men = {fold(name) for name, n in counts.items() if n >= 3}
    write(out, 'given-names.csv', ['name', 'common', 'pronouns'],
          [row + (borne.get(key, PRONOUNS['man'] if key in men else ''),) for key, row in rows.items()])


def club_country(text):
    country = text.split('\u2022')[-1].strip() if text.startswith('\u00d6') else text.split('\u2022')[0].strip()
    return COUNTRY.get(country, country)


def press_name(name, aliases):
    """"FC Porto" and "Fulham FC" are Porto and Fulham where the data knows them so too."""
    short = re.sub(r'^(?:\d\. )?(?:%s) | (?:%s)$' % ('|'.join(AFFIX), '|'.join(AFFIX)), '', name)
    return short if short != name and (short in aliases or not aliases) and len(short) > 3 else name


def good_alias(alias, british):
    if not alias or '$' in alias or len(alias.split()) > 4 or re.search(r'\(|\d{4}', alias):
        return False
    if '.' in alias.replace('St. ', '') or '/' in alias:
        return False
    if ' ' in alias:
        return not re.search(r' (?:I|II|III)$', alias)
    if alias.isupper() or len(fold(alias)) < 4:
        return alias in INITIALS
    return british or alias not in NO_CLUB


def make_clubs(data, out):
    renamed = {r['source']: r for r in read(HERE, 'club-names.csv')}
    clubs = []
    for row in data:
        name = tidy(row['name'])
        if re.search(r'\((?:.*\d{3,4}|-)[^)]*\)|^i+\)|\$', name) and not re.search(r'\(\d{4}-\)', name):
            continue
        country = club_country(row['country'])
        british = country in RANK[:5]
        aliases = [a for a in row['aliases'].split('|') if good_alias(tidy(a), british and tidy(a) not in NO_CLUB)]
        plain = re.sub(r' ?\(\d{4}-\)', '', name)
        if name in renamed:
            press, extra = renamed[name]['name'], renamed[name]['aliases'].split('|')
        else:
            press, extra = press_name(plain, aliases), []
            if ' ' not in press and press in NO_CLUB:
                press = plain
        clubs.append({'name': press, 'aliases': extra + [plain] + aliases, 'country': country, 'sport': 'football',
                      'firm': len(extra), 'ground': tidy(row['ground']),
                      'rank': RANK.index(country) if country in RANK else len(RANK)})
    for row in read(HERE, 'clubs-more.csv'):
        clubs.append({'name': row['name'], 'aliases': row['aliases'].split('|'), 'country': row['country'],
                      'sport': row['sport'], 'firm': 9, 'ground': '',
                      'rank': RANK.index(row['country']) if row['country'] in RANK else len(RANK)})
    clubs.sort(key=lambda c: (c['rank'], c['name'], c['sport'], c['country']))
    owner = {}
    for club in clubs:                          # a club's own name goes before anybody's alias
        owner.setdefault(fold(club['name']), club)
    for club in clubs:
        for i, alias in enumerate(club['aliases']):
            if i < club['firm'] and alias:
                owner.setdefault(fold(alias), club)
    for club in clubs:
        for alias in club['aliases']:
            if alias:
                owner.setdefault(fold(alias), club)
    rows, grounds = [], []
    for club in clubs:
        if owner[fold(club['name'])] is not club:
            continue
        mine = [a for a in club['aliases'] if a and owner[fold(a)] is club and a not in NO_CLUB]
        names = mine + [ascii_alias(n) for n in [club['name']] + mine]
        rows.append((club['name'], join(club['name'], names), club['country'], club['sport']))
        if club['ground']:
            grounds.append((club['ground'], club['name'], ''))
    write(out, 'clubs.csv', ['name', 'aliases', 'country', 'sport'], rows)
    make_grounds(grounds, out)


def make_grounds(rows, out):
    found = {fold(r['name']): (r['name'], r['club'], r['place']) for r in read(HERE, 'grounds-more.csv')}
    for name, club, place in sorted(rows):
        name = re.split(r'  ', name)[0]
        if len(name) > 5 and fold(name) not in found:
            found[fold(name)] = (name, club, place)
    write(out, 'grounds.csv', ['name', 'club', 'place'], found.values())


def whole_day(text, end):
    """2004 is 2004-01-01 as a beginning and 2004-12-31 as an end: a year is all that is known."""
    if len(text) == 4:
        return text + ('-12-31' if end else '-01-01')
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return '%s-%02d' % (text, calendar.monthrange(year, month)[1] if end else 1)
    return text


# Managers whom the press names by this alone, and who share it with no player.
SURNAMES = set("""
Advocaat Allardyce Allegri Ancelotti Beenhakker Bielsa Boothroyd Cheika Cherchesov Coppell Corberan Curbishley Dalglish
Deschamps Donadoni Eidevall Farke Galthie Galtier Gatland Glasner Guardiola Guidolin Hallgrimsson Hareide Heckingbottom
Heynckes Hiddink Hitzfeld Hoddle Houllier Hughton Hurzeler Iraola Jokanovic Karanka Klopp Lagerback Lippi Lopetegui
Magath McClaren McGeechan McLeish Montemurro Mourinho Mowbray Moyes Nagelsmann Nienaber Pardew Pioli Pochettino
Postecoglou Pulis Rangnick Redknapp Rehhagel Scaloni Scolari Solskjaer Souness Southgate Spalletti Sundhage Tabarez
Toshack Trapattoni Tuchel Venables Vogts Wenger Wiegman
""".split())


def surname(name):
    return name.split()[-1] if name.split()[-1] in SURNAMES else ''


def make_managers(data, out):
    spells = {}
    for row in data:
        if row['to'] and row['to'] < MANAGERS_SINCE:
            continue
        name = MANAGER_NAME.get(row['name'], row['name'])
        club = MANAGER_CLUB.get(row['club'], row['club'])
        spells[name, club, 'football', row['from']] = row['to']
    known = collections.defaultdict(list)
    for name, club, sport, start in spells:
        known[name, club, sport].append(start)
    for row in read(HERE, 'managers-more.csv'):
        start, end = whole_day(row['from'], False), whole_day(row['to'], True)
        key = row['name'], row['club'], row['sport'], start
        if key not in spells and any(s[:4] == start[:4] for s in known[key[:3]]):
            continue                            # the data knows that spell to the day
        spells[key] = end
    write(out, 'managers.csv', ['name', 'surname', 'club', 'from', 'to', 'sport'],
          [(n, surname(n), c, start, end, sport) for (n, c, sport, start), end in spells.items()])


def make_osiics(data, out):
    codes = {r['osiics'] for r in data}
    rows = []
    for area, kinds in OSIICS.items():
        for pathology, code in kinds.items():
            if code not in codes:
                raise SystemExit('make.py: no OSIICS code "%s" (%s, %s)' % (code, area, pathology))
            rows.append((area, pathology, code))
    write(out, 'osiics.csv', ['area', 'pathology', 'osiics'], rows)


def expanded(phrase):
    """every phrase that "[a|b] [c|d ]e" stands for"""
    match = re.search(r'\[([^\]]*)\]', phrase)
    if not match:
        return [' '.join(phrase.split()).replace(" 'll", "'ll").replace(" 's", "'s")]
    return [whole for part in match[1].split('|') for whole in expanded(phrase[:match.start()] + part + phrase[match.end():])]


def make_phrases(name, out):
    """Phrases in columns, side by side, each out of a part of NAME.txt"""
    columns = {}
    with open(os.path.join(HERE, name + '.txt'), encoding='utf-8') as f:
        for line in f:
            line = line.rstrip('\n')
            head = re.fullmatch(r'\[([a-z]+)\]', line)
            if head:
                column = columns.setdefault(head[1], set())
            elif line and not line.startswith('#'):
                column.update(expanded(line))
    longest = max(len(column) for column in columns.values())
    with open(os.path.join(out, name + '.csv'), 'w', encoding='utf-8', newline='') as f:
        to = csv.writer(f, lineterminator='\n')
        to.writerow(columns)
        to.writerows([sorted(c)[i] if i < len(c) else '' for c in columns.values()] for i in range(longest))
    print('%-18s %6d rows' % (name + '.csv', longest))


def main():
    if len(sys.argv) != 3:
        raise SystemExit('usage: make.py DATA_DIR OUT_DIR')
    data, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    names = make_players(read(data, 'players.csv'), out)
    make_given_names(names, out)
    make_clubs(read(data, 'clubs.csv'), out)
    make_managers(read(data, 'managers.csv'), out)
    make_osiics(read(data, 'osiics.csv'), out)
    for name in 'standings', 'verbs':
        make_phrases(name, out)


if __name__ == '__main__':
    main()
