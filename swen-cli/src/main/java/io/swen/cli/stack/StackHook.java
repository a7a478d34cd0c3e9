package io.swen.cli.stack;

/** Stops a platform when who started it is told to end, be it by Ctrl-C, {@code kill} or a closing terminal. */
final class StackHook {
    private StackHook() {}

    /** Stops what runs. */
    interface Stop {
        void run() throws InterruptedException;
    }

    static Thread install(Stop stop) {
        Thread hook = Thread.ofPlatform().name("stopper").unstarted(() -> {
            try {
                stop.run();
            } catch (InterruptedException cutShort) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        return hook;
    }

    static void remove(Thread hook) {
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
