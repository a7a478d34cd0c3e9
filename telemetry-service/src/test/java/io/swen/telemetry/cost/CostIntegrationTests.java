package io.swen.telemetry.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.platform.security.Role;
import io.swen.platform.test.TestIssuer;
import io.swen.telemetry.TelemetryTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;

class CostIntegrationTests extends TelemetryTest {

    // Long before the simulator's time, where no test's own instances run.
    private static final LocalDate DAY = LocalDate.parse("2026-03-10");
    private static final String SPAN = "from=2026-03-10T00:00:00Z&to=2026-03-12T00:00:00Z";
    private static final String TEAM = TestIssuer.token("finops", List.of("ledger"), List.of("dev"), Role.VIEWER);

    /** Column, type and whether it may be empty, as the specification's version 1.3 says of the dataset Cost and Usage. */
    private static final String SPECIFICATION = """
            AvailabilityZone String null
            BilledCost Decimal
            BillingAccountId String
            BillingAccountName String null
            BillingAccountType String null
            BillingCurrency String
            BillingPeriodEnd DateTime
            BillingPeriodStart DateTime
            ChargeCategory String
            ChargeClass String null
            ChargeDescription String null
            ChargeFrequency String
            ChargePeriodEnd DateTime
            ChargePeriodStart DateTime
            ConsumedQuantity Decimal null
            ConsumedUnit String null
            ContractedCost Decimal
            ContractedUnitPrice Decimal null
            EffectiveCost Decimal
            HostProviderName String
            InvoiceId String null
            InvoiceIssuerName String
            ListCost Decimal
            ListUnitPrice Decimal null
            PricingCategory String null
            PricingCurrency String null
            PricingCurrencyContractedUnitPrice Decimal null
            PricingCurrencyEffectiveCost Decimal
            PricingCurrencyListUnitPrice Decimal null
            PricingQuantity Decimal null
            PricingUnit String null
            ProviderName String
            PublisherName String
            RegionId String null
            RegionName String null
            ResourceId String null
            ResourceName String null
            ResourceType String null
            ServiceCategory String
            ServiceName String
            ServiceProviderName String
            ServiceSubcategory String null
            SkuId String null
            SkuMeter String null
            SkuPriceDetails Json null
            SkuPriceId String null
            SubAccountId String null
            SubAccountName String null
            SubAccountType String null
            Tags Json null
            """;

    private static final Set<String> SERVICE_CATEGORIES = Set.of(
            "AI and Machine Learning",
            "Analytics",
            "Business Applications",
            "Compute",
            "Databases",
            "Developer Tools",
            "Multicloud",
            "Identity",
            "Integration",
            "Internet of Things",
            "Management and Governance",
            "Media",
            "Migration",
            "Mobile",
            "Networking",
            "Security",
            "Storage",
            "Web",
            "Other");

    private static boolean filled;

    @Autowired
    private Bills bills;

    @BeforeEach
    void fill() {
        if (filled) {
            return;
        }
        filled = true;
        Ledger ledger = new Ledger(jdbc);
        long spot = ledger.instance("i-ledger-spot", "ledger", "wl-ledger-a", true, "0.10");
        ledger.run(spot, DAY, 24, "0.04");
        ledger.run(spot, DAY.plusDays(1), 12, "0.05");
        long listed = ledger.instance("i-ledger-od", "ledger", "wl-ledger-b", false, null);
        ledger.run(listed, DAY, 10, "0.1008");
        long other = ledger.instance("i-ledger-other", "ledger-other", "wl-ledger-c", false, null);
        ledger.run(other, DAY, 5, "1");
        bills.land(
                "aws",
                DAY,
                "first",
                List.of(
                        line("spot", "i-ledger-spot", null, "Usage", "1.20"),
                        line("disk", "i-ledger-spot", "EBS", "Usage", "0.30"),
                        line("tax", null, "Tax", "Tax", "0.11")));
    }

