package io.swen.gitops.deploy;

import io.swen.gitops.contract.DesiredState;
import io.swen.gitops.contract.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What the clouds say of the instances that carry this service's tags; only looks, never touches. */
@Component
public class Fleet {

    /** The tags by which an instance is known. */
    public static final String TAG_CHANGE = "swen:change";

    public static final String TAG_WORKLOAD = "swen:workload";
    public static final String TAG_REPLICA = "swen:replica";

    private final CloudApiDeployer deployer;
    private final Deployments deployments;
    private final CloudProperties properties;
    private final DeployerProperties targets;

    Fleet(CloudApiDeployer deployer, Deployments deployments, CloudProperties properties, DeployerProperties targets) {
        this.deployer = deployer;
        this.deployments = deployments;
        this.properties = properties;
        this.targets = targets;
    }

    /** Whether the workloads of an environment are instances; those of a cluster are the cluster's to look after. */
    public boolean covers(String environment) {
        return targets.of(environment) == DeployTarget.CLOUD_API;
    }

    /** The regions in which anything was ever deployed. */
    public Map<Provider, Set<String>> regions() {
        return deployments.regions();
    }

    /**
     * All instances in a region that are tagged as ours, ended ones too as long as the cloud shows them.
     *
     * @throws CloudException where the cloud does not answer, which says nothing about what runs
     */
    public List<CloudInstance> tagged(Provider provider, String region) {
        return deployer.client(provider).byTag(region, "ManagedBy", "swen");
    }

    /**
     * The instances with these ids; what the cloud does not know any more is left out.
     *
     * @throws CloudException where the cloud does not answer
     */
    public List<CloudInstance> withIds(Provider provider, String region, List<String> ids) {
        return deployer.client(provider).byIds(region, ids);
    }

    /**
     * What the status checks say of instances; what the cloud says nothing of is left out.
     *
     * @throws CloudException where the cloud does not answer
     */
    public Map<String, InstanceHealth> health(Provider provider, String region, List<String> ids) {
        return ids.isEmpty() ? Map.of() : deployer.client(provider).health(region, ids);
    }

    /** The instances that a deployment consists of, as it stands in the repository. */
    public List<ExpectedInstance> expected(DeploymentRequest request) {
        List<ExpectedInstance> expected = new ArrayList<>();
        DesiredState.Placement placement = request.desired().placement();
        for (int replica = 0; replica < request.desired().workload().replicas(); replica++) {
            InstanceSpec spec = deployer.spec(request, replica);
            String region = placement.provider().unqualified(placement.region());
            CloudProperties.Network network = (placement.provider() == Provider.AWS
                            ? properties.aws().networks()
                            : properties.alibaba().networks())
                    .get(region);
            expected.add(new ExpectedInstance(
                    replica,
                    spec.instanceType(),
                    spec.zone(),
                    spec.purchaseOption() == io.swen.gitops.contract.PurchaseOption.SPOT,
                    spec.tags(),
                    network == null ? null : network.securityGroupId()));
        }
        return List.copyOf(expected);
    }
}
