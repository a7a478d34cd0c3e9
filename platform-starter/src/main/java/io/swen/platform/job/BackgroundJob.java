package io.swen.platform.job;

import java.time.Duration;

/** Work that is done again and again for as long as the service runs; each bean of this type has a virtual thread of its own. */
public interface BackgroundJob {

    /** The name in logs and metrics. */
    String name();

    /** Wall time from the start of one run to the start of the next; a run that takes longer is followed at once. */
    Duration interval();

    /** Whether it is to run at all in this configuration. */
    default boolean enabled() {
        return true;
    }

    /** Does the work once. */
    void run() throws InterruptedException;
}
