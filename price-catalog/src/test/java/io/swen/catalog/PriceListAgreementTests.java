package io.swen.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The catalog says what the lists say: twenty rows of each, drawn with a fixed seed. */
class PriceListAgreementTests {

    private static final Path DATA = Path.of("../../shared/data");
    private static final PriceCatalog CATALOG = PriceCatalog.load();
    private static final Map<String, CatalogOffer> OFFERS = new HashMap<>();

    @BeforeAll
    static void theListsAreAtHand() {
        assumeTrue(
                Files.isDirectory(DATA.resolve("prices")),
                "the raw price lists are not at " + DATA + ", so the catalog cannot be compared with them");
        CATALOG.offers().forEach(o -> OFFERS.put(o.offerId(), o));
    }

    @Test
    void agreesWithTheAlibabaList() throws IOException {
        for (String[] row : sample("prices/alibaba-on-demand.csv", r -> new BigDecimal(r[7]).signum() > 0)) {
            for (String zone : row[6].split(";")) {
                CatalogOffer offer = offer("alibaba:" + zone + "/" + row[1] + "/on_demand");
                assertThat(offer.region()).isEqualTo("alibaba:" + row[0]);
                assertThat(offer.price()).isEqualByComparingTo(row[7]);
                assertThat(offer.currency()).isEqualTo("CNY");
                assertThat(offer.priceOrigin()).isEqualTo(Origin.LISTED);
                assertThat(offer.type().vcpu()).isEqualTo(Integer.parseInt(row[3]));
                assertThat(offer.type().memoryGib()).isEqualTo(Double.parseDouble(row[4]));
                assertThat(offer.type().gpus()).isEqualTo(Integer.parseInt(row[5]));
            }
        }
    }

    @Test
    void agreesWithTheAwsList() throws IOException {
        for (String[] row : sample("prices/aws-on-demand-us-east-1.csv", r -> !r[2].isEmpty())) {
            for (String zone : CATALOG.region("aws:us-east-1").orElseThrow().zones()) {
                CatalogOffer offer = offer(zone + "/" + row[1] + "/on_demand");
                assertThat(offer.price()).isEqualByComparingTo(row[7]);
                assertThat(offer.priceOrigin()).isEqualTo(Origin.LISTED);
                assertThat(offer.type().architecture()).isEqualTo(row[2].equals("arm64") ? "arm64" : "amd64");
                assertThat(offer.type().vcpu()).isEqualTo(Integer.parseInt(row[3]));
                assertThat(offer.type().memoryGib()).isEqualTo(Double.parseDouble(row[4]));
                assertThat(offer.type().gpus()).isEqualTo(Integer.parseInt(row[5]));
                assertThat(offer.type().gpuModel()).isEqualTo(row[6].isEmpty() ? null : row[6]);
            }
        }
    }

    @Test
    void agreesWithTheSpotAdvisorAndTheRegionRatios() throws IOException {
        Map<String, String[]> regions = new HashMap<>();
        rows("prices/aws-regions.csv").forEach(r -> regions.put(r[0], r));
        Map<String, Double> middles =
                Map.of("<5%", 0.025, "5-10%", 0.075, "10-15%", 0.125, "15-20%", 0.175, ">20%", 0.25);
        for (String[] row : sample(
                "prices/aws-spot-advisor.csv",
                r -> regions.containsKey(r[0])
                        && CATALOG.instanceType(Provider.AWS, r[1]).isPresent())) {
            String[] region = Objects.requireNonNull(regions.get(row[0]));
            BigDecimal home = offer("aws:use1-az1/" + row[1] + "/on_demand").price();
            BigDecimal ratio = new BigDecimal(region[3]);
            boolean follows = row[1].matches("a1\\..*|[a-z]+\\d+[ag].*");
            double expected =
                    home.multiply(follows ? ratio : ratio.max(BigDecimal.ONE)).doubleValue();
            for (String zone : region[1].split(";")) {
                CatalogOffer onDemand = offer("aws:" + zone + "/" + row[1] + "/on_demand");
                CatalogOffer spot = offer("aws:" + zone + "/" + row[1] + "/spot");
                assertThat(onDemand.price().doubleValue()).isCloseTo(expected, within());
                assertThat(spot.price().doubleValue())
                        .isCloseTo(expected * (1 - Math.max(0, Integer.parseInt(row[5])) / 100.0), within());
                assertThat(spot.interruptionRate()).isEqualTo(Objects.requireNonNull(middles.get(row[4])));
            }
        }
    }

    @Test
    void agreesWithTheEgressList() throws IOException {
        for (String[] row : sample("prices/aws-egress.csv", r -> true)) {
            assertThat(CATALOG.egress("aws:" + row[0], "aws:" + row[1]).pricePerGb())
                    .isEqualByComparingTo(row[2]);
        }
    }

    @Test
    void agreesWithTheRegionList() throws IOException {
        for (String[] row : sample("regions/regions.csv", r -> true)) {
            CatalogRegion region = CATALOG.region(row[0] + ":" + row[1]).orElseThrow();
            assertThat(region.city()).isEqualTo(row[2]);
            assertThat(region.country()).isEqualTo(row[3]);
            assertThat(region.latitude()).isEqualTo(Double.parseDouble(row[4]));
            assertThat(region.longitude()).isEqualTo(Double.parseDouble(row[5]));
            assertThat(region.gramsCo2PerKwh())
                    .isEqualTo(row.length < 7 || row[6].isEmpty() ? null : Double.valueOf(row[6]));
        }
    }

    private static CatalogOffer offer(String offerId) {
        return Objects.requireNonNull(OFFERS.get(offerId), () -> "no offer " + offerId);
    }

    private static Offset<Double> within() {
        return Offset.offset(0.000_002);
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
