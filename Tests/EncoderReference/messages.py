"""Messages to compare encoders on, one JSON string a line.

    python3 messages.py [--all] [--add FILE.csv ...] > MESSAGES
"""

import csv
import json
import random
import sys
from pathlib import Path

SAMPLE = Path(__file__).resolve().parents[2] / "sample-data" / "messages.csv"
COUNT = 300

STRANGE = [
    "",
    " ",
    "   \t \n  ",
    "\u00a0\u2003\u3000",
    " leading and trailing  ",
    "two  spaces,\ttab\nline\r\ncarriage return and line feed\rcarriage return",
    "line\u2028separator paragraph\u2029separator next\u0085line",
    "e\u0301 a\u0308 n\u0303 c\u0327 A\u030a",
    "Vi\u1ec7t Nam: c\u1ee9u v\u1edbi, n\u01b0\u1edbc l\u00ean t\u1edbi m\u00e1i nh\u00e0",
    "Vie\u0323\u0302t Nam: cu\u031b\u0301u vo\u031b\u0301i, nu\u031bo\u031b\u0301c le\u0302n to\u031b\u0301i ma\u0301i nha\u0300",
    "z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303\u0304l\u0334\u0321g\u0489o",
    "\u0301 a combining mark first",
    "\ufb01\u0301 \ufb03x\u0327 \u00e9\u0301",
    "\uc9c0\uc9c4\uc774 \ub0ac\uc2b5\ub2c8\ub2e4. \ub3c4\uc640\uc8fc\uc138\uc694",
    "\u110c\u1175\u110c\u1175\u11ab\u110b\u1175 \u1102\u1161\u11bb\u1109\u1173\u11b8\u1102\u1175\u1103\u1161",
    "\u314e\u314e \u3160\u3160 \uffa1\uffc2\uffa4 \u1112\u119e\u11ab",
    "\uff26\uff4c\uff4f\uff4f\uff44\u3000\uff11\uff12\uff13\uff01 \uff08\uff59\uff45\uff53\uff09",
    "\uff76\uff9e\uff7d\uff9e \uff8a\uff9f\uff9d \uff71\uff72\uff73 \uff61\uff62\uff63",
    "\u304b\u3099\u304d\u3099 \u30cf\u309a\u30f3 \u309b\u309c",
    "\ufb01re o\ufb03ce a\ufb04oat \ufb06op \u0133s \u01c6ungla \u0149",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466 \U0001f468\U0001f3ff\u200d\U0001f692 \U0001f44d\U0001f3fd \U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "\U0001f1ed\U0001f1f9\U0001f1f5\U0001f1ed\U0001f1f9 1\ufe0f\u20e3 \u2764\ufe0f\u200d\U0001f525 \u263a\ufe0e \u2603",
    "\u0e19\u0e49\u0e33\u0e17\u0e48\u0e27\u0e21\u0e2b\u0e19\u0e31\u0e01\u0e21\u0e32\u0e01 \u0e0a\u0e48\u0e27\u0e22\u0e14\u0e49\u0e27\u0e22 \u0e19\u0e4d\u0e49\u0e32",
    "\u092c\u093e\u0922\u093c \u0938\u0947 \u092c\u091a\u093e\u0907\u090f\u0964 \u0915\u094d\u0937\u0924\u094d\u0930\u093f\u092f \u0958\u095c \u0928\u093c",
    "\u0995\u09cb \u0995\u09c7\u09be \u09dc \u09a1\u09bc \u0ba8\u0bbf \u0bca \u0d15\u0d4d\u200d \u0dc1\u0dca\u200d\u0dbb\u0dd3",
    "\u1019\u103c\u1014\u103a\u1019\u102c \u101b\u1031\u1000\u103c\u102e\u1038 \u1780\u17d2\u1798\u17c2\u179a \u0ea5\u0eb2\u0ea7 \u0f56\u0f7c\u0f51\u0f0b \u0eb3",
    "\u0627\u0644\u0645\u0633\u0627\u0639\u0640\u0640\u0640\u0640\u062f\u0629 \u0639\u0627\u062c\u0644\u0629\u060c \u0645\u064f\u062d\u064e\u0645\u0651\u064e\u062f\u064c \u0625\u0650\u0646\u0652",
    "\ufefb \ufedf\ufe8e \ufdfa \ufdf2 \ufb50 \u0622 \u0627\u0653 \u06a9\u0645\u06a9 \u0665\u0666",
    "\u05e9\u05b8\u05c1\u05dc\u05d5\u05b9\u05dd \ufb2a\ufb4f \u05d4\u05d5\u05c4 \u05d4\u05f4\u05d4",
    "zero\u200bwidth\u200cnon\u200djoiner\u2060word\ufeffjoiner\u180emark\u200e\u200f\u202eflip\u202c",
    "soft\u00adhyphen non\u2011breaking hyphen\u2010 minus\u2212 \u2013 \u2014 \u2015",
    "a\u0000b\u0001c\u0007d\u0008e\u001bf\u007fg\u0080h\u009fi\u008fj",
    "\u0000",
    "\u0001\u0002\u0003",
    "broken \ufffd text \ufffd\ufffd",
    "\uffff\ufffe \ue000\uf8ff \U0010ffff \U000f0000 \u0378",
    "\uf900\uf901 \ufa0e \U0002f800 \u2f00\u2f02 \u3231\u3399\u33a5 \u32ff \u337b \u5730\u9707",
    "\U00020000\U0002a6d6 \u3007 \u3400 \U00030000 \u7e41\u9ad4\u5b57\u548c\u7b80\u4f53\u5b57 \u5730\u9707\u4e86\uff0c\u8bf7\u6551\u547d\uff01",
    "\u6771\u4eac\u3067\u5730\u9707\u304c\u3042\u308a\u307e\u3057\u305f\u3002\u907f\u96e3\u3057\u3066\u304f\u3060\u3055\u3044\uff5e",
    "x" * 100, "x" * 101, "y" * 120 + " short " + "z" * 250,
    "\u00e4" * 120, "\u4e2d" * 150, "\u0e01" * 230,
    "supercalifragilisticexpialidocious" * 7,
    "https://example.org/a/b_c?q=%E2%82%AC&x=1#frag http://xn--fsq.example/ user.name+tag@mail.example @someone #h\u00e0shtag",
    " ".join(f"word{i % 37}" if i % 3 else "water" for i in range(1000)),
    " ".join(["\u6c34\u304c\u5fc5\u8981\u3067\u3059", "\u043f\u043e\u043c\u043e\u0433\u0438\u0442\u0435", "ayuda"] * 120),
    "a [MASK] b [CLS] c[SEP]d [PAD] [UNK] [mask] [unused5] [ MASK ]",
    "<s> a </s>b<pad> <unk> x <mask> y<mask> <MASK>",
    "extra_token_id_1 extra_token_id_2extra_token_id_3 xextra_token_id_1",
    "\u2581under \u2581 score\u2581word \u2581\u2581two \u2582",
    "##ing ## # ing un##believ##able",
    "Stra\u00dfe STRASSE \u1e9e GRO\u1e9e ma\u017fs",
    "\u0130stanbul \u0131\u011fd\u0131r I\u0307 i\u0307 DI\u015eARI \u0130\u0130",
    "\u039f\u0394\u03a5\u03a3\u03a3\u0395\u03a5\u03a3 \u03a3 \u03bf\u03b4\u03cc\u03c2 \u1f88\u03b9 \u1fb3 \u03a9\u0301 \u2126 \u0390 \u03b9\u0308\u0301",
    "\u212b \u212a \u2167 \u2460 \u24b6 \u00bd \u00b2 \u2122 \u2103 \u00b5 \u2026 \u2033 \u203c",
    "\U0001d400\U0001d4d0\U0001d7d8 \U0001f130\U0001f170 \u1d43\u1d47\u1d9c \u210c\u2115",
    "\"quotes\" \u201csmart\u201d \u2018single\u2019 `back` \u00abguillemets\u00bb it's don't \u02bb\u02bc",
    "$100 \u20ac50 \u00a320 +50% a=b a^b ~x|y {z} <tag> \\n back\\slash 3<4>2 \u00d7\u00f7\u00b1\u00ac\u00a6",
    "\u10d3\u10d0\u10ee\u10db\u10d0\u10e0\u10d4\u10d1\u10d0 \u1c93\u1c90 \u0555\u0533\u0546\u0548\u0552\u0539\u0545\u0548\u0552\u0546 \u0587 \u1275\u12a5\u12db\u12dd \u13a3\uab70 \u0478\u0479 \ua64b",
    "\U00010400\U00010428 \u0531\u0561 \u01c5 \u1e9b\u0323 \u0344 \u0958 \u2adc \ufb1d \U0001d15e",
    "\u4f60\u597dworld\u4f60\u597d123abc\u3042\u3044u\ud55c\uae00",
    "....!!!!???? -- ... ,,, ;;; \u060c\u061b\u061f \u3001\u3002\u30fb \u0964\u0965 \u1362",
    "&amp; &lt;b&gt; &#39; %20 \\u00e9",
]


def texts(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]


def drawn(messages, count):
    return random.Random(20100112).sample(messages, count)


def main(arguments):
    everything = "--all" in arguments
    added = [arguments[i + 1] for i, argument in enumerate(arguments[:-1]) if argument == "--add"]
    sample = texts(SAMPLE)
    messages = (sample if everything else drawn(sample, COUNT - len(STRANGE))) + STRANGE
    for path in added:
        messages += texts(path)
    for message in messages:
        print(json.dumps(message))


if __name__ == "__main__":
    csv.field_size_limit(1 << 24)
    main(sys.argv[1:])
