package io.swen.routing.workload;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a workload may be by law: countries by their ISO 3166 code ({@code DE}), continents and the European Union by name
 * ({@code europe}, {@code european-union}).
 */
public final class Residency {

    private static final String EUROPEAN_UNION = "european-union";
    private static final Set<String> EU =
            Set.of(("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK").split(" "));
    private static final Map<String, String> CONTINENTS = continents();
    private static final Set<String> AREAS =
            Set.of("africa", "asia", "europe", "north-america", "oceania", "south-america", EUROPEAN_UNION);
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private Residency() {}

    /** Whether this names a country, a continent or the European Union. */
    static boolean isKnown(String area) {
        return COUNTRIES.contains(area) || AREAS.contains(area);
    }

    /** What may be given, for a person. */
    static String allowed() {
        return "an ISO 3166 country code such as DE, or one of "
                + String.join(", ", AREAS.stream().sorted().toList());
    }

    /** Whether a country lies in an area. */
    public static boolean holds(String area, String country) {
        return area.equals(country)
                || (area.equals(EUROPEAN_UNION) ? EU.contains(country) : area.equals(CONTINENTS.get(country)));
    }

    private static Map<String, String> continents() {
        Map<String, String> of = new HashMap<>();
        put(
                of,
                "africa",
                "DZ AO BJ BW BF BI CM CV CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU YT MA"
                        + " MZ NA NE NG RE RW SH ST SN SC SL SO ZA SS SD TZ TG TN UG EH ZM ZW");
        put(
                of,
                "asia",
                "AF AM AZ BH BD BT BN KH CN CY GE HK IN ID IR IQ IL JP JO KZ KW KG LA LB MO MY MV MN MM NP KP OM PK PS PH QA SA"
                        + " SG KR LK SY TW TJ TH TL TR TM AE UZ VN YE");
        put(
                of,
                "europe",
                "AX AL AD AT BY BE BA BG HR CZ DK EE FO FI FR DE GI GR GG HU IS IE IM IT JE LV LI LT LU MT MD MC ME NL MK NO PL"
                        + " PT RO RU SM RS SK SI ES SJ SE CH UA GB VA");
        put(
                of,
                "north-america",
                "AI AG AW BS BB BZ BM BQ VG CA KY CR CU CW DM DO SV GL GD GP GT HT HN JM MQ MX MS NI PA PR BL KN LC MF PM VC SX"
                        + " TT TC US VI");
        put(of, "oceania", "AS AU CK FJ PF GU KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV VU WF");
        put(of, "south-america", "AR BO BR CL CO EC FK GF GY PY PE SR UY VE");
        return Map.copyOf(of);
    }

    private static void put(Map<String, String> into, String continent, String countries) {
        for (String country : countries.split(" ")) {
            into.put(country, continent);
        }
    }
}
