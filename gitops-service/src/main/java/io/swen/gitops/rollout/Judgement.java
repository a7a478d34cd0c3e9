package io.swen.gitops.rollout;

import java.util.List;

/** What an analysis says of a version; evidence is what it looked at, for a person. */
sealed interface Judgement {

    List<String> evidence();

    /** Nothing speaks against it. */
    record Good(List<String> evidence) implements Judgement {

        public Good {
            evidence = List.copyOf(evidence);
        }
    }

    /** It is bad. */
    record Bad(String why, List<String> evidence) implements Judgement {

        public Bad {
            evidence = List.copyOf(evidence);
        }
    }

    /** It cannot be said, and why; time may tell. */
    record Unsure(String why, List<String> evidence) implements Judgement {

        public Unsure {
            evidence = List.copyOf(evidence);
        }
    }
}
