package io.swen.gitops;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.rollout.RolloutInsides;
import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** What a version costs, by what telemetry-service says of its instances. */
@SuppressWarnings("NullAway.Init") // Spring fills the field before each test
class AnalysisIntegrationTests extends GitopsTest {

    @Autowired
    ApplicationContext context;

    @AfterEach
    void telemetryIsSilentAgain() {
        ROUTING.telemetry.remove("/api/v1/instances");
    }

    @Test
    void whatCostsAsPlannedIsGoodAndWhatCostsTwiceIsNot() {
        costs("0.05");
        assertThat(RolloutInsides.costJudged(context, deployment(PurchaseOption.ON_DEMAND), "m7i.large"))
                .startsWith("good: [cost: 0.05 USD");
        costs("0.11");
        assertThat(RolloutInsides.costJudged(context, deployment(PurchaseOption.ON_DEMAND), "m7i.large"))
                .isEqualTo("bad: cost: 0.11 USD an hour, 0.05 planned");
    }

    @Test
    void whereTheSpotMarketWentIsNoFaultOfTheVersion() {
        costs("0.11");
        assertThat(RolloutInsides.costJudged(context, deployment(PurchaseOption.SPOT), "m7i.large"))
                .startsWith("good: [cost: 0.11 USD an hour, 0.05 planned; the market moved");
    }

    @Test
    void whatSomebodyMadeOfItsInstancesIsNoFaultOfTheVersion() {
        costs("0.20");
        assertThat(RolloutInsides.costJudged(context, deployment(PurchaseOption.ON_DEMAND), "m7i.2xlarge"))
                .isEqualTo("unsure: what it costs does not count, because it was altered: i-1 is a m7i.2xlarge");
    }

    @Test
    void whereTelemetryDoesNotAnswerNothingIsSaid() {
        assertThat(RolloutInsides.costJudged(context, deployment(PurchaseOption.ON_DEMAND), "m7i.large"))
                .startsWith("unsure: telemetry-service did not answer");
    }

    private static void costs(String usd) {
        ROUTING.telemetry.put(
                "/api/v1/instances",
                "{\"items\":[{\"instance_id\":\"i-1\",\"price\":{\"amount\":\"" + usd
                        + "\",\"currency\":\"USD\"}}],\"next\":null}");
    }

    private static Deployment deployment(PurchaseOption purchaseOption) {
        Instant now = Instant.parse("2026-11-28T12:00:00Z");
        return new Deployment(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "api",
                UUID.randomUUID(),
                "research",
                "dev",
                WorkloadKind.SERVICE,
                Provider.AWS,
                "aws:us-east-1",
                "aws:use1-az1",
                "m7i.large",
                purchaseOption,
                1,
                false,
                "aws:use1-az1/m7i.large/" + purchaseOption.name().toLowerCase(Locale.ROOT),
                Money.usd(new BigDecimal("0.05")),
                true,
                DeploymentState.RUNNING,
                null,
                now,
                now,
                now,
                List.of(new Deployment.Replica(0, "i-1", "running", null)));
    }
}
