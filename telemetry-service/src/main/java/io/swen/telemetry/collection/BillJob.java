package io.swen.telemetry.collection;

import io.swen.catalog.Provider;
import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.catalog.ExchangeRates;
import io.swen.telemetry.cloud.CloudBill;
import io.swen.telemetry.cloud.CloudBills;
import io.swen.telemetry.cloud.CloudException;
import io.swen.telemetry.cloud.CloudHealth;
import io.swen.telemetry.cloud.CloudProperties;
import io.swen.telemetry.cloud.CloudTelemetrySource;
import io.swen.telemetry.cloud.CloudTelemetrySource.BilledAmount;
import io.swen.telemetry.cloud.Feed;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads the bills of the last days of each provider, again and again, because providers correct them. */
@Component
class BillJob implements BackgroundJob {

    private static final Logger LOG = LoggerFactory.getLogger(BillJob.class);

    private final CollectionProperties properties;
    private final CloudProperties clouds;
    private final CloudDirectory directory;
    private final CloudBills bills;
    private final CloudHealth health;
    private final ExchangeRates rates;
    private final Clock clock;

    BillJob(
            CollectionProperties properties,
            CloudProperties clouds,
            CloudDirectory directory,
            CloudBills bills,
            CloudHealth health,
            ExchangeRates rates,
            Clock clock) {
        this.properties = properties;
        this.clouds = clouds;
        this.directory = directory;
        this.bills = bills;
        this.health = health;
        this.rates = rates;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "bills";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? properties.simulatedBillInterval() : properties.billInterval();
    }

    @Override
    public boolean enabled() {
        return properties.enabled() && clouds.bills();
    }

    @Override
    public void run() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (Provider provider : Provider.values()) {
            CloudTelemetrySource cloud = directory.of(provider);
            read(cloud, today.minusDays(cloud.billedDays()), today);
        }
    }

    /** Reads the bills of some days; a provider that fails keeps what was known of it. */
    void read(CloudTelemetrySource cloud, LocalDate from, LocalDate to) {
        Provider provider = cloud.provider();
        try {
            List<BilledAmount> amounts = cloud.bills(from, to);
            health.answered(provider, Feed.BILLS, "account");
            bills.replace(provider, from, to, converted(provider, amounts));
        } catch (CloudException e) {
            health.failed(provider, Feed.BILLS, "account", e);
            LOG.warn("bills of {} are as they were: {}", provider.id(), e.getMessage());
        } catch (NoRateException e) {
            LOG.error("bills of {} are as they were: {}", provider.id(), e.getMessage());
        }
    }

    private List<CloudBill> converted(Provider provider, List<BilledAmount> amounts) {
        Instant now = clock.instant();
        List<CloudBill> converted = new ArrayList<>();
        for (BilledAmount amount : amounts) {
            ExchangeRates.Conversion conversion = rates.toUsd(amount.amount(), amount.currency(), amount.day())
                    .orElseThrow(() -> new NoRateException(provider.id() + " bills in " + amount.currency()
                            + ", for which swen.telemetry.catalog.exchange-rates has no rate"));
            converted.add(new CloudBill(
                    provider,
                    amount.day(),
                    amount.source(),
                    amount.service(),
                    amount.region(),
                    amount.resource(),
                    amount.tags().get("swen:team"),
                    amount.tags().get("Environment"),
                    amount.tags().get("swen:workload"),
                    amount.amount(),
                    amount.currency(),
                    conversion.usd(),
                    conversion.rate(),
                    conversion.asOf(),
                    conversion.source(),
                    amount.estimated(),
                    now,
                    clouds.simulated()));
        }
        return converted;
    }

    /** A bill in a currency that cannot be converted: the operator's to configure. */
    private static final class NoRateException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        NoRateException(String message) {
            super(message);
        }
    }
}
