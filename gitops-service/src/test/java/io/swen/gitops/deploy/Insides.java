package io.swen.gitops.deploy;

import io.swen.gitops.contract.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reaches what no call of the service shows. */
public final class Insides {

    private Insides() {}

    /** The logs of what ended before a time are forgotten; answers how many pieces that were. */
    public static int forgetLogsEndedBefore(ApplicationContext context, Instant at) {
        return context.getBean(LogRetentionJob.class).forgetEndedBefore(at);
    }

    /** How an instance of the service asks for the right to a launch; each call answers another instance's. */
    public static Predicate<String> launches(ApplicationContext context) {
        LaunchPace pace = new LaunchPace(context.getBean(CloudProperties.class), context.getBean(JdbcTemplate.class));
        return region -> {
            try {
                pace.take(Provider.AWS, region);
                return true;
            } catch (CloudException throttled) {
                return false;
            }
        };
    }

    /** The token that stands in the user data of an instance. */
    public static String firstToken(ApplicationContext context, UUID deploymentId, int replica) {
        Duration window = context.getBean(BootstrapProperties.class).bootWindow();
        return context.getBean(CallbackTokens.class)
                .issue(
                        deploymentId,
                        replica,
                        context.getBean(Deployments.class)
                                .callbackFrom(deploymentId)
                                .plus(window));
    }
}
