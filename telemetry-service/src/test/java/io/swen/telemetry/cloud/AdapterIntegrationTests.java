package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.swen.simulator.protocol.Fault;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.TestFleet;
import io.swen.telemetry.cloud.CloudTelemetrySource.BilledAmount;
import io.swen.telemetry.cloud.CloudTelemetrySource.CapacityHint;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceHealth;
import io.swen.telemetry.cloud.CloudTelemetrySource.ListPrice;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import io.swen.telemetry.cloud.CloudTelemetrySource.SeenInstance;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every call of both adapters against the simulated clouds, over the real SDKs and wire protocols. */
class AdapterIntegrationTests extends TelemetryTest {

    /** Apart from the instances of other tests. */
    private static final String EU = "aws:eu-west-1";

    private static final String BEIJING = "alibaba:cn-beijing";
    private static final String ALIBABA_ACCOUNT = "1098765432109876";
    private static final String ALIBABA_TYPE = "ecs.g7.large";

    private static TestSources sources = TestSources.at(nowhere(), nowhere(), TestSources.Options.NONE);
    private static String awsInstance = "";
    private static String alibabaInstance = "";

    @BeforeAll
    static void runOneSpotInstanceInEachCloud() throws Exception {
        sources.close();
        sources = TestSources.at(
                SIMULATOR.awsEndpoint(),
                SIMULATOR.alibabaEndpoint(),
                new TestSources.Options(null, null, List.of(NOTICE_QUEUE), null));
        awsInstance = runOnAws(Map.of("swen:team", "billing-team"));
        alibabaInstance = runOnAlibaba(Map.of("swen:team", "billing-team"));
        Instant running = SIMULATOR.clock().instant().plus(Duration.ofMinutes(3));
        await().atMost(PATIENCE).until(() -> SIMULATOR.clock().instant().isAfter(running));
    }

    @AfterAll
    static void close() {
        sources.close();
    }

    @Test
    void readsRegionsZonesAndTypesOfBothClouds() {
        assertThat(sources.aws().regions()).contains(EU, AWS_REGION);
        assertThat(sources.aws().zones(EU)).hasSizeGreaterThan(1).allMatch(zone -> zone.startsWith("aws:euw1-az"));
        // More than fit on one page.
        assertThat(sources.aws().instanceTypes(EU)).hasSizeGreaterThan(100);
        assertThat(sources.alibaba().regions()).contains(BEIJING, ALIBABA_REGION);
        assertThat(sources.alibaba().zones(BEIJING)).isNotEmpty().allMatch(zone -> zone.startsWith(BEIJING));
        assertThat(sources.alibaba().instanceTypes(BEIJING)).hasSizeGreaterThan(100);
    }

    @Test
    void readsSpotAndListPrices() {
        Instant now = SIMULATOR.clock().instant();
        assertThat(sources.aws().spotPrices(EU, null, now)).hasSizeGreaterThan(500);
        assertThat(sources.aws().spotPrices(EU, "m7i.large", now))
                .isNotEmpty()
                .allMatch(price -> price.instanceType().equals("m7i.large"));
        assertThat(sources.aws().listPrices(AWS_REGION, "m7i.large", null).prices())
                .containsExactly(new ListPrice("m7i.large", new BigDecimal("0.1008000000"), "USD"));
        assertThat(sources.alibaba().spotPrices(BEIJING, ALIBABA_TYPE, now))
                .isNotEmpty()
                .allMatch(price -> price.currency().equals("CNY"));
        assertThat(sources.alibaba().listPrices(BEIJING, ALIBABA_TYPE, null).prices())
                .hasSize(1);
    }

    @Test
    void readsThePriceFileOfARegionAsThePricingApiHasIt() {
        try (TestSources files = TestSources.at(
                SIMULATOR.awsEndpoint(),
                SIMULATOR.alibabaEndpoint(),
                new TestSources.Options(
                        null,
                        null,
                        List.of(),
                        SIMULATOR.awsEndpoint() + "/offers/v1.0/aws/AmazonEC2/current/{region}/index.csv"))) {
            var prices = files.aws().listPrices(EU, null, null);
            assertThat(prices.next()).isNull();
            List<ListPrice> byApi = new ArrayList<>();
            String next = null;
            do {
                var page = sources.aws().listPrices(EU, null, next);
                byApi.addAll(page.prices());
                next = page.next();
            } while (next != null);
            assertThat(prices.prices()).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(byApi);
            assertThat(files.aws().listPrices(EU, "m7i.large", null).prices()).hasSize(1);
            assertThatThrownBy(() -> files.aws().listPrices("aws:mars-north-1", null, null))
                    .isInstanceOfSatisfying(
                            CloudException.class, e -> assertThat(e.code()).isEqualTo(CloudErrorCode.REFUSED));
        }
    }

