package io.swen.routing.outcome;

import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/** Asks telemetry-service what a place was metered or billed at. */
@Component
class CostLedger {

    /** The ledger counts once it holds this part of the hours that the place ran. */
    private static final double ENOUGH = 0.9;
    /** And no more than this part, which would be somebody else's. */
    private static final double TOO_MUCH = 1.25;
    /** Boot time is charged and is not time that it ran. */
    private static final double BOOT_HOURS = 0.1;

    private static final int PAGE = 200;
    private static final int MOST_PAGES = 50;

    private final ObjectProvider<ServiceClients> clients;
    private final OutcomeProperties properties;
    private volatile @Nullable RestClient client;

    CostLedger(ObjectProvider<ServiceClients> clients, OutcomeProperties properties) {
        this.clients = clients;
        this.properties = properties;
    }

    /**
     * The cost of a place in USD, or empty while the ledger does not hold all of it.
     *
     * @throws org.springframework.web.client.RestClientException when telemetry cannot be asked
     */
    Optional<BigDecimal> cost(String workloadId, String zone, String type, int replicas, Instant from, Instant to) {
        BigDecimal sum = BigDecimal.ZERO;
        double hours = 0;
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = client().get()
                    .uri(
                            "/api/v1/costs/records?workload_id={workload}&from={from}&to={to}&limit={limit}&cursor={cursor}",
                            workloadId,
                            from,
                            to,
                            PAGE,
                            cursor)
                    .retrieve()
                    .body(JsonNode.class);
            if (answer == null || !answer.path("items").isArray()) {
                throw new IllegalStateException("the cost records have no items");
            }
            for (JsonNode item : answer.path("items")) {
                if (isOf(item, zone, type, from, to)) {
                    sum = sum.add(decimal(item, "EffectiveCost"));
                    hours += decimal(item, "ConsumedQuantity").doubleValue();
                }
            }
            JsonNode next = answer.path("next");
            if (!next.isString()) {
                return isWhole(hours, Duration.between(from, to).toMillis() / 3_600_000.0 * replicas, replicas)
                        ? Optional.of(sum)
                        : Optional.empty();
            }
            cursor = next.asString();
        }
        return Optional.empty();
    }

    private static boolean isWhole(double found, double ran, int replicas) {
        return found >= ENOUGH * ran && found <= TOO_MUCH * ran + BOOT_HOURS * replicas;
    }

    private static boolean isOf(JsonNode item, String zone, String type, Instant from, Instant to) {
        return item.path("ChargeCategory").asString("").equals("Usage")
                && item.path("AvailabilityZone").asString("").equals(zone.substring(zone.indexOf(':') + 1))
                && item.path("SkuPriceDetails").asString("").contains('"' + type + '"')
                && Instant.parse(item.path("ChargePeriodStart").asString()).isBefore(to)
                && Instant.parse(item.path("ChargePeriodEnd").asString()).isAfter(from);
    }

    private static BigDecimal decimal(JsonNode item, String field) {
        JsonNode value = item.path(field);
        return value.isString() ? new BigDecimal(value.asString()) : BigDecimal.ZERO;
    }

    private RestClient client() {
        RestClient known = client;
        if (known == null) {
            known = clients.getObject().to(SwenService.TELEMETRY, properties.ledgerTimeout());
            client = known;
        }
        return known;
    }
}
