package io.swen.routing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.swen.platform.money.Money;
import io.swen.platform.problem.FieldProblem;
import io.swen.platform.problem.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class WorkloadNeedsTests {

    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @Test
    void takesWhatFewWorkloadsNeed() {
        WorkloadSpec spec = spec("""
                "network_gbps": 12.5, "residency": ["DE", "european-union", "DE"], "zone_spread": 3,
                "affinity": [{"workload_id": "db", "scope": "zone"}, {"workload_id": "cache"}],
                "anti_affinity": [{"workload_id": "twin", "scope": "provider"}], "minimum_reliability": 0.99,
                "max_hourly_cost": {"amount": "2.50", "currency": "USD"}, "carbon_sensitivity": 0.4""");

        assertThat(spec.networkGbps()).isEqualTo(12.5);
        assertThat(spec.residency()).containsExactly("DE", "european-union");
        assertThat(spec.zoneSpread()).isEqualTo(3);
        assertThat(spec.affinity())
                .containsExactly(
                        new WorkloadSpec.Affinity("db", WorkloadSpec.Scope.ZONE),
                        new WorkloadSpec.Affinity("cache", WorkloadSpec.Scope.REGION));
        assertThat(spec.antiAffinity()).containsExactly(new WorkloadSpec.Affinity("twin", WorkloadSpec.Scope.PROVIDER));
        assertThat(spec.minimumReliability()).isEqualTo(0.99);
        assertThat(spec.maxHourlyCost()).isEqualTo(Money.usd("2.50"));
        assertThat(spec.carbonSensitivity()).isEqualTo(0.4);
    }

    @Test
    void asksForNothingThatIsNotGiven() {
        WorkloadSpec spec = spec("\"gpus\": 0");

        assertThat(spec.networkGbps()).isNull();
        assertThat(spec.residency()).isEmpty();
        assertThat(spec.zoneSpread()).isNull();
        assertThat(spec.affinity()).isEmpty();
        assertThat(spec.maxHourlyCost()).isNull();
    }

    @Test
    void namesEachNeedThatCannotBe() {
        ProblemException problem =
                Objects.requireNonNull(catchThrowableOfType(ProblemException.class, () -> spec("""
                        "network_gbps": 0, "residency": ["Germany"], "zone_spread": 4,
                        "affinity": [{"workload_id": "w"}, {"workload_id": "twin"}, {"workload_id": "No"}],
                        "anti_affinity": [{"workload_id": "twin"}], "minimum_reliability": 1.5,
                        "max_hourly_cost": {"amount": "2.50", "currency": "CNY"}, "carbon_sensitivity": -1""")));

        assertThat(problem.errors())
                .extracting(FieldProblem::field)
                .containsExactlyInAnyOrder(
                        "network_gbps",
                        "residency[0]",
                        "zone_spread",
                        "affinity[0].workload_id",
                        "affinity[2].workload_id",
                        "anti_affinity[0].workload_id",
                        "minimum_reliability",
                        "max_hourly_cost",
                        "carbon_sensitivity");
        assertThat(problem.errors())
                .allSatisfy(error -> assertThat(error.allowed()).isNotBlank());
    }

    @Test
    void readsWhatWasStoredBeforeThereWereTheseNeeds() {
        String stored = JSON.writeValueAsString(spec("\"gpus\": 0"));
        var before = JSON.readTree(stored).asObject();
        before.remove(List.of(
                "network_gbps",
                "residency",
                "zone_spread",
                "affinity",
                "anti_affinity",
                "minimum_reliability",
                "max_hourly_cost",
                "carbon_sensitivity"));

        assertThat(JSON.treeToValue(before, WorkloadSpec.class)).isEqualTo(JSON.readValue(stored, WorkloadSpec.class));
    }

    @Test
    void knowsWhatLiesWhere() {
        assertThat(Residency.holds("european-union", "FR")).isTrue();
        assertThat(Residency.holds("european-union", "CH")).isFalse();
        assertThat(Residency.holds("europe", "CH")).isTrue();
        assertThat(Residency.holds("asia", "CN")).isTrue();
        assertThat(Residency.holds("DE", "DE")).isTrue();
        assertThat(Residency.holds("DE", "FR")).isFalse();
    }

    private static WorkloadSpec spec(String needs) {
        String json = """
                {"id": "w", "team": "research", "kind": "service", "cpu_cores": 2, "memory_gb": 4,
                 "container": {"image": "nginx", "replicas": 3}, %s}""".formatted(needs);
        return WorkloadValidator.validate(
                JSON.readValue(json, WorkloadRequest.class), NOW, region -> true, "generated");
    }
}