    @Test
    void seesWhatSwenDidNotStartOnlyInTheInventory() {
        assertThat(sources.aws().inventory(EU))
                .extracting(SeenInstance::instanceId)
                .contains(awsInstance);
        assertThat(sources.aws().instances(EU))
                .extracting(SeenInstance::instanceId)
                .doesNotContain(awsInstance);
        assertThat(sources.alibaba().inventory(BEIJING))
                .extracting(SeenInstance::instanceId)
                .contains(alibabaInstance);
        assertThat(sources.alibaba().instances(BEIJING))
                .extracting(SeenInstance::instanceId)
                .doesNotContain(alibabaInstance);
    }

    @Test
    void readsTheChecksOfInstances() {
        assertThat(sources.aws().health(EU))
                .filteredOn(health -> health.instanceId().equals(awsInstance))
                .extracting(InstanceHealth::status)
                .containsExactly("ok");
        assertThat(sources.alibaba().health(BEIJING))
                .filteredOn(health -> health.instanceId().equals(alibabaInstance))
                .extracting(InstanceHealth::status)
                .containsExactly("ok");
    }

    @Test
    void readsMetricsInBatchesAndCountsWhatIsBilled() {
        Instant to = SIMULATOR.clock().instant().truncatedTo(ChronoUnit.MINUTES);
        Instant from = to.minus(Duration.ofMinutes(20));
        long before = sources.units(CloudAction.AWS_GET_METRIC_DATA);
        List<String> many = new ArrayList<>(List.of(awsInstance));
        for (int i = 0; i < 200; i++) {
            many.add(String.format("i-%017x", i));
        }
        assertThat(sources.aws().metrics(EU, many, from, to, Duration.ofMinutes(5)))
                .allMatch(point -> point.instanceId().equals(awsInstance));
        assertThat(sources.units(CloudAction.AWS_GET_METRIC_DATA) - before).isEqualTo(3 * 201);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sources.alibaba()
                                .metrics(
                                        BEIJING,
                                        List.of(alibabaInstance),
                                        from,
                                        SIMULATOR.clock().instant(),
                                        Duration.ofMinutes(1)))
                        .isNotEmpty());
    }

    @Test
    void readsHowLikelyCapacityIsToBeHad() {
        List<CapacityHint> aws = sources.aws().capacity(EU, List.of("m7i.large"));
        assertThat(aws).isNotEmpty().allSatisfy(hint -> {
            assertThat(hint.zone()).startsWith("aws:euw1-az");
            assertThat(hint.placementScore()).isBetween(1, 10);
        });
        List<CapacityHint> alibaba = sources.alibaba().capacity(BEIJING, List.of(ALIBABA_TYPE));
        assertThat(alibaba).anyMatch(hint -> Boolean.TRUE.equals(hint.inStock()));
        assertThat(alibaba)
                .anySatisfy(
                        hint -> assertThat(hint.interruptionRate()).isNotNull().isBetween(0.0, 1.0));
    }

    @Test
    void hearsOfInterruptionsUntilTheyAreAcknowledged() throws Exception {
        String doomedOnAws = runOnAws(Map.of());
        String doomedOnAlibaba = runOnAlibaba(Map.of());
        Instant started = SIMULATOR.clock().instant();
        assertThat(SIMULATOR.interrupt(doomedOnAws)).isTrue();
        assertThat(SIMULATOR.interrupt(doomedOnAlibaba)).isTrue();
        assertThat(sources.aws().noticeFeeds(List.of(EU))).containsExactly(NOTICE_QUEUE);
        assertThat(sources.alibaba().noticeFeeds(List.of(BEIJING, BEIJING))).containsExactly(BEIJING);

        // The service's own job reads the queue too; what it deleted is in its table.
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<Notice> heard = sources.aws().notices(NOTICE_QUEUE, Instant.EPOCH);
            sources.aws().acknowledge(NOTICE_QUEUE, heard);
            assertThat(heard.stream()
                                    .anyMatch(notice -> notice.kind() == NoticeKind.INTERRUPTION
                                            && notice.instanceId().equals(doomedOnAws))
                            || stored(doomedOnAws))
                    .isTrue();
        });
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                                sources.alibaba().notices(BEIJING, started.minus(Duration.ofMinutes(5))))
                        .anySatisfy(notice -> {
                            assertThat(notice.instanceId()).isEqualTo(doomedOnAlibaba);
                            assertThat(notice.kind()).isEqualTo(NoticeKind.INTERRUPTION);
                            assertThat(notice.effectiveAt()).isAfter(notice.at());
                            assertThat(notice.noticeId()).isEqualTo(doomedOnAlibaba + "/release");
                        }));
        // Acknowledging needs no call there.
        sources.alibaba().acknowledge(BEIJING, List.of());
    }

    @Test
    void readsTheBillsOfADay() {
        LocalDate today = LocalDate.ofInstant(SIMULATOR.clock().instant(), ZoneOffset.UTC);
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<BilledAmount> aws = sources.aws().bills(today.minusDays(1), today.plusDays(1));
            assertThat(aws)
                    .filteredOn(amount -> "billing-team".equals(amount.tags().get("swen:team")))
                    .isNotEmpty()
                    .allSatisfy(amount -> {
                        assertThat(amount.amount()).isPositive();
                        assertThat(amount.currency()).isEqualTo("USD");
                        assertThat(amount.service()).isEqualTo("Amazon Elastic Compute Cloud - Compute");
                    });
            List<BilledAmount> alibaba = sources.alibaba().bills(today.minusDays(1), today.plusDays(1));
            assertThat(alibaba)
                    .filteredOn(amount -> alibabaInstance.equals(amount.resource()))
                    .isNotEmpty()
                    .allSatisfy(amount -> {
                        assertThat(amount.amount()).isPositive();
                        assertThat(amount.currency()).isEqualTo("CNY");
                        assertThat(amount.region()).isEqualTo(BEIJING);
                        assertThat(amount.tags()).containsEntry("swen:team", "billing-team");
                    });
        });
    }

    @Test
    void readsWithTheKeysOfAnAssumedRole() {
        String awsAccount = NOTICE_QUEUE.split(":")[4];
        try (TestSources assumed = TestSources.at(
                SIMULATOR.awsEndpoint(),
                SIMULATOR.alibabaEndpoint(),
                new TestSources.Options(
                        "arn:aws:iam::" + awsAccount + ":role/swen-telemetry",
                        "acs:ram::" + ALIBABA_ACCOUNT + ":role/swen-telemetry",
                        List.of(),
                        null))) {
            assertThat(assumed.aws().inventory(EU)).isNotEmpty();
            assertThat(assumed.alibaba().inventory(BEIJING)).isNotEmpty();
            assertThat(assumed.called()).contains("alibaba AssumeRole");
        }
    }

    @Test
    void aRoleThatMayNotBeAssumedIsTheOperatorsFault() {
        try (TestSources refused = TestSources.at(
                SIMULATOR.awsEndpoint(),
                SIMULATOR.alibabaEndpoint(),
                new TestSources.Options(
                        "arn:aws:iam::999999999999:role/other", "acs:ram::999:role/other", List.of(), null))) {
            for (CloudTelemetrySource cloud : List.of(refused.aws(), refused.alibaba())) {
                assertThatThrownBy(cloud::regions)
                        .isInstanceOfSatisfying(
                                CloudException.class, e -> assertThat(e.code()).isEqualTo(CloudErrorCode.UNAUTHORIZED));
            }
        }
    }

    @Test
    void aRegionThatFailsLeavesTheOthersFresh() {
        SIMULATOR.faults(List.of(
                new Fault("aws", null, "eu-north-1", 1_000, "ServiceUnavailable", null, null),
                new Fault("alibaba", null, "cn-qingdao", 1_000, "ServiceUnavailable", null, null)));
        try {
            for (int i = 0; i < 6; i++) {
                assertThatThrownBy(() -> sources.aws().health("aws:eu-north-1")).isInstanceOf(CloudException.class);
                assertThatThrownBy(() -> sources.alibaba().health("alibaba:cn-qingdao"))
                        .isInstanceOf(CloudException.class);
            }
            assertThatThrownBy(() -> sources.aws().inventory("aws:eu-north-1"))
                    .isInstanceOfSatisfying(
                            CloudException.class, e -> assertThat(e.code()).isEqualTo(CloudErrorCode.CIRCUIT_OPEN));
            assertThat(sources.aws().inventory(EU)).isNotEmpty();
            assertThat(sources.alibaba().inventory(BEIJING)).isNotEmpty();
        } finally {
            SIMULATOR.faults(List.of());
        }
    }

    private boolean stored(String instance) {
        return Boolean.TRUE.equals(jdbc.queryForObject(
                "select exists (select from interruption_notice where instance_id = ?)", Boolean.class, instance));
    }

    private static String runOnAws(Map<String, String> tags) {
        return TestFleet.spotOnAws(SIMULATOR.awsEndpoint(), "eu-west-1", "m7i.large", tags);
    }

    private static String runOnAlibaba(Map<String, String> tags) throws Exception {
        return TestFleet.spotOnAlibaba(SIMULATOR.alibabaEndpoint(), "cn-beijing", ALIBABA_TYPE, tags);
    }

    private static URI nowhere() {
        return URI.create("http://localhost:1");
    }
}
