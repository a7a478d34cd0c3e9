package io.swen.routing.reservation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.platform.client.ServiceClients;
import io.swen.platform.client.SwenService;
import io.swen.routing.metric.RoutingMetric;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.JsonNode;

/**
 * Keeps the copy of budgets up with telemetry-service. While that is away the last reading goes on to hold: what is reserved
 * counts from the moment of the reading, so an old one leaves less, never more.
 */
@Component
class BudgetReader implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(BudgetReader.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int PAGE = 200;
    /** telemetry-service keeps fewer budgets than this has room for. */
    private static final int MOST_PAGES = 50;

    private final ObjectProvider<ServiceClients> clients;
    private final KnownBudgets known;
    private final BudgetProperties properties;
    private final Clock clock;
    private volatile @Nullable Instant readAt;
    private volatile @Nullable RestClient client;
    private volatile @Nullable Thread thread;
    private boolean failing;

    BudgetReader(
            ObjectProvider<ServiceClients> clients,
            KnownBudgets known,
            BudgetProperties properties,
            MeterRegistry metrics,
            Clock clock) {
        this.clients = clients;
        this.known = known;
        this.properties = properties;
        this.clock = clock;
        Gauge.builder(RoutingMetric.BUDGET_AGE.id(), this, BudgetReader::ageInSeconds)
                .baseUnit("seconds")
                .register(metrics);
    }

    /** Whether decisions may be made: budgets were read at least once, or need not be. */
    boolean isReady() {
        if (!properties.enabled() || readAt != null) {
            return true;
        }
        // Another instance, or this one before a restart.
        readAt = known.readAt();
        return readAt != null;
    }

    /** Never before the offers have someone to be decided on, and stopped before the database is. */
    @Override
    public void start() {
        if (properties.enabled()) {
            thread = Thread.ofVirtual().name("budgets").start(this::run);
        }
    }

    @Override
    public void stop() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            thread = null;
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration doubled = pause.multipliedBy(2);
                boolean read = read();
                pause = read || doubled.compareTo(properties.poll()) > 0 ? properties.poll() : doubled;
                Thread.sleep(pause);
                if (read) {
                    pause = FIRST_PAUSE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean read() {
        Instant before = clock.instant();
        try {
            known.replace(ask(), before);
            readAt = before;
            if (failing) {
                LOG.info("budgets are kept up again");
                failing = false;
            }
            return true;
        } catch (RuntimeException e) {
            if (failing) {
                LOG.debug("budgets still cannot be read", e);
            } else {
                LOG.warn(
                        "budgets cannot be read, {}: {}",
                        isReady() ? "those of the last reading go on to hold" : "so nothing is decided",
                        e.toString());
                failing = true;
            }
            return false;
        }
    }

    private List<KnownBudget> ask() {
        List<KnownBudget> budgets = new ArrayList<>();
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode answer = client().get()
                    .uri("/api/v1/budgets?limit={limit}&cursor={cursor}", PAGE, cursor)
                    .retrieve()
                    .body(JsonNode.class);
            if (answer == null || !answer.path("items").isArray()) {
                throw new IllegalStateException("telemetry-service answered with budgets without items");
            }
            for (JsonNode item : answer.path("items")) {
                budgets.add(budget(item));
            }
            cursor = answer.path("next").asString("");
            if (cursor.isEmpty()) {
                return budgets;
            }
        }
        throw new IllegalStateException("there are more than " + MOST_PAGES * PAGE + " budgets");
    }

    private static KnownBudget budget(JsonNode item) {
        try {
            return new KnownBudget(
                    UUID.fromString(item.path("id").asString("")),
                    item.path("name").asString(""),
                    text(item, "team"),
                    text(item, "environment"),
                    text(item, "provider"),
                    usd(item.path("amount")),
                    LocalDate.parse(item.path("month").asString("")),
                    usd(item.path("spent")));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw new IllegalStateException("telemetry-service answered with a budget that lacks what was agreed", e);
        }
    }

    private static BigDecimal usd(JsonNode money) {
        if (!money.path("currency").asString("").equals("USD")) {
            throw new IllegalArgumentException("an amount in " + money.path("currency"));
        }
        return new BigDecimal(money.path("amount").asString(""));
    }

    private static @Nullable String text(JsonNode item, String field) {
        JsonNode value = item.path(field);
        return value.isString() ? value.asString() : null;
    }

    private double ageInSeconds() {
        Instant at = readAt;
        return at == null ? Double.NaN : Duration.between(at, clock.instant()).toMillis() / 1000.0;
    }

    private RestClient client() {
        RestClient made = client;
        if (made == null) {
            made = clients.getObject().to(SwenService.TELEMETRY, properties.timeout());
            client = made;
        }
        return made;
    }
}
