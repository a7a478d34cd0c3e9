package io.swen.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.simulator.protocol.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OutageIntegrationTests extends TelemetryTest {

    @AfterEach
    void endTheOutage() {
        SIMULATOR.faults(List.of());
        await().atMost(PATIENCE)
                .until(() -> state("alibaba").equals("fresh") && state("aws").equals("fresh"));
    }

    @Test
    void tellsOnceThatAProviderIsGoneAndOnceThatItIsBackAndKeepsItsPricesMeanwhile() {
        await().atMost(PATIENCE)
                .until(() -> state("alibaba").equals("fresh") && state("aws").equals("fresh"));
        long told = told("alibaba");
        long toldOfAws = told("aws");
        SIMULATOR.faults(List.of(new Fault("alibaba", null, null, 1_000_000, "ServiceUnavailable", null, null)));

        await().atMost(PATIENCE).until(() -> state("alibaba").equals("unavailable"));
        JsonNode provider = provider("alibaba");
        assertThat(provider.at("/reason").asString()).contains("alibaba");
        assertThat(provider.at("/outages").size()).isPositive();
        assertThat(provider.at("/prices").size()).isPositive();
        assertThat(state("aws")).isEqualTo("fresh");
        assertThat(ok("/api/v1/offers?provider=alibaba&limit=1").at("/items").size())
                .isEqualTo(1);
        assertThat(jdbc.queryForObject("select state from provider_state where provider = 'ALIBABA'", String.class))
                .isEqualTo("UNAVAILABLE");

        SIMULATOR.faults(List.of());
        await().atMost(PATIENCE).until(() -> state("alibaba").equals("fresh"));
        assertThat(provider("alibaba").at("/reason").isNull()).isTrue();
        List<String> events = events("TelemetryStale", "alibaba");
        events.forEach(data -> EventSchemas.check("TelemetryStale", data));
        List<String> states = events.subList((int) told, events.size()).stream()
                .map(data -> json.readTree(data).at("/state").asString())
                .toList();
        assertThat(states).endsWith("fresh").contains("unavailable");
        for (int i = 1; i < states.size(); i++) {
            assertThat(states.get(i)).isNotEqualTo(states.get(i - 1));
        }
        assertThat(told("aws")).isEqualTo(toldOfAws);
    }

    private long told(String provider) {
        return events("TelemetryStale", provider).size();
    }

    private String state(String provider) {
        return provider(provider).at("/state").asString();
    }

    private JsonNode provider(String id) {
        return ok("/telemetry")
                .at("/providers")
                .valueStream()
                .filter(provider -> provider.at("/provider").asString().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
