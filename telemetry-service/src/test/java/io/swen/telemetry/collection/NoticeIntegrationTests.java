package io.swen.telemetry.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.catalog.Provider;
import io.swen.telemetry.EventSchemas;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.cloud.CloudTelemetrySource.Notice;
import io.swen.telemetry.cloud.CloudTelemetrySource.NoticeKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import tools.jackson.databind.JsonNode;

class NoticeIntegrationTests extends TelemetryTest {

    @Autowired
    private NoticeStore notices;

    @Test
    void tellsOnceThatASpotInstanceWillBeTakenBackAndWhoseItIs() {
        String doomed;
        try (Ec2Client ec2 = Ec2Client.builder()
                .endpointOverride(SIMULATOR.awsEndpoint())
                .region(Region.US_EAST_1)
                .build()) {
            doomed = ec2.runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(InstanceType.C7_G_XLARGE)
                            .minCount(1)
                            .maxCount(1)
                            .instanceMarketOptions(market -> market.marketType("spot"))
                            .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                                    .tags(Map.of(
                                                    "ManagedBy",
                                                    "swen",
                                                    "Environment",
                                                    "dev",
                                                    "swen:team",
                                                    "research",
                                                    "swen:workload",
                                                    "wl-doomed")
                                            .entrySet()
                                            .stream()
                                            .map(tag -> Tag.builder()
                                                    .key(tag.getKey())
                                                    .value(tag.getValue())
                                                    .build())
                                            .toList())))
                    .instances()
                    .getFirst()
                    .instanceId();
        }
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
        // EC2 tells of the end as well, to the second.
        await().atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(jdbc.queryForObject(
                        "select ended_at is not null from instance where instance_id = ?", Boolean.class, doomed)));
    }

    private List<String> interruptions(String instance) {
        return events("InterruptionNoticed", instance).stream()
                .filter(data -> json.readTree(data).at("/kind").asString().equals("interruption"))
                .toList();
    }
}
