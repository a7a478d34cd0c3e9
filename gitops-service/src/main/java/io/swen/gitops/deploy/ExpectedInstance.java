package io.swen.gitops.deploy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One replica as the repository wants it.
 *
 * @param zone qualified
 * @param securityGroup null where none is configured
 */
public record ExpectedInstance(
        int replica,
        String type,
        String zone,
        boolean spot,
        Map<String, String> tags,
        @Nullable String securityGroup) {

    public ExpectedInstance {
        tags = Map.copyOf(tags);
    }
}
