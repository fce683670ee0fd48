# SPDX-License-Identifier: Apache-2.0
"""Made-up numbers with right check digits, for the corpus of `contract infer`: nobody has been given them. Each
function takes a random.Random. Written from the rules of those who give the numbers out, not from the product."""
import string

IBANS = {"DE": "nnnnnnnnnnnnnnnnnn", "FR": "nnnnnnnnnncccccccccccnn", "NL": "aaaannnnnnnnnn", "BE": "nnnnnnnnnnnn",
         "ES": "nnnnnnnnnnnnnnnnnnnn", "GB": "aaaannnnnnnnnnnnnn", "IT": "annnnnnnnnncccccccccccc", "PL": "n" * 24,
         "SE": "n" * 20, "AT": "n" * 16, "PT": "n" * 21, "CH": "nnnnncccccccccccc"}


def digits(rng, count):
    return "".join(rng.choice(string.digits) for _ in range(count))


def luhn_digit(text):
    total = 0
    for index, sign in enumerate(reversed(text)):
        value = int(sign) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


D = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
     [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
     [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
     [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]]
P = [list(range(10)), [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]]
for _ in range(6):
    P.append([P[-1][P[1][i]] for i in range(10)])


def verhoeff_digit(text):
    check = 0
    for index, sign in enumerate(reversed(text), 1):
        check = D[check][P[index % 8][int(sign)]]
    return str([0, 4, 3, 2, 1, 5, 6, 7, 8, 9][check])


def iban(rng, country=None):
    country = country or rng.choice(sorted(IBANS))
    body = "".join(rng.choice({"n": string.digits, "a": string.ascii_uppercase,
                               "c": string.digits + string.ascii_uppercase}[kind]) for kind in IBANS[country])
    number = int("".join(str(int(sign, 36)) for sign in body + country + "00"))
    text = f"{country}{98 - number % 97:02d}{body}"
    return text


def card(rng):
    prefix, size = rng.choice([("4", 16), ("51", 16), ("55", 16), ("34", 15), ("37", 15), ("6011", 16), ("36", 14),
                               ("2221", 16), ("3530", 16)])
    body = prefix + digits(rng, size - len(prefix) - 1)
    return body + luhn_digit(body)


def day(rng, first=1940, last=2005):
    return rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28)


def belgian(rng):
    year, month, dom = day(rng)
    body = f"{year % 100:02d}{month:02d}{dom:02d}{rng.randint(1, 997):03d}"
    check = 97 - int(("2" if year >= 2000 else "") + body) % 97
    return f"{body[:2]}.{body[2:4]}.{body[4:6]}-{body[6:9]}.{check:02d}"


def bsn(rng):
    while True:
        body = digits(rng, 8)
        check = sum(int(sign) * weight for sign, weight in zip(body, range(9, 1, -1))) % 11
        if check < 10 and body != "00000000":
            return body + str(check)


def german(rng):
    while True:
        signs = [str(d) for d in range(10)]
        rng.shuffle(signs)
        body = signs[:9] + [signs[rng.randrange(9)]]
        rng.shuffle(body)
        if body[0] == "0":
            continue
        product = 10
        for sign in body:
            total = (int(sign) + product) % 10 or 10
            product = total * 2 % 11
        return "".join(body) + str((11 - product) % 10)


def nir(rng):
    year, month, _ = day(rng)
    body = f"{rng.choice('12')}{year % 100:02d}{month:02d}{rng.randint(1, 95):02d}{rng.randint(1, 990):03d}{rng.randint(1, 999):03d}"
    return f"{body}{97 - int(body) % 97:02d}"


def dni(rng):
    if rng.random() < 0.3:
        lead = rng.choice("XYZ")
        body = digits(rng, 7)
        return f"{lead}{body}{'TRWAGMYFPDXBNJZSQVHLCKE'[int(str('XYZ'.index(lead)) + body) % 23]}"
    body = digits(rng, 8)
    return body + "TRWAGMYFPDXBNJZSQVHLCKE"[int(body) % 23]


