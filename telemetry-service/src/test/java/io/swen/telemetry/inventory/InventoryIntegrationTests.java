package io.swen.telemetry.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import tools.jackson.databind.JsonNode;

class InventoryIntegrationTests extends TelemetryTest {

    private static final String MINE = "/api/v1/inventory?provider=aws&managed=false&instance_type=r7g.xlarge";
    private static String instance = "";

    @BeforeAll
    static void someoneElseRunsAnInstance() {
        try (Ec2Client ec2 = ec2()) {
            instance = ec2.runInstances(request -> request.imageId("ami-12345678")
                            .instanceType(InstanceType.R7_G_XLARGE)
                            .minCount(1)
                            .maxCount(1)
                            .placement(placement -> placement.availabilityZone("us-east-1a"))
                            .tagSpecifications(tags -> tags.resourceType(ResourceType.INSTANCE)
                                    .tags(
                                            Tag.builder()
                                                    .key("Owner")
                                                    .value("warehouse")
                                                    .build(),
                                            Tag.builder()
                                                    .key("env")
                                                    .value("prod")
                                                    .build())))
                    .instances()
                    .getFirst()
                    .instanceId();
        }
    }

    @Test
    void listsWhatSwenDidNotStartWithItsPriceHealthAndUse() {
        await().atMost(PATIENCE)
                .until(() -> found().at("/utilisation").isObject()
                        && found().at("/health").asString("").equals("ok"));
        JsonNode item = found();
        assertThat(item.at("/instance_id").asString()).isEqualTo(instance);
        assertThat(item.at("/managed").asBoolean()).isFalse();
        assertThat(item.at("/team").asString()).isEqualTo("warehouse");
        assertThat(item.at("/environment").asString()).isEqualTo("prod");
        assertThat(item.at("/tags/Owner").asString()).isEqualTo("warehouse");
        assertThat(item.at("/state").asString()).isEqualTo("running");
        assertThat(item.at("/simulated").asBoolean()).isTrue();
        BigDecimal hourly = new BigDecimal(item.at("/price/amount").asString());
        assertThat(new BigDecimal(item.at("/monthly_cost/amount").asString()))
                .isEqualByComparingTo(hourly.multiply(BigDecimal.valueOf(730)));
        assertThat(item.at("/utilisation/cpu_mean").asDouble()).isBetween(0.0, 100.0);
        assertThat(item.at("/utilisation/cpu_max").asDouble())
                .isGreaterThanOrEqualTo(item.at("/utilisation/cpu_mean").asDouble());
        assertThat(item.at("/idle_hint/reason").asString()).contains("per cent");
        boolean idle = item.at("/idle_hint/idle").asBoolean();
        assertThat(ok(MINE + "&idle=" + idle).at("/items").size()).isEqualTo(1);
        // SWEN neither meters nor manages it.
        assertThat(ok("/api/v1/instances?region=" + AWS_REGION).toString()).doesNotContain(instance);
    }

    @Test
    void showsTeamsOnlyWhatIsTheirs() {
        await().atMost(PATIENCE).until(() -> found().isObject());
        String theirs = TestIssuer.token("w", List.of("warehouse"), List.of("prod"), Role.VIEWER);
        String others = TestIssuer.token("x", List.of("research"), List.of("prod"), Role.VIEWER);
        assertThat(ok(MINE, theirs).at("/items").size()).isEqualTo(1);
        assertThat(ok("/api/v1/inventory?limit=200&ended=true", others).toString())
                .doesNotContain(instance);
    }

    @Test
    void pagesAndRefusesWhatItDoesNotKnow() {
        await().atMost(PATIENCE).until(() -> found().isObject());
        JsonNode first = ok("/api/v1/inventory?limit=1&ended=true");
        assertThat(first.at("/items").size()).isEqualTo(1);
        if (first.at("/next").isString()) {
            assertThat(ok("/api/v1/inventory?limit=1&ended=true&cursor="
                                    + first.at("/next").asString())
                            .at("/items/0/instance_id")
                            .asString())
                    .isNotEqualTo(first.at("/items/0/instance_id").asString());
        }
        problem(get("/api/v1/inventory?provider=gcp"), 400, "invalid-field");
        problem(get("/api/v1/inventory?state=asleep"), 400, "invalid-field");
        problem(get("/api/v1/inventory?cursor=nonsense"), 400, "invalid-cursor");
    }

    private JsonNode found() {
        return ok(MINE).at("/items/0");
    }

    private static Ec2Client ec2() {
        return Ec2Client.builder()
                .endpointOverride(SIMULATOR.awsEndpoint())
                .region(Region.US_EAST_1)
                .build();
    }
}
