package io.swen.gitops.drift;

import io.swen.gitops.terraform.TerraformStates;
import org.springframework.context.ApplicationContext;

/** Reaches what no call of the service shows. */
public final class DriftInsides {

    private DriftInsides() {}

    /** Looks at the Terraform state of an environment now. */
    public static void lookAtState(ApplicationContext context, String environment) {
        TerraformDrift drift = context.getBean(TerraformDrift.class);
        context.getBean(TerraformStates.class).all().stream()
                .filter(state -> state.environment().equals(environment))
                .forEach(drift::look);
    }
}
