package io.swen.telemetry.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import io.swen.telemetry.TelemetryTest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.JsonNode;

class CatalogIntegrationTests extends TelemetryTest {

    private static final String HEADER =
            "offer_id,provider,region,zone,instance_type,purchase_option,architecture,vcpu,memory_gb,gpus,gpu_model,"
                    + "gpu_model_origin,price_usd,list_price,list_currency,price_origin,source,simulated,list_as_of,"
                    + "observed_at,received_at,interruption_rate,interruption_origin,available";

    @Autowired
    private DictionaryStore names;

    @Autowired
    private OfferStore offers;

    @Autowired
    private PriceEpochRepository epochs;

    @Autowired
    private PriceChecks checks;

    @Autowired
    private CatalogLoader loader;

    @Autowired
    private Clock clock;

    @Autowired
    private PlatformTransactionManager transactions;

    @Test
    void saysUnavailableAndWhenToComeAgainUntilTheCatalogIsThere() {
        Catalog unprepared = new Catalog(names, offers, epochs, checks, loader, clock, transactions, true);

        assertThat(unprepared.isReady()).isFalse();
        assertThatThrownBy(unprepared::epoch).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(refused.retryAfter()).isNotNull();
        });
    }

    @Test
    void loadsTheListsOnceAsEpochOne() {
        loader.loadOnce();

        assertThat(jdbc.queryForObject("select count(*) from price_epoch where epoch = 1", Integer.class))
                .isEqualTo(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from event_log where type = 'io.swen.PriceEpochPublished' and subject = '1'",
                        Integer.class))
                .isEqualTo(1);
        JsonNode epoch = ok("/api/v1/price-epochs/current");
        assertThat(epoch.at("/offers").asLong()).isGreaterThan(100_000);
        assertThat(epoch.at("/epoch").asLong()).isPositive();
        assertThat(epoch.at("/providers").size()).isPositive();
    }

    @Test
    void listsOffersCheapestFirstPageByPage() {
        String path =
                "/api/v1/offers?provider=aws&purchase_option=on_demand&min_vcpu=4&min_memory_gb=16&architecture=arm64"
                        + "&sort=price&limit=7";
        Set<String> seen = new HashSet<>();
        double last = 0;
        String cursor = "";
        for (int page = 0; page < 3; page++) {
            JsonNode answer = ok(path + cursor);
            assertThat(answer.at("/items").size()).isEqualTo(7);
            for (JsonNode offer : answer.at("/items")) {
                assertThat(seen.add(offer.at("/offer_id").asString())).isTrue();
                double price = Double.parseDouble(offer.at("/price/amount").asString());
                assertThat(price).isGreaterThanOrEqualTo(last);
                last = price;
                assertThat(offer.at("/vcpu").asInt()).isGreaterThanOrEqualTo(4);
                assertThat(offer.at("/memory_gb").asDouble()).isGreaterThanOrEqualTo(16);
                assertThat(offer.at("/architecture").asString()).isEqualTo("arm64");
                assertThat(offer.at("/price/currency").asString()).isEqualTo("USD");
                assertThat(offer.at("/simulated").asBoolean()).isTrue();
                assertThat(offer.at("/price_origin").asString()).isIn("listed", "derived");
            }
            cursor = "&cursor=" + answer.at("/next").asString();
        }
    }

    @Test
    void pagesThroughARegionWithoutSortToItsEnd() {
        String path = "/api/v1/offers?zone=alibaba:cn-beijing-a&instance_type=ecs.g6.large&limit=1";
        JsonNode first = ok(path);
        assertThat(first.at("/items").size()).isEqualTo(1);
        JsonNode second = ok(path + "&cursor=" + first.at("/next").asString());
        assertThat(second.at("/items").size()).isEqualTo(1);
        assertThat(second.at("/next").isNull()).isTrue();
        JsonNode offer = first.at("/items/0");
        assertThat(offer.at("/list_price/currency").asString()).isEqualTo("CNY");
        assertThat(offer.at("/offer_id").asString()).isEqualTo("alibaba:cn-beijing-a/ecs.g6.large/on_demand");
    }

    @Test
    void namesEveryBadFilter() {
        JsonNode problem = problem(
                get(
                        "/api/v1/offers?provider=gcp&region=aws:mars&purchase_option=free&architecture=vax&min_gpus=-1&sort=age"),
                400,
                "invalid-field");

        List<String> fields = problem.at("/errors")
                .valueStream()
                .map(error -> error.at("/field").asString())
                .toList();
        assertThat(fields)
                .containsExactlyInAnyOrder("provider", "region", "purchase_option", "architecture", "min_gpus", "sort");
        problem(get("/api/v1/offers?min_vcpu=many"), 400, "invalid-parameter");
        problem(get("/api/v1/offers?limit=1000"), 400, "invalid-field");
        problem(get("/api/v1/offers?cursor=bogus!"), 400, "invalid-cursor");
        problem(get("/api/v1/offers?sort=price&cursor=LR8x"), 400, "invalid-cursor");
    }

    @Test
    void refusesCallersWithoutAToken() {
        problem(get("/api/v1/offers", null), 401, "unauthenticated");
        problem(get("/telemetry", null), 401, "unauthenticated");
    }

    @Test
    void listsAllRegionsWithTheirPlaceAndGrid() {
        JsonNode items = ok("/api/v1/regions").at("/items");

        assertThat(items.size()).isEqualTo(60);
        JsonNode frankfurt = items.valueStream()
                .filter(region -> region.at("/id").asString().equals("aws:eu-central-1"))
                .findFirst()
                .orElseThrow();
        assertThat(frankfurt.at("/city").asString()).isEqualTo("Frankfurt");
        assertThat(frankfurt.at("/grid_gco2_per_kwh").asDouble()).isEqualTo(338);
        assertThat(frankfurt.at("/grid_source").asString()).contains("EEA");
        assertThat(frankfurt.at("/zones").size()).isEqualTo(3);
    }

    @Test
    void saysWhatMovingDataOutOfARegionCosts() {
        JsonNode items = ok("/api/v1/prices/transfer?from_region=aws:us-east-1").at("/items");

        assertThat(items.size()).isEqualTo(60);
        assertThat(items.get(0).at("/to_region").asString()).isEqualTo("aws:us-east-1");
        assertThat(items.get(0).at("/price_per_gb/amount").asDouble()).isZero();
        JsonNode frankfurt = items.valueStream()
                .filter(price -> price.at("/to_region").asString().equals("aws:eu-central-1"))
                .findFirst()
                .orElseThrow();
        assertThat(frankfurt.at("/price_per_gb/amount").asDouble()).isPositive();
        assertThat(frankfurt.at("/origin").asString()).isEqualTo("listed");
        problem(get("/api/v1/prices/transfer?from_region=aws:nowhere"), 400, "invalid-field");
    }

    @Test
    void answersUnknownOffersWithNotFound() {
        problem(get("/api/v1/prices/history?offer_id=aws:use1-az1/m99.large/spot"), 404, "not-found");
        problem(get("/api/v1/prices/history?offer_id=aws:nowhere/m7i.large/spot"), 404, "not-found");
        problem(get("/api/v1/prices/history?offer_id=m7i.large"), 400, "invalid-field");
        problem(get("/api/v1/prices/history"), 400, "invalid-parameter");
        problem(
                get(
                        "/api/v1/prices/history?offer_id=aws:use1-az1/m7i.large/spot&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z"),
                400,
                "invalid-field");
    }

    @Test
    void streamsTheWholeEpochAsCsv() throws IOException {
        long count = offers.count();
        long started = System.nanoTime();
        ResponseEntity<byte[]> answer = client().get()
                .uri("/api/v1/offers/snapshot")
                .headers(headers -> headers.setBearerAuth(viewer()))
                .header("Accept-Encoding", "identity")
                .retrieve()
                .toEntity(byte[].class);
        long millis = (System.nanoTime() - started) / 1_000_000;

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        String epoch = answer.getHeaders().getFirst("X-Price-Epoch");
        assertThat(answer.getHeaders().getETag()).isEqualTo("\"" + epoch + "\"");
        assertThat(String.valueOf(answer.getHeaders().getContentType())).startsWith("text/csv");
        List<String> lines =
                new String(body(answer), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines.getFirst()).isEqualTo(HEADER);
        assertThat(lines.size() - 1L).isGreaterThanOrEqualTo(count);
        String[] row = lines.stream()
                .filter(line -> line.startsWith("aws:use1-az1/m7i.large/on_demand,"))
                .findFirst()
                .orElseThrow()
                .split(",", -1);
        assertThat(row).hasSize(24);
        assertThat(row[12]).isEqualTo("0.1008");
        assertThat(row[15]).isEqualTo("listed");
        assertThat(row[17]).isEqualTo("true");
        assertThat(row[18]).isEqualTo("2026-07-20");
        // Generous: the machine of the tests is shared. The stream itself takes some hundred milliseconds.
        assertThat(millis).isLessThan(10_000);
        System.out.println("snapshot of " + count + " offers: " + millis + " ms, " + body(answer).length + " bytes");
    }

    @Test
    void compressesTheSnapshotAndSpendsNothingOnOneThatIsKnown() throws Exception {
        // The JDK's client shows what is on the wire; Spring's would unpack it silently.
        HttpResponse<byte[]> answer;
        try (HttpClient http = HttpClient.newHttpClient()) {
            answer = http.send(
                    HttpRequest.newBuilder(address("/api/v1/offers/changes?after_epoch=1"))
                            .header("Authorization", "Bearer " + viewer())
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        }
        assertThat(answer.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(answer.headers().firstValue("X-Price-Epoch")).isPresent();
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(new java.io.ByteArrayInputStream(answer.body())), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo(HEADER);
        }
        for (int attempt = 0; ; attempt++) {
            String current = String.valueOf(
                    get("/api/v1/price-epochs/current").getHeaders().getETag());
            ResponseEntity<String> again = get("/api/v1/offers/snapshot", viewer(), "If-None-Match", current);
            // An epoch may have been published in between.
            if (again.getStatusCode().value() == 304) {
                assertThat(again.getBody()).isNull();
                break;
            }
            assertThat(attempt).isLessThan(20);
        }
    }

    @Test
    void asksForTheSnapshotWhenAnEpochIsNotItsOwn() {
        JsonNode problem = problem(get("/api/v1/offers/changes?after_epoch=999999"), 409, "conflict");
        assertThat(problem.at("/detail").asString()).contains("snapshot-needed");
        problem(get("/api/v1/offers/changes?after_epoch=0"), 400, "invalid-field");
        problem(get("/api/v1/offers/changes"), 400, "invalid-parameter");
    }

    private static byte[] body(ResponseEntity<byte[]> answer) {
        byte[] body = answer.getBody();
        assertThat(body)
                .as(() -> Arrays.toString(new Object[] {answer.getHeaders()}))
                .isNotNull();
        return body == null ? new byte[0] : body;
    }
}
