package io.swen.gitops.deploy;

import io.swen.gitops.contract.Provider;
import io.swen.gitops.contract.PurchaseOption;
import java.util.Map;

/**
 * One instance to be made.
 *
 * @param clientToken the same for the same replica of the same change, so that asking twice makes one
 * @param userData cloud-init script, plain
 */
record InstanceSpec(
        String name,
        Provider provider,
        String region,
        String zone,
        String instanceType,
        PurchaseOption purchaseOption,
        String image,
        int diskGb,
        String clientToken,
        Map<String, String> tags,
        String userData) {

    InstanceSpec {
        tags = Map.copyOf(tags);
    }
}
