package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.catalog.Provider;
import io.swen.telemetry.TelemetryTest;
import io.swen.telemetry.cloud.CloudBill;
import io.swen.telemetry.cloud.CloudBills;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class BillImportIntegrationTests extends TelemetryTest {

    @Autowired
    private CloudBills cloudBills;

    @Autowired
    private BillImport billImport;

    @Autowired
    private Clock clock;

    @Test
    void takesTheProvidersBillsIntoTheLedgerAndAgainWhenTheyAreCorrected() {
        // No test's own instances ran then, and it is within the time that bills are corrected in.
        LocalDate day = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(40);
        Ledger ledger = new Ledger(jdbc);
        ledger.run(ledger.instance("i-imported", "imported", "wl-imported", false, null), day, 10, "1");
        String span = "from=" + day + "T00:00:00Z&to=" + day.plusDays(1) + "T00:00:00Z";

        cloudBills.replace(
                Provider.ALIBABA,
                day,
                day,
                List.of(bill(Provider.ALIBABA, day, "oss", null, null, "71.2", "CNY", "10")));
        cloudBills.replace(
                Provider.AWS,
                day,
                day,
                List.of(
                        bill(
                                Provider.AWS,
                                day,
                                "Amazon Elastic Compute Cloud - Compute",
                                null,
                                "imported",
                                "9",
                                "USD",
                                "9"),
                        bill(Provider.AWS, day, "Tax", null, null, "0.9", "USD", "0.9")));
        billImport.run();

        assertThat(total(span)).isEqualByComparingTo("19.9");
        JsonNode series = ok("/api/v1/costs?group_by=service&" + span);
        assertThat(series.at("/groups")
                        .valueStream()
                        .map(group -> group.at("/key").asString()))
                .containsExactlyInAnyOrder("Amazon Elastic Compute Cloud", "oss", "Tax");
        JsonNode records = ok("/api/v1/costs/records?limit=200&" + span);
        JsonNode storage = records.at("/items")
                .valueStream()
                .filter(row -> row.at("/ServiceName").asString().equals("oss"))
                .findFirst()
                .orElseThrow();
        assertThat(storage.at("/ServiceCategory").asString()).isEqualTo("Storage");
        assertThat(storage.at("/PricingCurrency").asString()).isEqualTo("CNY");
        assertThat(storage.at("/PricingCurrencyEffectiveCost").asString()).isEqualTo("71.2");
        assertThat(storage.at("/ChargeDescription").asString()).contains("1 USD = 7.12 CNY on 2024-10-01");

        cloudBills.replace(
                Provider.AWS,
                day,
                day,
                List.of(bill(
                        Provider.AWS,
                        day,
                        "Amazon Elastic Compute Cloud - Compute",
                        null,
                        "imported",
                        "8",
                        "USD",
                        "8")));
        billImport.run();
        assertThat(total(span)).isEqualByComparingTo("18");
    }

    @Test
    void showsWhatSwensOwnCallsCostWithTheirBudget() {
        JsonNode own = ok("/api/v1/costs/own");

        assertThat(own.at("/basis").asString()).isEqualTo("metered");
        assertThat(own.at("/simulated").asBoolean()).isTrue();
        assertThat(new BigDecimal(own.at("/budget/amount/amount").asString())).isPositive();
        assertThat(own.at("/budget/state").asString()).isIn("ok", "warning", "exceeded");
        BigDecimal calls = own.at("/calls")
                .valueStream()
                .map(call -> new BigDecimal(call.at("/cost/amount").asString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(calls).isEqualByComparingTo(own.at("/total/amount").asString());
        problem(get("/api/v1/costs/own?from=2020-01-01T00:00:00Z"), 400, "invalid-field");
    }

    private BigDecimal total(String span) {
        return new BigDecimal(ok("/api/v1/costs?" + span).at("/total/amount").asString());
    }

    private static CloudBill bill(
            Provider provider,
            LocalDate day,
            String service,
            @Nullable String resource,
            @Nullable String team,
            String amount,
            String currency,
            String usd) {
        return new CloudBill(
                provider,
                day,
                "test",
                service,
                null,
                resource,
                team,
                null,
                null,
                new BigDecimal(amount),
                currency,
                new BigDecimal(usd),
                currency.equals("USD") ? BigDecimal.ONE : new BigDecimal("7.12"),
                LocalDate.parse("2024-10-01"),
                "test",
                false,
                Instant.parse("2026-11-01T00:00:00Z"),
                true);
    }
}
