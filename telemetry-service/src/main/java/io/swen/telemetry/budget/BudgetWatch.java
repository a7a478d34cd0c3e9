package io.swen.telemetry.budget;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.cloud.CloudProperties;
import java.time.Duration;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Looks at every budget again and again. */
@Component
class BudgetWatch implements BackgroundJob {

    private static final Duration REAL = Duration.ofSeconds(60);
    private static final Duration SIMULATED = Duration.ofSeconds(10);

    private final Budgets budgets;
    private final CloudProperties clouds;

    BudgetWatch(Budgets budgets, CloudProperties clouds) {
        this.budgets = budgets;
        this.clouds = clouds;
    }

    @Override
    public String name() {
        return "budgets";
    }

    @Override
    public Duration interval() {
        return clouds.simulated() ? SIMULATED : REAL;
    }

    @Override
    public void run() {
        for (UUID id : budgets.ids()) {
            budgets.watch(id);
        }
    }
}
