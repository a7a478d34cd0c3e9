package io.swen.gitops.deploy;

import java.time.Duration;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** Answers the token that stands in the user data of an instance, which the simulator does not show. */
public final class FirstTokens {

    private FirstTokens() {}

    public static String of(ApplicationContext context, UUID deploymentId, int replica) {
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
