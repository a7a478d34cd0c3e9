package io.swen.telemetry.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.swen.telemetry.TelemetryTest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class CallLedgerIntegrationTests extends TelemetryTest {

    /** A month in which nothing else happens. */
    private static final LocalDate DAY = LocalDate.of(2031, 5, 7);

    @Autowired
    private CloudSpend spend;

    @Test
    void stopsBilledCallsWhereTheMonthsMoneyIsSpentAndWarnsOnceOnTheWayThere() {
        List<Object> told = new ArrayList<>();
        Clock clock = Clock.fixed(DAY.atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        CloudProperties properties = properties(new BigDecimal("0.1"));
        CloudSpend month = new CloudSpend(jdbc, properties, clock);
        StoredCallLedger ledger = new StoredCallLedger(jdbc, properties, month, told::add, clock);

        for (int i = 0; i < 10; i++) {
            ledger.charge(CloudAction.AWS_GET_COST_AND_USAGE, 1);
        }
        assertThat(month.month().spentUsd()).isEqualByComparingTo("0.1");
        assertThat(month.month().percent()).isEqualByComparingTo("100");
        assertThat(told)
                .extracting(event -> ((CloudSpend.Warned) event).percent())
                .containsExactly(70, 85, 95, 100);
        assertThatThrownBy(() -> ledger.charge(CloudAction.AWS_GET_METRIC_DATA, 500))
                .isInstanceOfSatisfying(CloudException.class, e -> {
                    assertThat(e.code()).isEqualTo(CloudErrorCode.SPENDING_STOPPED);
                    assertThat(e.getMessage()).contains("api-budget-usd", "0.005");
                });
        // What costs nothing goes on.
        ledger.charge(CloudAction.AWS_DESCRIBE_INSTANCES, 1);
        ledger.charge(CloudAction.AWS_DESCRIBE_INSTANCES, 1);
        ledger.flush();
        assertThat(month.usage(DAY, DAY))
                .satisfiesExactlyInAnyOrder(
                        usage -> {
                            assertThat(usage.action()).isEqualTo("GetCostAndUsage");
                            assertThat(usage.calls()).isEqualTo(10);
                            assertThat(usage.billedUnits()).isEqualTo(10);
                            assertThat(usage.costUsd()).isEqualByComparingTo("0.1");
                        },
                        usage -> {
                            assertThat(usage.action()).isEqualTo("DescribeInstances");
                            assertThat(usage.calls()).isEqualTo(2);
                            assertThat(usage.costUsd()).isZero();
                        });
        // The next month begins with all of it.
        Clock later = Clock.fixed(DAY.plusMonths(1).atTime(12, 0).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
        assertThat(new CloudSpend(jdbc, properties, later).month().spentUsd()).isZero();
    }

    @Test
    void countsTheCallsOfTheService() {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(spend.usage(LocalDate.of(2020, 1, 1), LocalDate.of(2031, 1, 1)))
                        .extracting(CloudSpend.Usage::action)
                        .contains(
                                "DescribeSpotPriceHistory",
                                "ReceiveMessage",
                                "GetCostAndUsage",
                                "DescribeInstanceBill"));
    }

    private static CloudProperties properties(BigDecimal budget) {
        return new CloudProperties(
                null,
                null,
                true,
                Duration.ofSeconds(1),
                10,
                300,
                1,
                Duration.ofSeconds(90),
                Duration.ofSeconds(20),
                null,
                null,
                null,
                List.of(),
                null,
                budget,
                false);
    }
}
