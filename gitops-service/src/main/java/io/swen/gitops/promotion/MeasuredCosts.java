package io.swen.gitops.promotion;

import io.swen.platform.client.RemoteException;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Asks telemetry what a workload cost. Not getting an answer stops nothing, and is told. */
@Component
class MeasuredCosts {

    /** What was measured, or why nothing was. */
    record Measured(@Nullable Money cost, String note) {}

    private final RestClient telemetry;

    MeasuredCosts(ServiceClients clients, PromotionProperties properties) {
        this.telemetry = clients.to(SwenService.TELEMETRY, properties.costTimeout());
    }

    /** Costs are kept by UTC day, so the day on which the span begins counts as a whole. */
    Measured of(String workloadId, Instant since, Instant now) {
        Instant from = since.truncatedTo(ChronoUnit.DAYS);
        try {
            JsonNode series = telemetry
                    .get()
                    .uri("/api/v1/costs?group_by=workload&from={from}&to={to}", from.toString(), now.toString())
                    .retrieve()
                    .body(JsonNode.class);
            if (series == null) {
                return new Measured(null, "telemetry answered nothing");
            }
            return series.path("groups")
                    .valueStream()
                    .filter(group -> workloadId.equals(group.path("key").asString("")))
                    .findFirst()
                    .map(group -> new Measured(
                            Money.usd(group.path("total").path("amount").asString("0")),
                            "since " + from + (series.path("simulated").asBoolean() ? ", simulated" : "")))
                    .orElseGet(() -> new Measured(null, "telemetry has no cost of it since " + from));
        } catch (RemoteException | RestClientException e) {
            return new Measured(null, "telemetry did not answer: " + e.getMessage());
        }
    }
}
