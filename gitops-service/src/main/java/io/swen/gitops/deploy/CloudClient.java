package io.swen.gitops.deploy;

import io.swen.gitops.contract.Provider;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The few calls that this service makes to a cloud; regions are qualified. All throw {@link CloudException}. */
interface CloudClient {

    Provider provider();

    /** Makes an instance, or finds the one that the same client token made, and answers its id. */
    String run(InstanceSpec spec);

    /** The instances with these ids; what the cloud does not know any more is left out. */
    List<CloudInstance> byIds(String region, Collection<String> ids);

    /** All instances with this tag. */
    List<CloudInstance> byTag(String region, String key, String value);

    /** What the status checks say of instances that run; what the cloud says nothing of is left out. */
    Map<String, InstanceHealth> health(String region, Collection<String> ids);

    /** Removes instances for good; those that are gone already are no error. */
    void terminate(String region, Collection<String> ids);
}
