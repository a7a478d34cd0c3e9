package io.swen.telemetry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swen.telemetry.TelemetryTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The prices that are served agree with the raw price lists: twenty rows of each, drawn with a fixed seed. */
class PriceListAgreementIntegrationTests extends TelemetryTest {

    private static final Path DATA = Path.of("../../shared/data/prices");

    @BeforeAll
    static void theListsAreAtHand() {
        assumeTrue(
                Files.isDirectory(DATA),
                "the raw price lists are not at " + DATA + ", so the served prices cannot be compared with them");
    }

    @Test
    void servesAwsOnDemandPricesAsListed() throws IOException {
        int zones = ok("/api/v1/regions")
                .at("/items")
                .valueStream()
                .filter(region -> region.at("/id").asString().equals("aws:us-east-1"))
                .findFirst()
                .orElseThrow()
                .at("/zones")
                .size();
        for (String[] row : sample("aws-on-demand-us-east-1.csv", r -> !r[2].isEmpty())) {
            JsonNode offers = ok("/api/v1/offers?region=aws:us-east-1&purchase_option=on_demand&instance_type="
                            + row[1])
                    .at("/items");
            assertThat(offers.size()).as(row[1]).isEqualTo(zones);
            for (JsonNode offer : offers) {
                assertThat(offer.at("/price/amount").asString())
                        .as(row[1])
                        .satisfies(amount ->
                                assertThat(new java.math.BigDecimal(amount)).isEqualByComparingTo(row[7]));
                assertThat(offer.at("/price_origin").asString()).isEqualTo("listed");
                assertThat(offer.at("/list_as_of").asString()).isEqualTo("2026-07-20");
            }
        }
    }

    @Test
    void servesAlibabaOnDemandPricesAsListedAndInDollars() throws IOException {
        for (String[] row : sample("alibaba-on-demand.csv", r -> new java.math.BigDecimal(r[7]).signum() > 0)) {
            for (String zone : row[6].split(";")) {
                JsonNode offer = ok("/api/v1/offers?zone=alibaba:" + zone + "&purchase_option=on_demand&instance_type="
                                + row[1])
                        .at("/items/0");
                assertThat(new java.math.BigDecimal(
                                offer.at("/list_price/amount").asString()))
                        .as(row[1] + " in " + zone)
                        .isEqualByComparingTo(row[7]);
                assertThat(offer.at("/list_price/currency").asString()).isEqualTo("CNY");
                assertThat(offer.at("/price_origin").asString()).isEqualTo("listed");
                assertThat(Double.parseDouble(offer.at("/price/amount").asString()))
                        .isCloseTo(Double.parseDouble(row[7]) / 7.12, Offset.offset(1e-8));
            }
        }
    }

    @Test
    void servesTheSpotAdvisorsInterruptionRates() throws IOException {
        var regions = rows("aws-regions.csv").stream().map(r -> r[0]).toList();
        var rates = java.util.Map.of("<5%", 0.025, "5-10%", 0.075, "10-15%", 0.125, "15-20%", 0.175, ">20%", 0.25);
        var known = ok("/api/v1/regions").toString();
        int compared = 0;
        for (String[] row : sample("aws-spot-advisor.csv", r -> regions.contains(r[0]))) {
            assertThat(known).contains("aws:" + row[0]);
            for (JsonNode offer : ok("/api/v1/offers?region=aws:" + row[0] + "&purchase_option=spot&instance_type="
                            + row[1])
                    .at("/items")) {
                assertThat(offer.at("/interruption_rate").asDouble()).isEqualTo(rates.get(row[4]));
                assertThat(offer.at("/interruption_origin").asString()).isEqualTo("derived");
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    private static List<String[]> sample(String file, Predicate<String[]> usable) throws IOException {
        List<String[]> rows = new ArrayList<>(rows(file).stream().filter(usable).toList());
        Collections.shuffle(rows, new Random(20));
        return rows.subList(0, 20);
    }

    private static List<String[]> rows(String file) throws IOException {
        return Files.readAllLines(DATA.resolve(file)).stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
    }
}
