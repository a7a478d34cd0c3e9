package io.swen.routing.decision;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much may be asked of decisions at once (replays, what-ifs, counterfactuals), under {@code swen.routing.questions}; times are
 * wall time.
 *
 * @param atOnce how many questions are answered at the same time, so that deciding always has processors left
 * @param waiting how many may wait for their turn; who comes after them is told to try again later
 * @param longestWait how long a question waits for its turn
 */
@ConfigurationProperties("swen.routing.questions")
record QuestionProperties(
        @DefaultValue("2") int atOnce,
        @DefaultValue("16") int waiting,
        @DefaultValue("5s") Duration longestWait) {

    QuestionProperties {
        if (atOnce < 1 || waiting < 0 || longestWait.isNegative()) {
            throw new IllegalArgumentException(
                    "swen.routing.questions: at-once must be above zero, waiting and" + " longest-wait not below");
        }
    }
}
