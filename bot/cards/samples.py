"""A confession in each script, for contact sheets, tests and benchmarks."""

from collections.abc import Mapping

SAMPLES: Mapping[str, str] = {
    "english": "I still set two cups on the table every morning. “Old habit,” I tell the cat. "
    "She doesn't believe me.",
    "french": "Je lui ai dit : « Tout va bien ! » Puis j’ai pleuré dans l’ascenseur, du "
    "troisième étage jusqu’à la rue…",
    "vietnamese": "Tôi chưa bao giờ nói với mẹ rằng tôi nghe thấy mẹ khóc mỗi đêm qua bức tường "
    "mỏng ấy.",
    "russian": "Я до сих пор пишу ей письма и складываю в ящик. Их уже четыреста двенадцать.",
    "ukrainian": "Щоранку їжджу довшою дорогою, щоб побачити її вікно. Вона про це не знає.",
    "greek": "Κρατάω ακόμα το παλιό της κλειδί. Δεν ανοίγει πια καμία πόρτα, μόνο τη μνήμη μου.",
    "arabic": "كَتَبْتُ لكِ رسالةً كل ليلة، ولم أرسل منها شيئًا. اليوم (وبعد 12 عامًا) أحرقتها كلها.",
    "persian": "هر شب به مادرم می‌گویم حالم خوب است؛ ولی ۳ سال است که خوب نیستم.",
    "urdu": "میں نے اُسے کبھی نہیں بتایا کہ وہ گیت میں نے اُسی کے لیے لکھا تھا، ٹھیک ہے؟",
    "hebrew": "אני עדיין שומר את ההודעה האחרונה שלו (מ־2019), ומקשיב לה בכל יום הולדת.",
    "hindi": "मैंने माँ से कहा कि नौकरी अच्छी है। सच यह है कि मैं हर शाम स्टेशन पर अकेला बैठता हूँ।",
    "bengali": "আমি এখনও তার নম্বরটা মুছিনি, যদিও জানি ওপাশে আর কেউ ধরবে না।",
    "tamil": "அப்பாவிடம் ஒருபோதும் சொல்லவில்லை, அவருடைய கடிதங்களை எல்லாம் நான் படித்துவிட்டேன்.",
    "telugu": "నేను ఆమెకు ఎప్పుడూ చెప్పలేదు, ఆ రోజు వర్షంలో ఎదురుచూసింది నేనే.",
    "thai": "ฉันไม่เคยบอกใครเลยว่าทุกคืนวันศุกร์ฉันนั่งรถเมล์ไปสุดสายแล้วกลับ แค่ไม่อยากอยู่คนเดียว",
    "lao": "ຂ້ອຍບໍ່ເຄີຍບອກໃຜເລີຍວ່າຂ້ອຍຍັງຄິດຮອດບ້ານເກົ່າຂອງພວກເຮົາທຸກຄືນ",
    "khmer": "ខ្ញុំមិនដែលប្រាប់ម្តាយខ្ញុំទេថា ខ្ញុំនឹករលឹកគាត់រាល់យប់ ហើយខ្ញុំយំម្នាក់ឯង។",
    "burmese": "အမေ့ကို ကျွန်တော် ဘယ်တော့မှ မပြောဖြစ်ခဲ့ဘူး၊ ညတိုင်း အိမ်ကို လွမ်းနေတယ်ဆိုတာ။",
    "amharic": "ለእናቴ በጭራሽ አልነገርኳትም፤ ማታ ማታ ድምጿን ለመስማት ብቻ እደውልላታለሁ።",
    "georgian": "დედას არასოდეს ვუთხარი, რომ მისი წერილი ჯერ კიდევ არ გამიხსნია.",
    "armenian": "Ես երբեք չեմ ասել հայրիկիս, որ պահում եմ նրա հին ժամացույցը՝ կանգնած։",
    "malayalam": "അമ്മയുടെ അവസാനത്തെ കത്ത് ഞാൻ ഇപ്പോഴും തുറന്നിട്ടില്ല.",
    "kannada": "ಅಮ್ಮನ ಕೊನೆಯ ಪತ್ರವನ್ನು ನಾನು ಇನ್ನೂ ತೆರೆದಿಲ್ಲ.",
    "gujarati": "મેં માને ક્યારેય કહ્યું નથી કે હું રોજ રાત્રે એમને યાદ કરું છું.",
    "punjabi": "ਮੈਂ ਮਾਂ ਨੂੰ ਕਦੇ ਨਹੀਂ ਦੱਸਿਆ ਕਿ ਮੈਂ ਹਰ ਰਾਤ ਉਸਨੂੰ ਯਾਦ ਕਰਦਾ ਹਾਂ।",
    "sinhala": "අම්මාගේ අන්තිම ලියුම මම තවමත් විවෘත කළේ නැහැ.",
    "odia": "ମୁଁ ମାଆଙ୍କୁ କେବେ କହି ନାହିଁ ଯେ ମୁଁ ପ୍ରତି ରାତିରେ ତାଙ୍କୁ ମନେ ପକାଏ।",
    "mongolian": "ᠪᠢ ᠴᠢᠮᠠᠳᠤ ᠬᠠᠢᠷᠲᠠᠢ᠃",
    "dhivehi": "އަހަރެން ކަލޭ ދެކެ ލޯބިވޭ.",
    "syriac": "ܒܪܫܝܬ ܐܝܬܘܗܝ ܗܘܐ ܡܠܬܐ܀",
    "fulah": "𞤀𞤣𞤤𞤢𞤥 𞤆𞤵𞤤𞤢𞤪",
    "cherokee": "ᎣᏏᏲ, ᏙᎯᏧ?",
    "javanese": "ꦱꦸꦒꦼꦁꦲꦺꦚ꧀ꦗꦁ꧈ ꦲꦏ꧀ꦱꦫꦗꦮ",
    "nko": "ߒߞߏ ߌ ߣߌ ߗߋ߫",
    "simplified": "我每天多坐三站地铁，只为了和一个陌生人并排站一会儿。我们从没说过话。",
    "traditional": "我從來沒告訴媽媽，那封信其實是我寫的。「沒關係」，她說，卻哭了一整夜。",
    "japanese": "毎朝、亡くなった祖母の植木に水をやっています。"
    "「ちゃんと育ってるよ」と、誰にも聞こえない声で。",
    "korean": "사실 나는 아직도 네가 준 우산을 쓰지 못하고 있어. 비가 오는 날마다 그냥 젖어.",
    "emoji": "We are 👨\u200d👩\u200d👧\u200d👦 again 🎉 but 🏳️\u200d🌈 nobody at home "
    "knows 1️⃣ thing about me 👩🏽\u200d🚀❤️\u200d🔥🇫🇷"
    "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f shh 🫢",
    "faces": "ಠ_ಠ but (づ｡◕‿‿◕｡)づ and ʕ•ᴥ•ʔ, ¯\\_(ツ)_/¯ ᥫ᭡ ꒰ა ♡ ໒꒱",
    "mixture": "I told her שלום and she said مرحبا (twice, 24/7) "
    "then 愛してる, ฉันรักเธอ, Привет — नमस्ते 💌",
}

