package io.swen.gitops.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import io.swen.gitops.contract.WorkloadKind;
import io.swen.gitops.deploy.CloudInstance;
import io.swen.gitops.deploy.Deployment;
import io.swen.gitops.deploy.DeploymentState;
import io.swen.gitops.deploy.ExpectedInstance;
import io.swen.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftRulesTests {

    private static final String REGION = "aws:us-east-1";
    private static final Map<String, String> TAGS = Map.of("swen:workload", "web", "swen:team", "research");
    private static final UUID CHANGE = UUID.randomUUID();

    @Test
    void findsNothingWhereEverythingIsAsWanted() {
        assertThat(compare(
                        deployment(DeploymentState.RUNNING, "i-1"), List.of(instance("i-1", "m7i.large", TAGS, null))))
                .isEmpty();
    }

    @Test
    void findsWhatIsNotThere() {
        List<Drift> found = compare(deployment(DeploymentState.LOST, "i-1"), List.of());

        assertThat(found).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(DriftClass.MISSING);
            assertThat(drift.subject()).isEqualTo("dev/web");
        });
    }

    @Test
    void findsWhatWasNeverMade() {
        assertThat(compare(null, List.of()))
                .singleElement()
                .extracting(Drift::kind)
                .isEqualTo(DriftClass.MISSING);
    }

    @Test
    void takesABatchThatIsDoneForDone() {
        assertThat(compare(deployment(DeploymentState.COMPLETED, "i-1"), List.of()))
                .isEmpty();
    }

    @Test
    void findsEachAttributeThatWasAltered() {
        CloudInstance altered =
                instance("i-1", "m5.4xlarge", Map.of("swen:workload", "web", "swen:team", "somebody"), "optional");

        List<Drift> found = compare(deployment(DeploymentState.RUNNING, "i-1"), List.of(altered));

        assertThat(found).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(DriftClass.CHANGED);
            assertThat(drift.instanceId()).isEqualTo("i-1");
            assertThat(drift.differences())
                    .containsExactly(
                            new Difference("instance_type", "m7i.large", "m5.4xlarge"),
                            new Difference("metadata_tokens", "required", "optional"),
                            new Difference("tag swen:team", "research", "somebody"));
        });
    }

    @Test
    void takesWhatTheCloudDoesNotSayForUnchanged() {
        CloudInstance silent = new CloudInstance(
                "i-1",
                CloudInstance.State.RUNNING,
                CloudInstance.End.NONE,
                null,
                TAGS,
                new CloudInstance.Facts(null, null, null, null, null, Set.of(), null));

        assertThat(compare(deployment(DeploymentState.RUNNING, "i-1"), List.of(silent)))
                .isEmpty();
    }

    @Test
    void findsAnImageThatIsAnotherThanAtFirst() {
        List<Difference> differences =
                DriftRules.differences(expected(), instance("i-1", "m7i.large", TAGS, null), "ami-before");

        assertThat(differences).containsExactly(new Difference("image", "ami-before", "ami-1"));
    }

    @Test
    void findsWhatNothingWants() {
        List<Drift> found = compare(
                deployment(DeploymentState.RUNNING, "i-1"),
                List.of(instance("i-1", "m7i.large", TAGS, null), instance("i-2", "m7i.large", TAGS, null)));

        assertThat(found).singleElement().satisfies(drift -> {
            assertThat(drift.kind()).isEqualTo(DriftClass.UNMANAGED);
            assertThat(drift.subject()).isEqualTo("i-2");
        });
    }

    @Test
    void saysNothingOfWorkloadsThatAreBeingChanged() {
        assertThat(DriftRules.compare(
                        Provider.AWS,
                        REGION,
                        List.of(wanted(deployment(DeploymentState.LOST, "i-1"))),
                        List.of(instance("i-2", "m7i.large", TAGS, null)),
                        Set.of("web"),
                        Set.of()))
                .isEmpty();
    }

    private static List<Drift> compare(@Nullable Deployment deployment, List<CloudInstance> tagged) {
        return DriftRules.compare(Provider.AWS, REGION, List.of(wanted(deployment)), tagged, Set.of(), Set.of());
    }

    private static DriftRules.Wanted wanted(@Nullable Deployment deployment) {
        return new DriftRules.Wanted(
                "web", "research", "dev", Provider.AWS, REGION, List.of(expected()), deployment, Map.of());
    }

    private static ExpectedInstance expected() {
        return new ExpectedInstance(0, "m7i.large", "aws:use1-az1", false, TAGS, null);
    }

    private static CloudInstance instance(
            String id, String type, Map<String, String> tags, @Nullable String metadataTokens) {
        return new CloudInstance(
                id,
                CloudInstance.State.RUNNING,
                CloudInstance.End.NONE,
                null,
                tags,
                new CloudInstance.Facts(type, "aws:use1-az1", false, "ami-1", metadataTokens, Set.of(), null));
    }

    private static Deployment deployment(DeploymentState state, String instance) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        return new Deployment(
                UUID.randomUUID(),
                CHANGE,
                "web",
                UUID.randomUUID(),
                "research",
                "dev",
                WorkloadKind.SERVICE,
                Provider.AWS,
                REGION,
                "aws:use1-az1",
                "m7i.large",
                PurchaseOption.ON_DEMAND,
                1,
                false,
                "aws:use1-az1/m7i.large/on_demand",
                Money.usd("0.1"),
                true,
                state,
                null,
                now,
                now,
                now,
                List.of(new Deployment.Replica(0, instance, "running", null)));
    }
}
