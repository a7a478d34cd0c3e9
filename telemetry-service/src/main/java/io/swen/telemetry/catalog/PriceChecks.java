package io.swen.telemetry.catalog;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.swen.catalog.Provider;
import io.swen.telemetry.support.TelemetryMetric;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * When each provider last confirmed which prices, changed or not.
 *
 * <p>Ages are judged in wall time, because collectors work in wall time also where domain time runs faster.
 */
@Component
class PriceChecks {

    /** A confirmation in both times. */
    record Check(Instant at, Instant wall) {}

    private static final String CATALOG = "catalog";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final CatalogProperties properties;
    private final InstantSource wall = InstantSource.system();
    private final Map<String, Check> checks = new ConcurrentHashMap<>();
    private final Map<String, Instant> newest = new ConcurrentHashMap<>();
    private final Set<String> unsaved = ConcurrentHashMap.newKeySet();

    PriceChecks(JdbcTemplate jdbc, Clock clock, CatalogProperties properties, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.properties = properties;
        for (Provider provider : Provider.values()) {
            for (PriceScope.Kind kind : PriceScope.Kind.values()) {
                Gauge.builder(TelemetryMetric.PRICE_AGE.id(), this, checks -> checks.ageSeconds(kind, provider))
                        .baseUnit("seconds")
                        .tag("provider", provider.id())
                        .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                        .register(metrics);
            }
        }
    }

    void confirmed(PriceScope scope) {
        Check check = new Check(clock.instant(), wall.instant());
        checks.put(scope.key(), check);
        newest.put(newestKey(scope.kind(), scope.provider()), check.wall());
        unsaved.add(scope.key());
    }

    /** The shipped lists were read into the database: what counts until a provider confirms a price. */
    void loaded() {
        checks.put(CATALOG, new Check(clock.instant(), wall.instant()));
        unsaved.add(CATALOG);
    }

    /** When the provider last confirmed the scope; null when it never did. */
    @Nullable
    Check of(PriceScope scope) {
        return checks.get(scope.key());
    }

    /** Whether the last confirmation, or else the load of the lists, is longer ago than prices of this kind may be. */
    boolean isStale(PriceScope scope) {
        Check last = checks.getOrDefault(scope.key(), checks.get(CATALOG));
        return last == null || last.wall().plus(bound(scope)).isBefore(wall.instant());
    }

    void read() {
        jdbc.query("select scope, checked_at, checked_wall from price_check", row -> {
            checks.putIfAbsent(
                    String.valueOf(row.getString(1)),
                    new Check(
                            row.getTimestamp(2).toInstant(), row.getTimestamp(3).toInstant()));
        });
    }

    void save() {
        List<Object[]> rows = new ArrayList<>();
        for (String key : List.copyOf(unsaved)) {
            unsaved.remove(key);
            Check check = checks.get(key);
            if (check != null) {
                rows.add(new Object[] {key, Timestamp.from(check.at()), Timestamp.from(check.wall())});
            }
        }
        if (!rows.isEmpty()) {
            jdbc.batchUpdate(
                    "insert into price_check (scope, checked_at, checked_wall) values (?, ?, ?) on conflict (scope)"
                            + " do update set checked_at = excluded.checked_at, checked_wall = excluded.checked_wall",
                    rows);
        }
    }

    private Duration bound(PriceScope scope) {
        return switch (scope.kind()) {
            case LIST -> properties.staleAfter().list();
            case SPOT ->
                switch (scope.provider()) {
                    case AWS -> properties.staleAfter().awsSpot();
                    case ALIBABA -> properties.staleAfter().alibabaSpot();
                };
        };
    }

    private double ageSeconds(PriceScope.Kind kind, Provider provider) {
        Instant last = newest.get(newestKey(kind, provider));
        return last == null
                ? Double.NaN
                : Duration.between(last, wall.instant()).toMillis() / 1000.0;
    }

    private static String newestKey(PriceScope.Kind kind, Provider provider) {
        return kind + "/" + provider;
    }
}