BEYOND: Mapping[str, str] = {
    "tibetan": "ཨ་མ་ལགས་ལ་ངས་ནམ་ཡང་མ་བཤད།",
}
"""The samples in scripts that no package has a font for: the machine's own may (Debian's
fonts-noto-core)."""

SCRIPTS: Mapping[str, str] = {
    "Latin": "english vietnamese", "Cyrillic": "russian ukrainian", "Greek": "greek",
    "Arabic": "arabic persian urdu", "Hebrew": "hebrew", "Devanagari": "hindi",
    "Bengali": "bengali", "Tamil": "tamil", "Telugu": "telugu", "Thai": "thai", "Lao": "lao",
    "Khmer": "khmer", "Myanmar": "burmese", "Ethiopic": "amharic", "Georgian": "georgian",
    "Armenian": "armenian", "Malayalam": "malayalam", "Kannada": "kannada",
    "Gujarati": "gujarati", "Gurmukhi": "punjabi", "Sinhala": "sinhala", "Odia": "odia",
    "Mongolian": "mongolian", "Thaana": "dhivehi", "Syriac": "syriac", "Adlam": "fulah",
    "Cherokee": "cherokee", "Javanese": "javanese", "N’Ko": "nko",
    "Chinese": "simplified traditional", "Japanese": "japanese", "Korean": "korean",
    "Tibetan": "tibetan",
}  # fmt: skip
"""Script -> its samples."""


def words_in(script: str) -> str:
    """Return a few words in a script of ``SCRIPTS``."""
    return " ".join({**SAMPLES, **BEYOND}[name] for name in SCRIPTS[script].split())
