package io.swen.telemetry.inventory;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swen.catalog.Provider;
import io.swen.platform.money.Money;
import io.swen.platform.page.Cursors;
import io.swen.platform.page.Page;
import io.swen.platform.problem.ProblemException;
import io.swen.platform.security.Actor;
import io.swen.telemetry.catalog.Catalog;
import io.swen.telemetry.catalog.Offer;
import io.swen.telemetry.catalog.OfferKey;
import io.swen.telemetry.catalog.PurchaseOption;
import io.swen.telemetry.cloud.CloudTelemetrySource.InstanceEvent;
import io.swen.telemetry.inventory.InventoryStore.Measured;
import io.swen.telemetry.inventory.InventoryStore.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What runs in the accounts, managed or not. */
@RestController
class InventoryController {

    private static final Set<String> STATES = Set.of("pending", "running", "stopping", "stopped", "terminated");
    /** A month of 365.25 / 12 days, rounded as both providers do. */
    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

    private final InventoryStore store;
    private final InventoryProperties properties;
    private final Catalog catalog;

    InventoryController(InventoryStore store, InventoryProperties properties, Catalog catalog) {
        this.store = store;
        this.properties = properties;
        this.catalog = catalog;
    }

    /**
     * What was measured of an instance over a span of time: processors in per cent, bytes a second in and out together.
     */
    record Utilisation(double cpuMean, double cpuMax, double networkMean, Instant from, Instant to) {}

    /** Whether an instance seems to do nothing, and why it seems so. */
    record IdleHint(boolean idle, String reason) {}

    /** A scheduled event, such as a retirement. */
    record ScheduledEvent(
            String eventId,
            String code,
            String description,
            @Nullable Instant notBefore,
            @Nullable Instant notAfter) {}

    /**
     * An instance of an account.
     *
     * @param managed whether SWEN started it
     * @param price what its offer costs now, USD per hour; null where the offer is not known
     * @param monthlyCost that price for a month of 730 hours
     * @param endedAt when the provider stopped charging for it; null while it does
     * @param health what the provider's checks say: ok, impaired, initializing or unknown; null where it does not run
     * @param utilisation null where nothing was measured
     * @param idleHint null where nothing was measured
     */
    record InventoryItem(
            Provider provider,
            String region,
            String zone,
            String instanceId,
            String instanceType,
            PurchaseOption purchaseOption,
            String state,
            boolean managed,
            @Nullable String team,
            @Nullable String environment,
            @Nullable String workload,
            Map<String, String> tags,
            @Nullable Money price,
            @Nullable Money monthlyCost,
            Instant launchedAt,
            Instant lastSeenAt,
            Instant receivedAt,
            @Nullable Instant endedAt,
            @Nullable String health,
            List<ScheduledEvent> events,
            @Nullable Utilisation utilisation,
            @Nullable IdleHint idleHint,
            boolean simulated) {

        InventoryItem {
            tags = Map.copyOf(tags);
            events = List.copyOf(events);
        }
    }

    @Operation(
            summary = "Lists the instances of all accounts, also those that SWEN did not start",
            description = "Newest first; what has ended is listed only with ended=true.")
    @GetMapping(path = "/api/v1/inventory", produces = "application/json")
    Page<InventoryItem> inventory(
            @RequestParam(name = "provider", required = false)
                    @Parameter(schema = @Schema(allowableValues = {"aws", "alibaba"}))
                    @Nullable
                    String provider,
            @RequestParam(name = "region", required = false) @Nullable String region,
            @RequestParam(name = "instance_type", required = false) @Nullable String instanceType,
            @RequestParam(name = "state", required = false)
                    @Parameter(
                            schema =
                                    @Schema(
                                            allowableValues = {"pending", "running", "stopping", "stopped", "terminated"
                                            }))
                    @Nullable
                    String state,
            @RequestParam(name = "managed", required = false) @Nullable Boolean managed,
            @RequestParam(name = "idle", required = false) @Nullable Boolean idle,
            @RequestParam(name = "ended", required = false) @Nullable Boolean ended,
            @RequestParam(name = "limit", required = false) @Nullable Integer limit,
            @RequestParam(name = "cursor", required = false) @Nullable String cursor) {
        int size = Cursors.limit(limit);
        List<Row> rows = store.list(
                new InventoryStore.Filter(
                        provider(provider),
                        region,
                        instanceType,
                        state(state),
                        managed,
                        idle,
                        Boolean.TRUE.equals(ended)),
                Actor.current(),
                Cursors.number(cursor),
                size + 1);
        return Page.of(rows, size, row -> Cursors.encode(row.id())).map(this::item);
    }

    private InventoryItem item(Row row) {
        PurchaseOption option = row.spot() ? PurchaseOption.SPOT : PurchaseOption.ON_DEMAND;
        BigDecimal price = catalog.offer(new OfferKey(row.zone(), row.instanceType(), option))
                .map(Offer::price)
                .map(Money::amount)
                .orElse(null);
        Measured measured = row.measured();
        return new InventoryItem(
                row.provider(),
                row.region(),
                row.zone(),
                row.instanceId(),
                row.instanceType(),
                option,
                row.state(),
                row.managed(),
                row.team(),
                row.environment(),
                row.workload(),
                new TreeMap<>(row.tags()),
                price == null ? null : Money.usd(price),
                price == null || row.endedAt() != null ? null : Money.usd(price.multiply(HOURS_A_MONTH)),
                row.launchedAt(),
                row.lastSeenAt(),
                row.receivedAt(),
                row.endedAt(),
                row.health(),
                row.events().stream().map(InventoryController::event).toList(),
                measured == null
                        ? null
                        : new Utilisation(
                                measured.cpuMean(),
                                measured.cpuMax(),
                                measured.networkMean(),
                                measured.from(),
                                measured.to()),
                measured == null || !row.state().equals("running") ? null : hint(measured),
                row.simulated());
    }

    private IdleHint hint(Measured measured) {
        boolean idle =
                measured.cpuMean() < properties.idleCpuPercent() && measured.networkMean() < properties.idleNetwork();
        return new IdleHint(
                idle,
                String.format(
                        Locale.ROOT,
                        "%.1f per cent of its processors and %.0f bytes a second on average; idle is below %.1f and %.0f",
                        measured.cpuMean(),
                        measured.networkMean(),
                        properties.idleCpuPercent(),
                        properties.idleNetwork()));
    }

    private static ScheduledEvent event(InstanceEvent event) {
        return new ScheduledEvent(
                event.eventId(), event.code(), event.description(), event.notBefore(), event.notAfter());
    }

    private static @Nullable Provider provider(@Nullable String given) {
        if (given == null) {
            return null;
        }
        for (Provider provider : Provider.values()) {
            if (provider.id().equals(given)) {
                return provider;
            }
        }
        throw ProblemException.invalidField("provider", given, "one of aws, alibaba");
    }

    private static @Nullable String state(@Nullable String given) {
        if (given != null && !STATES.contains(given)) {
            throw ProblemException.invalidField(
                    "state", given, "one of pending, running, stopping, stopped, terminated");
        }
        return given;
    }
}
