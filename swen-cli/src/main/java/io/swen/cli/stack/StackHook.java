package io.swen.cli.stack;

/** Stops the platform when its supervisor is told to end, be it by Ctrl-C, {@code kill} or a closing terminal. */
final class StackHook {
    private StackHook() {}

    static Thread install(LocalStack stack) {
        Thread hook = Thread.ofPlatform().name("stopper").unstarted(() -> {
            try {
                stack.stop();
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
