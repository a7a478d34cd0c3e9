package io.swen.telemetry.cost;

import io.swen.platform.job.BackgroundJob;
import io.swen.telemetry.cost.Bills.BilledDay;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** Compares the days again that were metered on after their bill came. */
@Component
class BillComparison implements BackgroundJob {

    private static final Duration INTERVAL = Duration.ofSeconds(60);

    private final Bills bills;

    BillComparison(Bills bills) {
        this.bills = bills;
    }

    @Override
    public String name() {
        return "bill-comparison";
    }

    @Override
    public Duration interval() {
        return INTERVAL;
    }

    @Override
    public void run() {
        for (BilledDay day : bills.stale()) {
            bills.reconcile(day.provider(), day.day());
        }
    }
}
