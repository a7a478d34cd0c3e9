package io.swen.telemetry.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.catalog.Provider;
import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.EventSchemas;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.TestFleet;
import io.swen.telemetry.cloud.CloudBills;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class NoticeIntegrationTests extends TelemetryTest {

    @Autowired
    private NoticeStore notices;

    @Autowired
    private CapacityJob capacity;

    @Autowired
    private BillJob bills;

    @Autowired
    private CloudBills stored;

    @Autowired
    private CloudDirectory clouds;

    @Test
    void tellsOnceThatASpotInstanceWillBeTakenBackAndWhoseItIs() {
        String doomed = TestFleet.spotOnAws(
                SIMULATOR.awsEndpoint(),
                "us-east-1",
                "c7g.xlarge",
                Map.of(
                        "ManagedBy", "swen",
                        "Environment", "dev",
                        "swen:team", "research",
                        "swen:workload", "wl-doomed"));
        await().atMost(PATIENCE)
                .until(() -> ok("/api/v1/instances?workload=wl-doomed")
                        .at("/items/0/state")
                        .asString("")
                        .equals("running"));
        assertThat(SIMULATOR.interrupt(doomed)).isTrue();

        await().atMost(PATIENCE).until(() -> !interruptions(doomed).isEmpty());
        List<String> told = interruptions(doomed);
        assertThat(told).hasSize(1);
        EventSchemas.check("InterruptionNoticed", told.getFirst());
        JsonNode event = json.readTree(told.getFirst());
        assertThat(event.at("/workload").asString()).isEqualTo("wl-doomed");
        assertThat(event.at("/team").asString()).isEqualTo("research");
        assertThat(event.at("/region").asString()).isEqualTo(AWS_REGION);
        assertThat(Instant.parse(event.at("/effective_at").asString()))
                .isEqualTo(Instant.parse(event.at("/noticed_at").asString()).plusSeconds(120));
        assertThat(event.at("/simulated").asBoolean()).isTrue();

        // A message that is delivered once more changes nothing.
        Notice again = new Notice(
                event.at("/notice_id").asString(),
                "again",
                NoticeKind.INTERRUPTION,
                AWS_REGION,
                doomed,
                "terminate",
                Instant.parse(event.at("/noticed_at").asString()),
                null,
                null);
        notices.store(Provider.AWS, List.of(again, again));
        assertThat(interruptions(doomed)).hasSize(1);
        assertThat(jdbc.queryForObject(
                        "select count(*) from interruption_notice where instance_id = ? and kind = 'interruption'",
                        Integer.class,
                        doomed))
                .isEqualTo(1);
        assertThat(ok("/api/v1/instances/notices?kind=interruption&workload=wl-doomed")
                        .at("/items/0/instance_id")
                        .asString())
                .isEqualTo(doomed);
        String others = TestIssuer.token("x", List.of("platform"), List.of("dev"), Role.VIEWER);
        assertThat(ok("/api/v1/instances/notices", others).toString()).doesNotContain(doomed);
        problem(get("/api/v1/instances/notices?kind=rumour"), 400, "invalid-field");
        // EC2 tells of the end as well, to the second.
        await().atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                        "select ended_at is not null from instance where instance_id = ?", Boolean.class, doomed)));
    }

    @Test
    void tellsOnceOfEachOfSeveralNoticesThatCameTogether() {
        List<Notice> burst = Stream.of("i-burst-1", "i-burst-2", "i-burst-3")
                .map(instance -> new Notice(
                        "notice-of-" + instance,
                        null,
                        NoticeKind.INTERRUPTION,
                        AWS_REGION,
                        instance,
                        "terminate",
                        Instant.parse("2026-03-02T10:00:00Z"),
                        null,
                        null))
                .toList();

        notices.store(Provider.AWS, burst.subList(0, 2));
        notices.store(
                Provider.AWS, Stream.concat(burst.stream(), burst.stream()).toList());

        assertThat(burst)
                .allSatisfy(
                        notice -> assertThat(interruptions(notice.instanceId())).hasSize(1));
    }

    @Test
    void storesWhatTheProvidersSayOfCapacity() {
        capacity.ask(clouds.of(Provider.AWS), AWS_REGION, List.of("m7i.large"));
        capacity.ask(clouds.of(Provider.ALIBABA), ALIBABA_REGION, List.of("ecs.g7.large"));
        // Asking again replaces.
        capacity.ask(clouds.of(Provider.AWS), AWS_REGION, List.of("m7i.large"));

        JsonNode aws = ok("/api/v1/offers/capacity-hints?instance_type=m7i.large&region=" + AWS_REGION);
        assertThat(aws.at("/items").size()).isBetween(2, 10);
        assertThat(aws.at("/items/0/placement_score").asInt()).isBetween(1, 10);
        assertThat(aws.at("/items/0/in_stock").isNull()).isTrue();
        JsonNode first = ok("/api/v1/offers/capacity-hints?limit=1&region=" + AWS_REGION);
        JsonNode second = ok("/api/v1/offers/capacity-hints?limit=1&region=" + AWS_REGION + "&cursor="
                + first.at("/next").asString());
        assertThat(second.at("/items/0/zone").asString())
                .isGreaterThan(first.at("/items/0/zone").asString());
        JsonNode alibaba = ok("/api/v1/offers/capacity-hints?instance_type=ecs.g7.large");
        assertThat(alibaba.at("/items")
                        .valueStream()
                        .map(hint -> hint.at("/source").asString()))
                .contains("alibaba-available-resource", "alibaba-spot-advice");
    }

    @Test
    void readsBillsAndConvertsThemWithADatedRate() throws Exception {
        TestFleet.spotOnAws(SIMULATOR.awsEndpoint(), "us-east-1", "m7i.large", Map.of());
        TestFleet.spotOnAlibaba(SIMULATOR.alibabaEndpoint(), "cn-hangzhou", "ecs.g7.large", Map.of());
        await().atMost(PATIENCE).untilAsserted(() -> {
            LocalDate today = LocalDate.ofInstant(SIMULATOR.clock().instant(), ZoneOffset.UTC);
            for (Provider provider : Provider.values()) {
                bills.read(clouds.of(provider), today.minusDays(1), today);
            }
            assertThat(stored.between(today.minusDays(1), today))
                    .anySatisfy(bill -> assertThat(bill.costUsd()).isEqualByComparingTo(bill.amount()))
                    .anySatisfy(bill -> {
                        assertThat(bill.currency()).isEqualTo("CNY");
                        assertThat(bill.rate()).isEqualByComparingTo("7.12");
                        assertThat(bill.rateAsOf()).isEqualTo(LocalDate.of(2024, 10, 1));
                        assertThat(bill.costUsd()).isLessThan(bill.amount());
                    });
        });
    }

    private List<String> interruptions(String instance) {
        return events("InterruptionNoticed", instance).stream()
                .filter(data -> json.readTree(data).at("/kind").asString().equals("interruption"))
                .toList();
    }
}
