package io.swen.routing.decision;

import io.swen.platform.problem.ErrorCode;
import io.swen.platform.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Keeps questions about decisions from taking the processors that deciding needs. */
@Component
class Questions {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final QuestionProperties properties;
    private final Semaphore turns;
    private final AtomicInteger waiting = new AtomicInteger();

    Questions(QuestionProperties properties) {
        this.properties = properties;
        this.turns = new Semaphore(properties.atOnce(), true);
    }

    /**
     * Answers when it is the question's turn.
     *
     * @throws ProblemException when too many wait already, or the wait was too long
     */
    <T> T answer(Supplier<T> question) {
        if (!turns.tryAcquire()) {
            await();
        }
        try {
            return question.get();
        } finally {
            turns.release();
        }
    }

    private void await() {
        if (waiting.incrementAndGet() > properties.waiting()) {
            waiting.decrementAndGet();
            throw busy();
        }
        try {
            if (!turns.tryAcquire(properties.longestWait().toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        } finally {
            waiting.decrementAndGet();
        }
    }

    private static ProblemException busy() {
        return ProblemException.retryLater(
                ErrorCode.TOO_MANY_REQUESTS, "too much is being asked about decisions at the moment", RETRY_AFTER);
    }
}
