package io.swen.gitops.deploy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Reaches what no call of the service shows. */
public final class Insides {

    private Insides() {}

    /** The logs of what ended before a time are forgotten; answers how many pieces that were. */
    public static int forgetLogsEndedBefore(ApplicationContext context, Instant at) {
        return context.getBean(LogRetentionJob.class).forgetEndedBefore(at);
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
