package io.swen.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@RoutingIntegrationTest
class EventSchemaIntegrationTests {

    @Autowired
    private RoutingFixture fixture;

    @Test
    void tellsEventsThatKeepTheirSchemas() throws Exception {
        String placed = RoutingFixture.newName("told");
        String not = RoutingFixture.newName("told");
        fixture.post("/workload", RoutingFixture.batch(placed));
        fixture.post("/workload", RoutingFixture.batch(not, "\"gpus\":16", "\"gpu_model\":\"none such\""));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> fixture.state(placed).equals("decided")
                        && fixture.state(not).equals("unplaceable"));

        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        for (String type : List.of("WorkloadSubmitted", "WorkloadChanged", "DecisionMade")) {
            Schema schema =
                    registry.getSchema(Files.readString(Path.of("../docs/events/" + type + ".json")), InputFormat.JSON);
            List<String> data = fixture.jdbc()
                    .query(
                            "select data::text from event_log where type = 'io.swen.' || ? and team is not null"
                                    + " and environment is not null and actor_id is not null",
                            (row, index) -> row.getString(1),
                            type);
            assertThat(data).hasSizeGreaterThanOrEqualTo(2).hasSize((int)
                    fixture.count("select count(*) from event_log where type = 'io.swen.' || ?", type));
            for (String event : data) {
                assertThat(schema.validate(event, InputFormat.JSON))
                        .as(type + " " + event)
                        .isEmpty();
            }
        }
    }
}
