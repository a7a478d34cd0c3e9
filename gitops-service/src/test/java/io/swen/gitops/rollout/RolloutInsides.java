package io.swen.gitops.rollout;

import io.swen.gitops.deploy.CloudInstance;
import io.swen.gitops.deploy.Deployment;
import java.util.Map;
import java.util.Set;
import org.springframework.context.ApplicationContext;

/** Reaches what no call of the service shows. */
public final class RolloutInsides {

    private RolloutInsides() {}

    /** What the analysis says of what a deployment costs, where its cloud shows its first instance as one of a type. */
    public static String costJudged(ApplicationContext context, Deployment deployment, String seenType) {
        String id = deployment.instanceIds().getFirst();
        CloudInstance seen = new CloudInstance(
                id,
                CloudInstance.State.RUNNING,
                CloudInstance.End.NONE,
                null,
                Map.of(),
                new CloudInstance.Facts(seenType, null, null, null, null, Set.of(), null));
        return switch (context.getBean(Analysis.class)
                .cost(deployment, new Analysis.Seen(Map.of(id, seen), Map.of(), null))) {
            case Judgement.Good good -> "good: " + good.evidence();
            case Judgement.Bad bad -> "bad: " + bad.why();
            case Judgement.Unsure unsure -> "unsure: " + unsure.why();
        };
    }
}
