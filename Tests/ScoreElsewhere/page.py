"""The article's Python page against `tocsin score`."""

import json
import pathlib
import random
import subprocess
import sys

import models

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
article = pathlib.Path(__file__).parents[2] / "Sources/tocsin/Documentation.docc/ScoreElsewhere.md"
page = {}
exec(article.read_text().split("\n```python\n")[1].split("\n```")[0], page)

TEXTS = [
    "flood at the mill", "FLOOD at the MILL!", "flood  flood flood?!", "don't can’t 'tis ’’ a'", "a\0b",
    "#flood #Flood's @mill_9 @ # @@a ##b #1 @1 #_ #'", "1,000.50 3.14.15 ١٢٣ 12a a12 1. , 7'7", "http://a.b/C?d=e x",
    "see https://x.y HTTP://UP www.a wwwx hhttp://a httpx://", "www.", "http:/ a", "İstanbul İ ǅ ẞ Σας ΣΑΣ Ⅷ",
    "洪水が来る 大水 ไทยน้ำท่วม ၁၂ មេ", "बाढ़ का पानी", "Überschwemmung Straße", "e\u0301te\u0301 \u0301a",
    "🌊🌊 👨‍👩‍👧 🇩🇪 ☔ ™ ‼ \ufe0f 🏽 a🌊b", "a\u200bb\ufeffc\u202ed\u2028e\x85f\xa0g\x1ch\x1fi", "\ufffd\ue000\U00020000x",
    "𝐟𝐥𝐨𝐨𝐝 ﬂood ＦＬＯＯＤ", "ªº ʰ ˚ ⁰ ² ½", "Ⓐ ⓐ Ა ა Ꭰ ꭰ", "flood " * 300, "xyz" * 300, "'" * 50 + "a",
    "http://a\u2003b https://a\x1cb http://a\u3000b", "ΟΔΟΣ ὈΔΥΣΣΕΎΣ", "#水 @水 #水水a", "١,٢.٣", "İİ#İ@İ",
]
rng = random.Random(5)
PIECES = [
    "flood", "FLOOD", " ", "#", "@", "_", "'", "’", ".", ",", "9", "12", "http://", "www.", "h", "!", "?", "İ", "ß",
    "水", "น้ำ", "🌊", "☔", "\u0301", "\u200d", "\x1c", "\n", "é", "Ж", "ا", "٣", "\0", "𝐟", "\U00020000",
]
mixed = ["".join(rng.choices(PIECES, k=rng.randrange(1, 40))) + " a" for _ in range(600)]

for preset in (None, "published"):
    path = models.save(program, folder / str(preset), TEXTS + mixed[:100], preset)
    model, worst = page["Model"](path), 0
    assert (model.facts.get("features.reading") == "spaced") == (preset == "published")
    lines = "".join(json.dumps({"id": number, "text": text}) + "\n" for number, text in enumerate(TEXTS + mixed))
    done = subprocess.run(
        [program, "score", "--model", path], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if [line["id"] for line in found] != list(range(len(TEXTS + mixed))):
        sys.exit(f"{len(found)} lines for {len(TEXTS + mixed)}")
    for text, line in zip(TEXTS + mixed, found):
        shares = list(line["probabilities"].values())
        difference = max(abs(float(own) - share) for own, share in zip(model.probabilities(text), shares, strict=True))
        worst = max(worst, difference)
        if not difference <= 1e-5:
            sys.exit(f"{text!r}: the page gives {model.probabilities(text)}, tocsin score {shares}")
    spread = {round(line["probabilities"]["related"], 2) for line in found}
    if len(spread) < 6:
        sys.exit(f"texts that are too much alike to say anything: {spread}")
    print(f"{len(found)} texts, preset {preset}: at most {worst:.1e} apart")
