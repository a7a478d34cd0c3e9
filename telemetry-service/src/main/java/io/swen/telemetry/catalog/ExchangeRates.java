package io.swen.telemetry.catalog;

import io.swen.catalog.ExchangeRate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** What one USD was worth in other currencies, day by day: dated rates of the configuration and of a source, which goes first. */
@Component
public class ExchangeRates {

    private static final String USD = "USD";
    private static final int DECIMALS = 10;

    /**
     * An amount in USD, and the rate that it was converted with.
     *
     * @param rate units of the currency for one USD; 1 where the amount was in USD
     */
    public record Conversion(BigDecimal usd, BigDecimal rate, LocalDate asOf, String source) {}

    /** A rate as a source gave it: units of {@code currency} for one USD. */
    record Daily(String currency, LocalDate asOf, BigDecimal rate, String source) {}

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final Map<String, NavigableMap<LocalDate, Daily>> byCurrency = new ConcurrentHashMap<>();

    ExchangeRates(JdbcTemplate jdbc, Clock clock, CatalogProperties properties) {
        this.jdbc = jdbc;
        this.clock = clock;
        List<CatalogProperties.Rate> given = new ArrayList<>(List.of(properties.exchangeRate()));
        List<CatalogProperties.Rate> more = properties.exchangeRates();
        if (more != null) {
            given.addAll(more);
        }
        given.forEach(rate -> put(daily(rate.toExchangeRate())));
    }

    /** Reads what was stored by an earlier run. */
    @EventListener(ApplicationStartedEvent.class)
    void load() {
        jdbc.query("select currency, as_of, rate, source from exchange_rate", row -> {
            put(new Daily(
                    String.valueOf(row.getString(1)),
                    row.getObject(2, LocalDate.class),
                    row.getBigDecimal(3),
                    String.valueOf(row.getString(4))));
        });
    }

    /**
     * Converts with the newest rate that is not younger than the day or, before the first, with the first.
     *
     * @return empty for a currency without any rate
     */
    public Optional<Conversion> toUsd(BigDecimal amount, String currency, LocalDate day) {
        if (currency.equals(USD)) {
            return Optional.of(new Conversion(amount, BigDecimal.ONE, day, "none needed"));
        }
        NavigableMap<LocalDate, Daily> rates = byCurrency.get(currency);
        if (rates == null) {
            return Optional.empty();
        }
        Daily rate;
        synchronized (rates) {
            Map.Entry<LocalDate, Daily> entry = rates.floorEntry(day);
            rate = entry == null ? rates.firstEntry().getValue() : entry.getValue();
        }
        BigDecimal usd = amount.divide(rate.rate(), MathContext.DECIMAL64).setScale(DECIMALS, RoundingMode.HALF_UP);
        return Optional.of(new Conversion(usd, rate.rate(), rate.asOf(), rate.source()));
    }

    /** Stores rates of a source; a day that is known already is corrected. */
    void store(List<Daily> rates) {
        jdbc.batchUpdate(
                "insert into exchange_rate (currency, as_of, rate, source, received_at) values (?, ?, ?, ?, ?)"
                        + " on conflict (currency, as_of) do update set rate = excluded.rate, source = excluded.source,"
                        + " received_at = excluded.received_at",
                rates.stream()
                        .sorted(Comparator.comparing(Daily::currency).thenComparing(Daily::asOf))
                        .map(rate -> new Object[] {
                            rate.currency(), rate.asOf(), rate.rate(), rate.source(), Timestamp.from(clock.instant())
                        })
                        .toList());
        rates.forEach(this::put);
    }

    private void put(Daily rate) {
        NavigableMap<LocalDate, Daily> rates = byCurrency.computeIfAbsent(rate.currency(), currency -> new TreeMap<>());
        synchronized (rates) {
            rates.put(rate.asOf(), rate);
        }
    }

    private static Daily daily(ExchangeRate rate) {
        if (rate.base().equals(USD)) {
            return new Daily(rate.quote(), rate.asOf(), rate.rate(), rate.source());
        }
        if (rate.quote().equals(USD)) {
            return new Daily(
                    rate.base(), rate.asOf(), BigDecimal.ONE.divide(rate.rate(), MathContext.DECIMAL64), rate.source());
        }
        throw new IllegalArgumentException("swen.telemetry.catalog.exchange-rates: one side of a rate is USD, not "
                + rate.base() + "/" + rate.quote());
    }
}
