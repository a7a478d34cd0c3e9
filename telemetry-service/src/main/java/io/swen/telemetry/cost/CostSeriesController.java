package io.swen.telemetry.cost;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.swagger.v3.oas.annotations.Operation;
import io.swen.platform.money.Money;
import io.swen.platform.security.Actor;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What the clouds cost by day, team and unit, and how metering compares with the bills. All days are UTC. */
@RestController
class CostSeriesController {

    private final CostReader reader;

    CostSeriesController(CostReader reader) {
        this.reader = reader;
    }

    /** The cost of a day; {@code basis} is metered, billed or mixed. */
    record DayCost(LocalDate day, Money cost, String basis) {}

    /** What has a key in common; {@code none} carries none, {@code other} is all that is not among the largest. */
    record CostGroup(String key, Money total, List<DayCost> days) {

        CostGroup {
            days = List.copyOf(days);
        }
    }

    /** Costs by day and key, the largest first. */
    record CostSeries(
            Instant from,
            Instant to,
            String groupBy,
            Money total,
            String basis,
            boolean simulated,
            List<CostGroup> groups) {

        CostSeries {
            groups = List.copyOf(groups);
        }
    }

    /** What a team bears. */
    record TeamShare(String team, Money direct, Money shared, Money total, Map<String, Money> byRule) {

        TeamShare {
            byRule = Map.copyOf(byRule);
        }
    }

    /** A rule of the configuration. */
    record AllocationRule(String name, String split) {}

    /** Costs shared out among teams; total and unallocated are for those who see everything. */
    record AllocatedCosts(
            Instant from,
            Instant to,
            @Nullable Money total,
            @Nullable Money unallocated,
            List<TeamShare> teams,
            List<AllocationRule> rules) {

        AllocatedCosts {
            teams = List.copyOf(teams);
            rules = List.copyOf(rules);
        }
    }

    /**
     * A day of a provider, metered beside billed.
     *
     * @param billedCompute what was billed for running instances; null while there is no bill
     * @param billedOther what else stands on the bill
     * @param difference billed for instances minus metered
     * @param differencePercent of what was metered
     * @param counted what the day counts for everywhere else
     * @param basis {@code billed} as soon as there is a bill
     * @param estimated whether the bill may still change
     */
    record ReconciledDay(
            String provider,
            LocalDate day,
            Money metered,
            @Nullable Money billedCompute,
            @Nullable Money billedOther,
            @Nullable Money difference,
            @Nullable BigDecimal differencePercent,
            Money counted,
            String basis,
            boolean estimated,
            boolean simulated) {}

    /** Days of a span, newest first. */
    record Reconciled(Instant from, Instant to, List<ReconciledDay> days) {

        Reconciled {
            days = List.copyOf(days);
        }
    }

    /** What an hour of something costs; {@code unit_cost} is null where there was none. */
    record UnitCost(
            String unit,
            @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal quantity,
            Money cost,
            @Nullable Money unitCost) {}

    /** Unit costs of what was metered in a span. */
    record UnitCosts(
            Instant from,
            Instant to,
            UnitCost workloadHour,
            UnitCost vcpuHour,
            UnitCost gpuHour,
            String basis,
            boolean simulated) {}

    /** Unusual days, newest first. */
    record Anomalies(List<SpendAnomaly> items) {

        Anomalies {
            items = List.copyOf(items);
        }
    }

    @Operation(
            summary =
                    "Costs by day, grouped by team, environment, provider, region, workload, purchase_option, service or instance_type",
            description =
                    "Without from and to the span is the month to date; at most 400 days, and the 50 largest groups.")
    @GetMapping(path = "/api/v1/costs", produces = "application/json")
    CostSeries series(
            @RequestParam(name = "group_by", defaultValue = "team") String groupBy,
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return reader.series(groupBy, from, to, Actor.current());
    }

    @Operation(summary = "Costs shared out among teams by the configured rules; the parts add up to the total")
    @GetMapping(path = "/api/v1/costs/allocation", produces = "application/json")
    AllocatedCosts allocation(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return reader.allocation(from, to, Actor.current());
    }

    @Operation(
            summary = "What was metered beside what was billed, by provider and day",
            description = "Sums of all teams: for those who see every team and environment, else empty.")
    @GetMapping(path = "/api/v1/costs/reconciliation", produces = "application/json")
    Reconciled reconciliation(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return reader.reconciliation(from, to, Actor.current());
    }

    @Operation(summary = "What an hour of a workload's instance, of a vCPU and of a GPU costs")
    @GetMapping(path = "/api/v1/costs/unit", produces = "application/json")
    UnitCosts unit(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return reader.unitCosts(from, to, Actor.current());
    }

    @Operation(
            summary = "Days that cost a team at a provider more or less than is usual, each with its reason",
            description = "Of sums over all environments: for those who see them all, else empty.")
    @GetMapping(path = "/api/v1/costs/anomalies", produces = "application/json")
    Anomalies anomalies(
            @RequestParam(name = "from", required = false) @Nullable Instant from,
            @RequestParam(name = "to", required = false) @Nullable Instant to) {
        return reader.anomalies(from, to, Actor.current());
    }
}