    @Test
    void countsWhatWasBilledInPlaceOfWhatWasMeteredAndShowsTheDifference() {
        JsonNode all = ok("/api/v1/costs/reconciliation?" + SPAN);
        JsonNode day = all.at("/days")
                .valueStream()
                .filter(each -> each.at("/day").asString().equals(DAY.toString()))
                .findFirst()
                .orElseThrow();

        assertThat(usd(day, "/metered")).isEqualByComparingTo("6.968");
        assertThat(usd(day, "/billed_compute")).isEqualByComparingTo("1.2");
        assertThat(usd(day, "/billed_other")).isEqualByComparingTo("0.41");
        // The spot instance at its bill, the two others as metered, and the rest of the bill.
        assertThat(usd(day, "/counted")).isEqualByComparingTo("7.618");
        assertThat(day.at("/basis").asString()).isEqualTo("billed");
        assertThat(day.at("/simulated").asBoolean()).isTrue();
        // Sums of all teams are nobody's who sees one.
        assertThat(ok("/api/v1/costs/reconciliation?" + SPAN, TEAM).at("/days").size())
                .isZero();
    }

    @Test
    void groupsDaysAndLabelsTheirBasis() {
        JsonNode series = ok("/api/v1/costs?group_by=workload&" + SPAN, TEAM);

        assertThat(usd(series, "/total")).isEqualByComparingTo("3.108");
        assertThat(series.at("/basis").asString()).isEqualTo("mixed");
        assertThat(series.at("/groups/0/key").asString()).isEqualTo("wl-ledger-a");
        // The disk is billed with the instance's workload.
        assertThat(usd(series, "/groups/0/days/0/cost")).isEqualByComparingTo("1.5");
        assertThat(series.at("/groups/0/days/0/basis").asString()).isEqualTo("billed");
        assertThat(series.at("/groups/0/days/1/basis").asString()).isEqualTo("metered");
        problem(get("/api/v1/costs?group_by=colour"), 400, "invalid-field");
        problem(get("/api/v1/costs?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z"), 400, "invalid-field");
    }

    @Test
    void answersCostRecordsInTheColumnsOfFocus() {
        List<JsonNode> rows = records(TEAM);

        assertThat(rows).hasSize(24 + 12 + 10 + 1);
        for (JsonNode row : rows) {
            check(row);
        }
        assertThat(rows.stream().map(row -> row.at("/ResourceId").asString())).doesNotContain("i-ledger-other");
        JsonNode spot = rows.stream()
                .filter(row -> row.at("/ResourceId").asString().equals("i-ledger-spot")
                        && row.at("/ServiceCategory").asString().equals("Compute"))
                .findFirst()
                .orElseThrow();
        assertThat(spot.at("/PricingCategory").asString()).isEqualTo("Dynamic");
        assertThat(spot.at("/RegionId").asString()).isEqualTo("us-east-1");
        assertThat(spot.at("/AvailabilityZone").asString()).isEqualTo("use1-az1");
        assertThat(json.readTree(spot.at("/Tags").asString()).at("/swen:team").asString())
                .isEqualTo("ledger");
    }

