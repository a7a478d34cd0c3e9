package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.EventSchemas;
import io.swen.telemetry.TelemetryTest;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class SpendAnomalyIntegrationTests extends TelemetryTest {

    @Autowired
    private Clock clock;

    @Test
    void tellsOnceOfADayThatCostMuchMoreThanTheDaysBefore() {
        LocalDate today = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate();
        Ledger ledger = new Ledger(jdbc);
        long instance = ledger.instance("i-runaway", "runaway", "wl-runaway", false, null);
        for (int i = 12; i > 1; i--) {
            ledger.run(instance, today.minusDays(i), 10, "1");
        }
        ledger.run(instance, today.minusDays(1), 10, "7");
        String span = "?from=" + today.minusDays(2) + "T00:00:00Z";

        await().atMost(PATIENCE)
                .until(() -> ok("/api/v1/costs/anomalies" + span)
                        .at("/items")
                        .valueStream()
                        .anyMatch(each -> each.at("/team").asString("").equals("runaway")));

        String all = TestIssuer.token("v", List.of("runaway"), List.of("*"), Role.VIEWER);
        JsonNode items = ok("/api/v1/costs/anomalies" + span, all).at("/items");
        assertThat(items.size()).isEqualTo(1);
        assertThat(new java.math.BigDecimal(items.at("/0/observed/amount").asString()))
                .isEqualByComparingTo("70");
        assertThat(items.at("/0/reason").asString())
                .contains("cost 70.00 USD, above the usual", "10 days before")
                .startsWith(today.minusDays(1).toString());
        List<String> told = events("AnomalyDetected", items.at("/0/id").asString());
        assertThat(told).hasSize(1);
        EventSchemas.check("AnomalyDetected", told.getFirst());
        // Sums of all environments are for those who see them all.
        String dev = TestIssuer.token("v", List.of("runaway"), List.of("dev"), Role.VIEWER);
        assertThat(ok("/api/v1/costs/anomalies" + span, dev).at("/items").size())
                .isZero();
    }
}
