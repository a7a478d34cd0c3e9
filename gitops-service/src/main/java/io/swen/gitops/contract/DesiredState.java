package io.swen.gitops.contract;

import io.swen.platform.money.Money;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The content of a workload's file in the environment repository. */
public record DesiredState(String apiVersion, String kind, UUID changeId, Workload workload, Placement placement) {

    public static final String API_VERSION = "swen.io/v1";
    public static final String KIND = "WorkloadDeployment";

    /**
     * Where it is to run.
     *
     * @param zones where the replicas are in turn, the first in the first zone; null where all are in {@code zone}
     * @param baselineHourlyCost what all replicas would cost at the decision's baseline, against which savings are measured; null
     *     where the decision had none, and in files from before there was this field
     */
    public record Placement(
            UUID decisionId,
            String offerId,
            Provider provider,
            String region,
            String zone,
            @Nullable List<String> zones,
            String instanceType,
            PurchaseOption purchaseOption,
            String architecture,
            Money hourlyCost,
            @Nullable String priceOrigin,
            @Nullable Boolean simulated,
            BigDecimal confidence,
            @Nullable Money baselineHourlyCost) {

        /** The zone of a replica. */
        public String zoneOf(int replica) {
            return zones == null || zones.isEmpty() ? zone : zones.get(replica % zones.size());
        }
    }

    public static DesiredState of(UUID changeId, Workload workload, PlacementDecision decision) {
        Offer offer = decision.offer();
        List<String> zones = decision.zones();
        return new DesiredState(
                API_VERSION,
                KIND,
                changeId,
                workload.desired(),
                new Placement(
                        decision.id(),
                        offer.offerId(),
                        offer.provider(),
                        offer.region(),
                        offer.zone(),
                        zones == null || zones.isEmpty() ? null : List.copyOf(zones),
                        offer.instanceType(),
                        offer.purchaseOption(),
                        offer.architecture(),
                        decision.hourlyCost(),
                        offer.priceOrigin(),
                        offer.simulated(),
                        decision.confidence(),
                        decision.baselineHourlyCost()));
    }
}