    @Test
    void totalsOfTheRecordsAreTheTotalsOfTheInterface() {
        BigDecimal records = records(TEAM).stream()
                .map(row -> new BigDecimal(row.at("/EffectiveCost").asString()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(records).isEqualByComparingTo("3.108");
        for (String grouping : List.of(
                "team",
                "environment",
                "provider",
                "region",
                "workload",
                "purchase_option",
                "service",
                "instance_type")) {
            JsonNode series = ok("/api/v1/costs?group_by=" + grouping + "&" + SPAN, TEAM);
            assertThat(usd(series, "/total")).as(grouping).isEqualByComparingTo(records);
            assertThat(series.at("/groups")
                            .valueStream()
                            .map(group -> usd(group, "/total"))
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .as(grouping)
                    .isEqualByComparingTo(records);
        }
        assertThat(usd(ok("/api/v1/costs/summary?" + SPAN, TEAM), "/total")).isEqualByComparingTo(records);
    }

    @Test
    void writesTheSameRecordsAsCsv() {
        ResponseEntity<String> answer = get("/api/v1/costs/records?" + SPAN, TEAM, "Accept", "text/csv");

        assertThat(answer.getStatusCode().value()).isEqualTo(200);
        assertThat(String.valueOf(answer.getHeaders().getContentType())).startsWith("text/csv");
        List<String> lines = String.valueOf(answer.getBody()).lines().toList();
        assertThat(lines.getFirst().split(","))
                .hasSize(Focus.COLUMNS.size())
                .startsWith("AvailabilityZone", "BilledCost");
        assertThat(lines).hasSize(1 + 47);
    }

    @Test
    void comparesWithTheBaselineOnlyWhatHasOne() {
        JsonNode savings = ok("/api/v1/costs/summary?" + SPAN, TEAM).at("/savings");

        // 36 hours at 0.10 against 1.20 billed and 0.60 metered; the other workload's baseline is not known.
        assertThat(usd(savings, "/baseline")).isEqualByComparingTo("3.6");
        assertThat(usd(savings, "/covered")).isEqualByComparingTo("1.8");
        assertThat(usd(savings, "/saved")).isEqualByComparingTo("1.8");
        assertThat(savings.at("/percent").asDouble()).isEqualTo(50.0);
    }

    @Test
    void tellsWhatAnHourCosts() {
        JsonNode unit = ok("/api/v1/costs/unit?" + SPAN, TEAM);

        assertThat(new BigDecimal(unit.at("/workload_hour/quantity").asString()))
                .isEqualByComparingTo("46");
        assertThat(usd(unit, "/workload_hour/unit_cost")).isEqualByComparingTo("0.061043");
        // An m7i.large has two.
        assertThat(new BigDecimal(unit.at("/vcpu_hour/quantity").asString())).isEqualByComparingTo("92");
        assertThat(unit.at("/gpu_hour/unit_cost").isNull()).isTrue();
    }

    @Test
    void allocatesToTheTotalToTheCent() {
        JsonNode allocation = ok("/api/v1/costs/allocation?" + SPAN);

        BigDecimal sum = allocation
                .at("/teams")
                .valueStream()
                .map(team -> usd(team, "/total"))
                .reduce(usd(allocation, "/unallocated"), BigDecimal::add);
        assertThat(sum).isEqualByComparingTo(usd(allocation, "/total"));
        assertThat(usd(allocation, "/total")).isEqualByComparingTo("8.218");
        // The tax belongs to no team, and is borne by those who cost something.
        assertThat(usd(allocation, "/unallocated")).isZero();
        assertThat(allocation.at("/rules/0/name").asString()).isEqualTo("untagged");
        JsonNode own = ok(
                "/api/v1/costs/allocation?" + SPAN,
                TestIssuer.token("f", List.of("ledger"), List.of("*"), Role.VIEWER));
        assertThat(own.at("/teams").size()).isEqualTo(1);
        assertThat(own.at("/total").isNull()).isTrue();
    }

    @Test
    void replacesABillByALaterOneAndForgetsItWhenTheProviderDoes() {
        LocalDate day = DAY.minusDays(20);
        long instance = new Ledger(jdbc).instance("i-ledger-again", "ledger-again", "wl-again", false, null);
        new Ledger(jdbc).run(instance, day, 4, "0.5");
        String span = "/api/v1/costs?group_by=team&from=" + day + "T00:00:00Z&to=" + day.plusDays(1) + "T00:00:00Z";

        bills.land("aws", day, "1", List.of(line("a", "i-ledger-again", null, "Usage", "1")));
        assertThat(usd(ok(span), "/total")).isEqualByComparingTo("1");
        bills.land("aws", day, "2", List.of(line("a", "i-ledger-again", null, "Usage", "3")));
        assertThat(usd(ok(span), "/total")).isEqualByComparingTo("3");
        // Metered on after the bill: compared again, nothing counts twice.
        new Ledger(jdbc).run(instance, day.minusDays(1), 1, "0.5");
        bills.reconcile("aws", day);
        assertThat(usd(ok(span), "/total")).isEqualByComparingTo("3");
        bills.land("aws", day, "3", List.of());
        assertThat(usd(ok(span), "/total")).isEqualByComparingTo("2");
    }

    private List<JsonNode> records(String token) {
        List<JsonNode> rows = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = ok("/api/v1/costs/records?limit=20&" + SPAN + cursor, token);
            assertThat(page.at("/focus_version").asString()).isEqualTo("1.3");
            page.at("/items").forEach(rows::add);
            cursor = page.at("/next").isNull()
                    ? ""
                    : "&cursor=" + page.at("/next").asString();
        } while (!cursor.isEmpty());
        return rows;
    }

    private static void check(JsonNode row) {
        Map<String, String> specified = new LinkedHashMap<>();
        SPECIFICATION.lines().map(line -> line.split(" ", 2)).forEach(line -> specified.put(line[0], line[1]));
        assertThat(row.propertyNames().stream().filter(name -> !name.startsWith("x_")))
                .containsExactlyElementsOf(specified.keySet());
        specified.forEach((column, type) -> {
            JsonNode value = row.get(column);
            if (value.isNull()) {
                assertThat(type).as(column).endsWith("null");
                return;
            }
            assertThat(value.isString()).as(column).isTrue();
            switch (type.split(" ")[0]) {
                case "Decimal" -> assertThat(value.asString()).as(column).matches("-?\\d+(\\.\\d+)?");
                case "DateTime" ->
                    assertThat(value.asString()).as(column).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
                case "Json" -> assertThat(value.asString()).startsWith("{");
                default -> assertThat(value.asString()).as(column).isNotBlank();
            }
        });
        assertThat(row.at("/ChargeCategory").asString()).isIn("Usage", "Purchase", "Tax", "Credit", "Adjustment");
        assertThat(row.at("/ServiceCategory").asString()).isIn(SERVICE_CATEGORIES);
        assertThat(row.at("/ChargeFrequency").asString()).isIn("One-Time", "Recurring", "Usage-Based");
        assertThat(Instant.parse(row.at("/ChargePeriodStart").asString()))
                .isBefore(Instant.parse(row.at("/ChargePeriodEnd").asString()))
                .isAfterOrEqualTo(Instant.parse(row.at("/BillingPeriodStart").asString()));
        if (row.at("/ChargeCategory").asString().equals("Usage")) {
            for (String needed : List.of("PricingCategory", "SkuId", "SkuPriceId")) {
                assertThat(row.at("/" + needed).isNull()).as(needed).isFalse();
            }
        }
        // Price times quantity is the cost.
        if (!row.at("/PricingQuantity").isNull()) {
            assertThat(new BigDecimal(row.at("/ListUnitPrice").asString())
                            .multiply(new BigDecimal(row.at("/PricingQuantity").asString())))
                    .isCloseTo(
                            new BigDecimal(row.at("/ListCost").asString()),
                            org.assertj.core.data.Offset.offset(new BigDecimal("1e-9")));
        }
        assertThat(row.at("/x_Basis").asString()).isIn("metered", "billed");
    }

    private static BigDecimal usd(JsonNode node, String path) {
        assertThat(node.at(path + "/currency").asString()).isEqualTo("USD");
        return new BigDecimal(node.at(path + "/amount").asString());
    }

    private static BilledLine line(
            String line, @Nullable String resource, @Nullable String service, String category, String usd) {
        return new BilledLine(
                line,
                "123456789012",
                service == null ? "Amazon Elastic Compute Cloud" : service,
                service == null ? "Compute" : service.equals("EBS") ? "Storage" : "Other",
                category,
                service == null,
                resource == null ? null : "aws:us-east-1",
                null,
                resource,
                null,
                null,
                null,
                service == null ? "running time" : service,
                null,
                null,
                null,
                null,
                null,
                "USD",
                new BigDecimal(usd),
                new BigDecimal(usd),
                null,
                null,
                false,
                true);
    }
}
