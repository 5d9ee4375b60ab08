#!/usr/bin/env python3
"""Writes src/Landward.Detection/Dns/domain-model.bin: how surprising three neighbouring characters are in names that people choose.

    npm pack an-array-of-english-words@2.0.0 top-sites@1.1.222     # both MIT; unpack them side by side
    tools/generate-domain-model.py an-array-of-english-words/package/index.json top-sites/package/top-sites.json

The table has 29 x 29 x 29 bytes, one per trigram over: 0 the edge of the name, 1-26 the letters, 27 any digit, 28 everything else. A byte is
the surprise, -log2 of the probability of the third character after the first two, times 16, at most 255. Counts come from English words,
pairs of words (as in most domain names) and the names of the 500 most linked sites, smoothed through bigrams and single characters.
"""
import collections
import json
import math
import random
import sys

SIZE = 29
SMOOTHING = 20


def symbol(character):
    if "a" <= character <= "z":
        return ord(character) - 96
    return 27 if character.isdigit() else 28


def trigrams(name):
    symbols = [0, 0, *map(symbol, name), 0]
    return zip(symbols, symbols[1:], symbols[2:])


def samples(words, names):
    generator = random.Random(7)
    short = [word for word in words if len(word) <= 6]
    yield from ((word, 1) for word in words)
    for _ in range(150_000):
        yield generator.choice(words)[:10] + generator.choice(words)[:8], 0.5
        yield generator.choice(short) + generator.choice(short), 1
    yield from ((name, 300) for name in names)


def main(words_file, sites_file):
    words = [word for word in json.load(open(words_file)) if word.isascii() and word.isalpha()]
    names = [label for site in json.load(open(sites_file)) if len(label := site["rootDomain"].lower().removeprefix("www.").split(".")[0]) > 2]
    three, two, pair, middle, one = (collections.Counter() for _ in range(5))
    total = 0
    for name, weight in samples(words, names):
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


main(*sys.argv[1:])
