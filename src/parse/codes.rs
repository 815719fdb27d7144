//! Codes of countries (ISO 3166-1) and currencies (ISO 4217), to tell a slip from a code.

/// Every code that is given to a country, and `XK`, which everybody uses for Kosovo.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW";

/// Money that is in use, and the funds and metals left out.
const CURRENCIES: &str = "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN \
    BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ \
    GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL \
    LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN \
    PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD \
    TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// What people write, and what they mean by it.
const MEANT: &[(&str, &str)] = &[
    ("UK", "GB"),
    ("EN", "GB"),
    ("KO", "KR"),
    ("KOR", "KR"),
    ("KOREA", "KR"),
    ("SOUTH KOREA", "KR"),
    ("한국", "KR"),
    ("JA", "JP"),
    ("JPN", "JP"),
    ("JAPAN", "JP"),
    ("일본", "JP"),
    ("CHN", "CN"),
    ("CHINA", "CN"),
    ("중국", "CN"),
    ("USA", "US"),
    ("미국", "US"),
    ("VIE", "VN"),
    ("DEN", "DK"),
    ("GER", "DE"),
    ("EL", "GR"),
    ("TAIWAN", "TW"),
    ("대만", "TW"),
    ("WON", "KRW"),
    ("₩", "KRW"),
    ("원", "KRW"),
    ("YEN", "JPY"),
    ("¥", "JPY"),
    ("엔", "JPY"),
    ("RMB", "CNY"),
    ("YUAN", "CNY"),
    ("NTD", "TWD"),
    ("DOLLAR", "USD"),
    ("$", "USD"),
    ("EURO", "EUR"),
    ("€", "EUR"),
    ("£", "GBP"),
];

fn has(list: &str, code: &str) -> bool {
    list.split_ascii_whitespace().any(|known| known == code)
}

pub fn is_country(code: &str) -> bool {
    code.len() == 2 && has(COUNTRIES, code)
}

pub fn is_currency(code: &str) -> bool {
    code.len() == 3 && has(CURRENCIES, code)
}

/// The country that was most likely meant.
pub fn country_meant(text: &str) -> Option<String> {
    better(text, is_country)
}

/// The currency that was most likely meant.
pub fn currency_meant(text: &str) -> Option<String> {
    better(text, is_currency)
}

fn better(text: &str, is_code: fn(&str) -> bool) -> Option<String> {
    let capitals = text.trim().to_uppercase();
    let meant = MEANT.iter().find(|(written, _)| *written == capitals).map(|(_, meant)| meant.to_string());
    meant.or(Some(capitals)).filter(|code| is_code(code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_known_and_slips_are_mended() {
        assert_eq!(COUNTRIES.split_ascii_whitespace().count(), 250);
        assert!(is_country("KR") && !is_country("UK") && !is_country("K") && !is_country("XX"));
        assert!(is_currency("KRW") && !is_currency("WON") && !is_currency("XAU"));
        assert_eq!(country_meant("uk").as_deref(), Some("GB"));
        assert_eq!(country_meant("kr").as_deref(), Some("KR"));
        assert_eq!(country_meant("Korea").as_deref(), Some("KR"));
        assert_eq!(country_meant("won"), None);
        assert_eq!(currency_meant("원").as_deref(), Some("KRW"));
        assert_eq!(currency_meant("usd").as_deref(), Some("USD"));
    }
}
