package io.swen.gitops.deploy;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An instance as its cloud describes it. */
public record CloudInstance(
        String instanceId, State state, End end, @Nullable String reason, Map<String, String> tags, Facts facts) {

    /**
     * What it is, as far as the cloud says; null where it does not.
     *
     * @param zone qualified
     * @param image what it was started from
     * @param metadataTokens {@code required} or {@code optional}; only on AWS
     * @param securityGroups empty where the cloud names none
     */
    public record Facts(
            @Nullable String type,
            @Nullable String zone,
            @Nullable Boolean spot,
            @Nullable String image,
            @Nullable String metadataTokens,
            Set<String> securityGroups,
            @Nullable String publicAddress) {

        static final Facts UNKNOWN = new Facts(null, null, null, null, null, Set.of(), null);

        public Facts {
            securityGroups = Set.copyOf(securityGroups);
        }
    }

    /** What both clouds' states come to. */
    public enum State {
        PENDING,
        RUNNING,
        ENDING,
        STOPPED,
        TERMINATED
    }

    /** Why it ended, as far as the cloud says. */
    public enum End {
        NONE,
        OWN_SHUTDOWN,
        USER,
        INTERRUPTION
    }

    public CloudInstance {
        tags = Map.copyOf(tags);
    }

    CloudInstance(String instanceId, State state, End end, @Nullable String reason, Map<String, String> tags) {
        this(instanceId, state, end, reason, tags, Facts.UNKNOWN);
    }

    /** Whether it is there and not on its way out. */
    public boolean isAlive() {
        return state != State.TERMINATED && state != State.ENDING;
    }
}
