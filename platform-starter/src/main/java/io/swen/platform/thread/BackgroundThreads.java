package io.swen.platform.thread;

/** Threads of the operating system for computations that may wait while requests want the processors (ADR 76). */
public final class BackgroundThreads {

    private BackgroundThreads() {}

    /** A daemon of the lowest priority, not started. */
    @SuppressWarnings(
            "ThreadPriorityCheck") // The scheduler decides who waits; nothing here is correct only because of it.
    public static Thread of(String name, Runnable work) {
        return Thread.ofPlatform()
                .name(name)
                .daemon(true)
                .priority(Thread.MIN_PRIORITY)
                .unstarted(work);
    }
}
