package io.swen.routing.decision;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Keeps the chain up with the decisions; who decides never waits for it. */
@Component
class DecisionSealer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DecisionSealer.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final DecisionChain chain;
    private @Nullable Thread thread;

    DecisionSealer(DecisionChain chain) {
        this.chain = chain;
    }

    @Override
    public synchronized void start() {
        thread = Thread.ofVirtual().name("decision-sealer").start(this::run);
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.interrupt();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    private void run() {
        boolean told = false;
        try {
            while (!Thread.currentThread().isInterrupted()) {
                int sealed = 0;
                try {
                    sealed = chain.seal();
                    told = false;
                } catch (RuntimeException e) {
                    if (!told) {
                        LOG.warn("decisions cannot be sealed at the moment: {}", e.toString());
                        told = true;
                    }
                }
                if (sealed < DecisionChain.BATCH) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