def pesel(rng):
    year, month, dom = day(rng)
    body = f"{year % 100:02d}{month + (20 if year >= 2000 else 0):02d}{dom:02d}{digits(rng, 4)}"
    return body + str(-sum(int(s) * w for s, w in zip(body, (1, 3, 7, 9) * 3)) % 10)


ODD = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21)))
ODD.update(zip(string.ascii_uppercase, (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10,
                                        22, 25, 24, 23)))


def fiscale(rng):
    consonants = "BCDFGLMNPRSTVZ"
    year, month, dom = day(rng)
    body = "".join(rng.choice(consonants) for _ in range(6)) + f"{year % 100:02d}" + "ABCDEHLMPRST"[month - 1]
    body += f"{dom + rng.choice((0, 40)):02d}" + rng.choice("ABCDEFGHIL") + digits(rng, 3)
    total = sum(ODD[s] if i % 2 == 0 else int(s, 36) - (10 if s.isalpha() else 0) for i, s in enumerate(body))
    return body + string.ascii_uppercase[total % 26]


def swedish(rng):
    year, month, dom = day(rng)
    body = f"{year % 100:02d}{month:02d}{dom:02d}{digits(rng, 3)}"
    text = body + luhn_digit(body)
    return f"{text[:6]}-{text[6:]}"


def finnish(rng):
    year, month, dom = day(rng)
    body, number = f"{dom:02d}{month:02d}{year % 100:02d}", f"{rng.randint(2, 899):03d}"
    return f"{body}{'A' if year >= 2000 else '-'}{number}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(body + number) % 31]}"


def norwegian(rng):
    while True:
        year, month, dom = day(rng, 1940, 1999)
        body = f"{dom:02d}{month:02d}{year % 100:02d}{digits(rng, 3)}"
        one = -sum(int(s) * w for s, w in zip(body, (3, 7, 6, 1, 8, 9, 4, 5, 2))) % 11
        two = -sum(int(s) * w for s, w in zip(body + str(one), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
        if one < 10 and two < 10:
            return f"{body}{one}{two}"


def danish(rng):
    year, month, dom = day(rng)
    return f"{dom:02d}{month:02d}{year % 100:02d}-{digits(rng, 4)}"


def nino(rng):
    return f"{rng.choice('ABCEGHJKLMNPRSTWXYZ')}{rng.choice('ABCEHJLMPRSTWXY')}{digits(rng, 6)}{rng.choice('ABCD')}"


def ssn(rng):
    area = rng.choice([n for n in range(1, 900) if n != 666])
    return f"{area:03d}-{rng.randint(1, 99):02d}-{rng.randint(1, 9999):04d}"


def aadhaar(rng):
    body = rng.choice("23456789") + digits(rng, 10)
    return body + verhoeff_digit(body)


def nhs(rng):
    while True:
        body = digits(rng, 9)
        check = -sum(int(s) * w for s, w in zip(body, range(10, 1, -1))) % 11
        if check < 10:
            return body + str(check)


def imei(rng):
    body = rng.choice(("35", "86", "01")) + digits(rng, 12)
    return body + luhn_digit(body)


def ean(rng):
    body = rng.choice(("40", "87", "50")) + digits(rng, 10)
    return body + str(-sum(int(s) * (3 if i % 2 else 1) for i, s in enumerate(body)) % 10)


LOINC = ("8302-2 2345-7 718-7 10331-7 29463-7 8480-6 8462-4 8867-4 2160-0 3094-0 2951-2 2823-3 2075-0 4548-4 13457-7 "
         "2093-3 2085-9 2571-8 6690-2 789-8 777-3 1742-6 1920-8 6768-6 1975-2").split()
SNOMED = ("73211009 38341003 195967001 22298006 44054006 13645005 49436004 84114007 40930008 35489007 56265001 "
          "233604007 53741008 271737000 64859006").split()
ICD = ("E11.9 I10 J45.909 K21.9 M54.5 N39.0 F41.1 E78.5 J06.9 R51 Z00.00 I25.10 E03.9 G47.33 J44.9 B34.9 L30.9 H52.4 "
       "C50.911 D64.9 S93.401A T78.40XA R10.9 M25.561 I48.91").split()
