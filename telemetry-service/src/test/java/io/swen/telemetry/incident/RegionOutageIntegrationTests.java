package io.swen.telemetry.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.simulator.protocol.Fault;
import io.swen.telemetry.TelemetryTest;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import tools.jackson.databind.JsonNode;

/** A region goes away while instances run there and elsewhere. */
class RegionOutageIntegrationTests extends TelemetryTest {

    private static final String AWAY = SECOND_AWS_REGION;

    @AfterEach
    void endTheOutage() {
        SIMULATOR.faults(List.of());
        try (Ec2Client ec2 = ec2("us-west-2")) {
            List<String> ids = ec2
                    .describeInstances(request -> request.filters(
                            filter -> filter.name("instance-state-name").values("pending", "running")))
                    .reservations()
                    .stream()
                    .flatMap(reservation -> reservation.instances().stream())
                    .map(Instance::instanceId)
                    .toList();
            if (!ids.isEmpty()) {
                ec2.terminateInstances(request -> request.instanceIds(ids));
            }
        }
    }

    @Test
    void aRegionThatNothingRunsInAnyMoreIsNotStaleForWhatIsNoLongerAskedThere() {
        run("us-west-2", "us-west-2a", "wl-leaves");
        await().atMost(PATIENCE).until(() -> isMeasured("wl-leaves"));
        SIMULATOR.faults(
                List.of(new Fault("aws", "GetMetricData", "us-west-2", 1_000_000, "ServiceUnavailable", null, null)));
        await().atMost(PATIENCE).until(() -> firing(AWAY).contains("region-stale metrics"));

        try (Ec2Client ec2 = ec2("us-west-2")) {
            String id = instance("wl-leaves").at("/instance_id").asString();
            ec2.terminateInstances(request -> request.instanceIds(id));
        }

        await().atMost(PATIENCE).until(() -> firing(AWAY).isEmpty());
        assertThat(outages("aws")).doesNotContain(AWAY);
    }

    @Test
    void showsTheRegionAsStaleInOneIncidentAndLeavesTheOthersAlone() {
        run("us-west-2", "us-west-2a", "wl-away-1");
        run("us-west-2", "us-west-2b", "wl-away-2");
        run("us-east-1", "us-east-1a", "wl-here");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of("wl-away-1", "wl-away-2", "wl-here"))
                        .allSatisfy(workload -> assertThat(isMeasured(workload))
                                .as(instance(workload).toString())
                                .isTrue()));
        await().atMost(PATIENCE).until(() -> firing(AWAY).isEmpty());
        Instant before = Instant.parse(ok("/telemetry").at("/time").asString());

        SIMULATOR.faults(List.of(new Fault("aws", null, "us-west-2", 1_000_000, "ServiceUnavailable", null, null)));

        await().atMost(PATIENCE).until(() -> firing(AWAY).size() >= 4);
        assertThat(firing(AWAY))
                .contains("region-stale instances", "instance-unobserved wl-away-1", "instance-unobserved wl-away-2");
        await().atMost(PATIENCE).until(() -> isStale("wl-away-1") && isStale("wl-away-2"));
        assertThat(isStale("wl-here")).isFalse();
        assertThat(outages("aws")).contains(AWAY).doesNotContain(AWS_REGION);
        assertThat(ok("/api/v1/offers?region=" + AWAY + "&limit=1").at("/items").size())
                .as("what was known of it stays to be read")
                .isEqualTo(1);

        List<JsonNode> incidents = incidentsSince(before);
        assertThat(incidents).as("one outage is one incident").hasSize(1);
        JsonNode incident = incidents.getFirst();
        assertThat(incident.at("/scope").asString()).isEqualTo(AWAY);
        assertThat(incident.at("/severity").asString()).isEqualTo("critical");
        assertThat(incident.at("/state").asString()).isEqualTo("open");
        String path = "/api/v1/incidents/" + incident.at("/id").asString();
        assertThat(ok(path).at("/workloads").toString()).isEqualTo("[\"wl-away-1\",\"wl-away-2\"]");
        assertThat(firing(AWS_REGION)).isEmpty();
        assertThat(firing(ALIBABA_REGION)).isEmpty();

        SIMULATOR.faults(List.of());
        await().atMost(PATIENCE).until(() -> ok(path).at("/state").asString().equals("resolved"));
        assertThat(firing(AWAY)).isEmpty();
        await().atMost(PATIENCE).until(() -> !isStale("wl-away-1") && !isStale("wl-away-2"));
        assertThat(incidentsSince(before)).hasSize(1);
        JsonNode report = ok(path + "/report");
        assertThat(report.at("/time_to_detect").asString()).startsWith("PT");
        assertThat(report.at("/regions").toString()).isEqualTo("[\"" + AWAY + "\"]");
    }

    private List<JsonNode> incidentsSince(Instant before) {
        return ok("/api/v1/incidents?provider=aws&limit=200")
                .at("/items")
                .valueStream()
                .filter(incident ->
                        !Instant.parse(incident.at("/opened_at").asString()).isBefore(before))
                .toList();
    }

    private List<String> firing(String region) {
        return ok("/api/v1/alerts?state=firing&limit=200&region=" + region)
                .at("/items")
                .valueStream()
                .filter(alert -> !alert.at("/severity").asString().equals("info"))
                .map(alert -> alert.at("/rule").asString() + " "
                        + alert.at("/labels/feed").asString("")
                        + alert.at("/labels/workload").asString(""))
                .toList();
    }

    private String outages(String provider) {
        return ok("/telemetry")
                .at("/providers")
                .valueStream()
                .filter(one -> one.at("/provider").asString().equals(provider))
                .findFirst()
                .orElseThrow()
                .at("/outages")
                .toString();
    }

    private boolean isMeasured(String workload) {
        return instance(workload).at("/metrics").size() == 3 && !isStale(workload);
    }

    private boolean isStale(String workload) {
        return instance(workload).at("/metrics/0/stale").asBoolean(false);
    }

    private JsonNode instance(String workload) {
        return ok("/api/v1/instances?workload=" + workload).at("/items/0");
    }

    private static Ec2Client ec2(String region) {
        return Ec2Client.builder()
                .region(Region.of(region))
                .endpointOverride(URI.create(SIMULATOR.awsEndpoint().toString()))
                .build();
    }

    private static void run(String region, String zone, String workload) {
        try (Ec2Client ec2 = ec2(region)) {
            ec2.runInstances(request -> request.imageId("ami-12345678")
                    .instanceType(InstanceType.M7_I_LARGE)
                    .minCount(1)
                    .maxCount(1)
                    .placement(placement -> placement.availabilityZone(zone))
                    .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                            .tags(
                                    tag("Project", "swen"),
                                    tag("ManagedBy", "swen"),
                                    tag("Environment", "dev"),
                                    tag("swen:workload", workload),
                                    tag("swen:team", "research"))));
        }
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
