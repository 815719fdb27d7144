//! Sentences and names to put together, in Korean and in English. None is about anybody.

/// `{n}` is a number, `{w}` a word, `{p}` a person.
pub const KOREAN: &[&str] = &[
    "이번 주 방송은 **시청률 {n}%**를 기록하며 같은 시간대 1위를 지켰습니다.",
    "제작진은 *마지막 촬영*이 끝난 뒤 {w}에서 조용한 모임을 열었다고 전했습니다.",
    "**{p}**의 새 노래는 {n}분 길이로, 잔잔한 피아노와 함께 시작합니다.",
    "음반 판매처는 예약 판매 첫날에 준비한 **{n}장**이 모두 나갔다고 밝혔습니다.",
    "방송사는 다음 회차의 예고편을 공개하고 **‘{w}’**라는 제목을 붙였습니다.",
    "팬들은 {w} 장면에서 흐르던 음악이 언제 공개되는지 궁금해하고 있습니다.",
    "현장 사진 {n}장이 공식 계정에 올라왔고, 그중 세 장은 처음 보는 것입니다.",
    "두 사람은 {n}년 만에 같은 무대에 서서 **약속**을 지켰다고 이야기했습니다.",
];

pub const ENGLISH: &[&str] = &[
    "The episode was watched by **{n} percent** of the households that were counted that evening.",
    "A short film about the making of the series shows *{w}* before and after the snow.",
    "The song by {p} runs for {n} seconds longer on the album than in the broadcast.",
    "Shops in three countries say that the second pressing will arrive within {n} days.",
    "Nobody has confirmed it yet, so this page keeps both dates and says where each was found.",
    "The poster went up at the station on a Friday; by Sunday {n} people had sent us a picture of it.",
    "“We recorded it in one night,” {p} said, and the label's own note tells the same story.",
    "The box holds {n} cards, a booklet and a map of *{w}*, drawn by hand.",
];

pub const HEADINGS: &[&str] = &[
    "무엇이 달라졌나",
    "What we know",
    "방송 시간과 채널",
    "Where to hear it",
    "음반 구성",
    "Numbers of the week",
    "제작진의 말",
    "What is still missing",
];

pub const TITLES: &[&str] = &[
    "새 노래 공개",
    "A second pressing",
    "마지막 회 예고",
    "The week in numbers",
    "예약 판매 시작",
    "Behind the scenes",
    "촬영지 소식",
    "A new poster",
];

/// English and Korean.
pub const PLACES: &[(&str, &str)] = &[
    ("the harbour", "항구"),
    ("the old station", "옛 역"),
    ("the glass house", "온실"),
    ("the river path", "강변길"),
    ("the bookshop", "책방"),
    ("the observatory", "천문대"),
    ("the night market", "야시장"),
    ("the lighthouse", "등대"),
];

pub const FAMILIES: &[(&str, &str)] = &[
    ("Kim", "김"),
    ("Lee", "이"),
    ("Park", "박"),
    ("Choi", "최"),
    ("Jung", "정"),
    ("Kang", "강"),
    ("Yoon", "윤"),
    ("Han", "한"),
];

pub const GIVEN: &[(&str, &str)] = &[
    ("Seo-yeon", "서연"),
    ("Min-jun", "민준"),
    ("Ha-eun", "하은"),
    ("Do-yun", "도윤"),
    ("Ji-woo", "지우"),
    ("Ye-jun", "예준"),
    ("Su-ah", "수아"),
    ("Tae-oh", "태오"),
    ("Na-ra", "나라"),
    ("Eun-ho", "은호"),
    ("Da-hye", "다혜"),
];

/// English and Korean, for titles of songs and dramas.
pub const THINGS: &[(&str, &str)] = &[
    ("Snow", "눈"),
    ("Letter", "편지"),
    ("Summer", "여름"),
    ("Window", "창문"),
    ("Promise", "약속"),
    ("Garden", "정원"),
    ("Tide", "파도"),
    ("Lantern", "등불"),
];

pub const QUALITIES: &[(&str, &str)] = &[
    ("First", "첫"),
    ("Quiet", "조용한"),
    ("Long", "긴"),
    ("Blue", "푸른"),
    ("Late", "늦은"),
    ("Distant", "먼"),
    ("Last", "마지막"),
];
